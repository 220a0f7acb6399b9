//! Sign up.

use crate::components::account_form::{Purpose, account_form};
use crate::components::plain_shell::plain_shell;
use crate::format::messages::plain;
use crate::page_data::AccountForm;
use crate::piece::{Piece, p};

/// Sign up, and go to a path of ours afterwards.
pub fn sign_up(redirect: &str, filled: &AccountForm) -> Piece {
    let hint = p().class("plain__hint").child(plain::SIGN_UP_HINT);
    plain_shell(plain::SIGN_UP, [hint.into(), account_form(Purpose::SignUp, redirect, filled)])
}
