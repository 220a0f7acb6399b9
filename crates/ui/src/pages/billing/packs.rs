//! What comes once.

use credits::Pack;

use super::{PLAIN, buy_button, row_heading};
use crate::contexts::catalog::use_catalog;
use crate::format::{credits::grouped, credits::word, labels, messages};
use crate::hooks::use_checkout::Checkout;
use crate::piece::{Element, Piece, h3, li, p, part, section, span, ul};

/// What comes once.
pub fn packs(checkout: Checkout) -> Piece {
    let catalog = use_catalog();
    let cards = move || Some(catalog.get().packs.iter().map(|pack| card(pack, checkout)).collect::<Vec<_>>().into());
    section()
        .class("offers")
        .attr("aria-labelledby", "packs")
        .child(row_heading(messages::CREDIT_PACKS, messages::ONE_TIME, "packs"))
        .child(ul().class("offers__row offers__row--packs").attr("role", "list").child(part(cards)))
        .into()
}

fn card(pack: &Pack, checkout: Checkout) -> Element {
    let id = format!("offer-{}", pack.price_id);
    let button = buy_button(messages::BUY_CREDITS, id.clone(), pack.price_id.clone(), PLAIN, checkout);
    let price = p()
        .class("offer__price")
        .child(span().class("offer__number").child(grouped(pack.credits)))
        .child(" ")
        .child(word(pack.credits));
    li().class("offer")
        .child(h3().class("offer__name").child(span().attr("id", id).child(pack.name.clone())))
        .child(price)
        .child(p().class("offer__worth").child(labels::once(pack)))
        .child(button)
}
