//! Sign up.

use leptos::prelude::*;

use crate::components::account_form::AccountFormView;
use crate::components::plain_shell::PlainShell;
use crate::format::messages;
use crate::hooks::use_account_form::AccountForm;
use crate::piece::{IntoPiece, Piece};

/// Sign up.
#[component]
pub fn SignUp(
    /// The path of ours to go to afterwards.
    redirect: String,
) -> Piece {
    let page = view! {
        <p class="plain__hint">{messages::SIGN_UP_HINT}</p>
        <AccountFormView form=AccountForm::SignUp redirect/>
    };
    view! { <PlainShell heading=messages::SIGN_UP.to_owned().piece() page=page.piece()/> }.piece()
}
