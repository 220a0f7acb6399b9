//! There is nothing at this address.

use crate::components::plain_shell::plain_shell;
use crate::format::messages::plain;
use crate::piece::{Piece, a, p};

/// There is nothing at this address.
pub fn not_found() -> Piece {
    let back = a().class("button button--primary button--wide").attr("href", "/").child(plain::BACK_TO_WORKSPACE);
    plain_shell(plain::NOT_FOUND, [p().class("plain__hint").child(plain::NOT_FOUND_HINT), back])
}
