//! Signing up and signing in: sends the form, goes on, or says which field is wrong.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::FormData;
use wire::{FieldError, Me, SignIn, SignUp};

use crate::api::client;
use crate::api::error::ApiError;
use crate::browser::location;
use crate::state::answer;
use crate::state::redirect::path_of_ours;

/// Which of the two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountForm {
    /// For those who have an account.
    SignIn,
    /// For those who make one.
    SignUp,
}

/// A form that is filled in.
#[derive(Clone, Copy)]
pub struct AccountFormState {
    /// Whether it is on its way.
    pub is_busy: RwSignal<bool>,
    /// Whether the page lives.
    pub is_alive: RwSignal<bool>,
    /// What is wrong as a whole.
    pub failure: RwSignal<Option<String>>,
    errors: RwSignal<Vec<FieldError>>,
}

/// An empty form.
#[must_use]
pub fn use_account_form() -> AccountFormState {
    let (is_alive, is_busy) = (RwSignal::new(false), RwSignal::new(false));
    // Before the page lives the browser would send the form in its own way.
    Effect::new(move |_| is_alive.set(true));
    AccountFormState { is_busy, is_alive, failure: RwSignal::new(None), errors: RwSignal::new(Vec::new()) }
}

impl AccountFormState {
    /// Whether the form can be sent: the page lives, and nothing is on its way.
    #[must_use]
    pub fn can_send(self) -> bool {
        self.is_alive.get() && !self.is_busy.get()
    }

    /// Sends what the form holds, whoever typed it there, and goes on to a path of ours.
    pub fn send(self, form: AccountForm, fields: &FormData, redirect: String) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.failure.set(None);
        self.errors.set(Vec::new());
        let field = |name| fields.get(name).as_string().unwrap_or_default();
        let (email, password) = (field("email").trim().to_owned(), field("password"));
        let name = Some(field("display_name").trim().to_owned()).filter(|name| !name.is_empty());
        spawn_local(async move {
            let answer = match form {
                AccountForm::SignIn => client::sign_in(&SignIn { email, password }).await,
                AccountForm::SignUp => client::sign_up(&SignUp { email, password, display_name: name }).await,
            };
            self.take(answer, &redirect);
        });
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn error(self, pointer: &str) -> Option<String> {
        self.errors.with(|errors| {
            errors
                .iter()
                .find(|error| error.pointer.trim_start_matches('/') == pointer)
                .map(|error| error.detail.clone())
        })
    }

    fn take(self, answer: Result<Me, ApiError>, redirect: &str) {
        match answer {
            Ok(_) => location::replace(path_of_ours(redirect)),
            Err(ApiError::Refused(problem)) if !problem.errors.is_empty() => {
                self.is_busy.set(false);
                self.errors.set(problem.errors);
            }
            Err(ApiError::Refused(problem)) => {
                self.is_busy.set(false);
                self.failure.set(Some(problem.detail));
            }
            Err(error) => {
                self.is_busy.set(false);
                self.failure.set(Some(answer::sentence(error)));
            }
        }
    }
}
