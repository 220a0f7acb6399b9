//! The form of signing up and signing in.

use leptos::ev::SubmitEvent;
use leptos::html::Form;
use leptos::prelude::*;
use web_sys::FormData;

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
    let node = NodeRef::<Form>::new();
    let (name, question, other_name, other) = match form {
        AccountForm::SignIn => (messages::SIGN_IN, messages::NO_ACCOUNT_YET, messages::SIGN_UP, "/signup"),
        AccountForm::SignUp => (messages::SIGN_UP, messages::HAVE_AN_ACCOUNT, messages::SIGN_IN, "/signin"),
    };
    let other = with_redirect(other, path_of_ours(&redirect));
    view! {
        <form
            class="form"
            method="post"
            node_ref=node
            on:submit=act(move |event: SubmitEvent| {
                event.prevent_default();
                if let Some(fields) = node.get_untracked().and_then(|form| FormData::new_with_form(&form).ok()) {
                    state.send(form, &fields, redirect.clone());
                }
            })
        >
            <Field kind=EMAIL form=state/>
            {(form == AccountForm::SignUp)
                .then(|| view! { <Field kind=DISPLAY_NAME form=state/> }.piece())}
            <Field kind=password(form) form=state/>
            {failure(state)}
            <button class="button button--primary button--wide" type="submit" disabled=flag(move || !state.can_send())>
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
