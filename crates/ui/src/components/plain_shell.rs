//! What surrounds pages outside of the studio: forms, notices, errors. One column, one heading.

use crate::format::messages;
use crate::piece::{Piece, a, div, h1, main_area};

/// A page of one column under its one heading.
pub fn plain_shell(heading: impl Into<Piece>, page: impl Into<Piece>) -> Piece {
    let logo = a().class("logo").attr("href", "/").attr("aria-label", messages::PRODUCT).child("F");
    let card = div().class("plain__card").child(h1().class("plain__heading").child(heading)).child(page);
    main_area().class("plain").child(logo).child(card).into()
}
