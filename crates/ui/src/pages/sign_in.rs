//! Sign in.

use crate::components::account_form::{Purpose, account_form};
use crate::components::plain_shell::plain_shell;
use crate::format::{messages, messages::plain};
use crate::page_data::AccountForm;
use crate::piece::{Piece, p};

/// Sign in, and go to a path of ours afterwards.
pub fn sign_in(redirect: &str, filled: &AccountForm) -> Piece {
    let hint = p().class("plain__hint").child(plain::SIGN_IN_HINT);
    plain_shell(messages::SIGN_IN, [hint.into(), account_form(Purpose::SignIn, redirect, filled)])
}
