//! The form of signing up and signing in.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::field::{Field, FieldKind};
use crate::format::messages;
use crate::hooks::use_account_form::{AccountForm, AccountFormState, use_account_form};
use crate::piece::{IntoPiece, Piece, act, flag, part, text};
use crate::state::redirect::{path_of_ours, with_redirect};

const EMAIL: FieldKind = FieldKind {
    name: "email",
    label: messages::EMAIL,
    type_: "email",
    autocomplete: "username",
    is_required: true,
    hint: None,
};

const DISPLAY_NAME: FieldKind = FieldKind {
    name: "display_name",
    label: messages::DISPLAY_NAME,
    type_: "text",
    autocomplete: "name",
    is_required: false,
    hint: None,
};

const fn password(form: AccountForm) -> FieldKind {
    let (autocomplete, hint) = match form {
        AccountForm::SignIn => ("current-password", None),
        AccountForm::SignUp => ("new-password", Some(messages::PASSWORD_HINT)),
    };
    FieldKind { name: "password", label: messages::PASSWORD, type_: "password", autocomplete, is_required: true, hint }
}

/// The form, and the way to the other one.
#[component]
pub fn AccountFormView(
    /// Which of the two.
    form: AccountForm,
    /// The path of ours to go to afterwards.
    redirect: String,
) -> Piece {
    let state = use_account_form();
    let (name, question, other_name, other) = match form {
        AccountForm::SignIn => (messages::SIGN_IN, messages::NO_ACCOUNT_YET, messages::SIGN_UP, "/signup"),
        AccountForm::SignUp => (messages::SIGN_UP, messages::HAVE_AN_ACCOUNT, messages::SIGN_IN, "/signin"),
    };
    let other = with_redirect(other, path_of_ours(&redirect));
    let error = move |pointer| Signal::derive(move || state.error(pointer));
    view! {
        <form
            class="form"
            method="post"
            on:submit=act(move |event: SubmitEvent| {
                event.prevent_default();
                state.send(form, redirect.clone());
            })
        >
            <Field kind=EMAIL value=state.email error=error("email")/>
            {(form == AccountForm::SignUp)
                .then(|| view! { <Field kind=DISPLAY_NAME value=state.display_name error=error("display_name")/> }.piece())}
            <Field kind=password(form) value=state.password error=error("password")/>
            {failure(state)}
            <button class="button button--primary button--wide" type="submit" disabled=flag(move || !state.can_send.get())>
                {text(move || if state.is_busy.get() { messages::ONE_MOMENT } else { name })}
            </button>
        </form>
        <p class="plain__foot">{question}<a class="link" href=other>{other_name}</a></p>
    }
    .piece()
}

fn failure(state: AccountFormState) -> Piece {
    view! { <p class="form__failure" role="alert">{part(move || state.failure.get().map(IntoPiece::piece))}</p> }
        .piece()
}
