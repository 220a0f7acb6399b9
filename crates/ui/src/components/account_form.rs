//! The form of signing up and signing in: plain HTML, which works before, with and without a program.

use std::iter;

use crate::components::field::{FieldKind, Filled, field};
use crate::format::{messages, messages::plain};
use crate::page_data::AccountForm;
use crate::piece::{Piece, a, button, form as form_element, p};
use crate::state::redirect::with_redirect;

/// Which of the two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// For those who have an account.
    SignIn,
    /// For those who make one.
    SignUp,
}

const EMAIL: FieldKind = FieldKind {
    name: "email",
    label: plain::EMAIL,
    type_: "email",
    autocomplete: "username",
    is_required: true,
    hint: None,
};

const DISPLAY_NAME: FieldKind = FieldKind {
    name: "display_name",
    label: plain::DISPLAY_NAME,
    type_: "text",
    autocomplete: "name",
    is_required: false,
    hint: None,
};

const fn password(purpose: Purpose) -> FieldKind {
    let (autocomplete, hint) = match purpose {
        Purpose::SignIn => ("current-password", None),
        Purpose::SignUp => ("new-password", Some(plain::PASSWORD_HINT)),
    };
    FieldKind { name: "password", label: plain::PASSWORD, type_: "password", autocomplete, is_required: true, hint }
}

/// The form as it was filled in before, if it was, and the way to the other one. Both lead to the path of ours afterwards.
pub fn account_form(purpose: Purpose, redirect: &str, filled: &AccountForm) -> Piece {
    let (here, name, question, other_name, other) = match purpose {
        Purpose::SignIn => ("/signin", messages::SIGN_IN, plain::NO_ACCOUNT_YET, plain::SIGN_UP, "/signup"),
        Purpose::SignUp => ("/signup", plain::SIGN_UP, plain::HAVE_AN_ACCOUNT, messages::SIGN_IN, "/signin"),
    };
    let failure = filled.failure.clone();
    let submit = button().class("button button--primary button--wide").attr("type", "submit").child(name);
    let form = form_element()
        .class("form")
        .attr("method", "post")
        .attr("action", with_redirect(here, redirect))
        .child(failure.map(|failure| p().class("form__failure").attr("role", "alert").child(failure)))
        .children(fields(purpose, filled))
        .child(submit);
    let other = a().class("link").attr("href", with_redirect(other, redirect)).child(other_name);
    [form, p().class("plain__foot").child(question).child(other)].into()
}

/// The fields with what was typed into them; a password is typed anew each time. After a refusal the cursor is in the first that is wrong,
/// or in the first of all.
fn fields(purpose: Purpose, filled: &AccountForm) -> Vec<Piece> {
    let email = (EMAIL, filled.email.as_str());
    let name = (purpose == Purpose::SignUp).then_some((DISPLAY_NAME, filled.display_name.as_str()));
    let fields: Vec<_> = iter::once(email).chain(name).chain(iter::once((password(purpose), ""))).collect();
    let error = |name| filled.errors.iter().find(|error| error.pointer.strip_prefix('/') == Some(name));
    let first_wrong = fields.iter().map(|(kind, _)| kind.name).find(|name| error(name).is_some());
    let focused = first_wrong.or(filled.failure.is_some().then_some(EMAIL.name));
    let show = |(kind, value): (FieldKind, _)| {
        field(kind, Filled { value, error: error(kind.name), has_focus: focused == Some(kind.name) })
    };
    fields.into_iter().map(show).collect()
}
