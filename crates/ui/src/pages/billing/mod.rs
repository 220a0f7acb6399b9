//! Balance, plans and packs.

mod balance;
mod packs;
mod plans;

use leptos::prelude::*;

use crate::format::messages;
use crate::hooks::use_checkout::{Checkout, use_checkout};
use crate::piece::{Element, Piece, button, div, h1, h2, header, p, part, text};

/// Balance, plans and packs.
pub fn billing() -> Piece {
    let checkout = use_checkout("/billing");
    let failure = p().class("form__failure").attr("role", "alert");
    div()
        .class("billing")
        .child(h1().class("unseen").child(messages::BILLING))
        .child(balance::balance_panel(checkout))
        .child(failure.child(part(move || checkout.failure.get().map(Into::into))))
        .child(plans::plans(checkout))
        .child(packs::packs(checkout))
        .into()
}

/// How a button is drawn: as the one that is recommended.
const PRIMARY: &str = "button button--primary button--wide";
/// How a button is drawn: as one among others.
const PLAIN: &str = "button button--wide";

/// The button below a plan or pack.
fn buy_button(
    name: &'static str,
    described_by: String,
    price_id: String,
    class: &'static str,
    checkout: Checkout,
) -> Element {
    let busy_id = price_id.clone();
    let is_busy = Memo::new(move |_| checkout.is_busy_with(&busy_id));
    button()
        .class(class)
        .attr("type", "button")
        .attr("aria-describedby", described_by)
        .live("aria-busy", move || is_busy.get().then_some("true"))
        .on_click(move || checkout.start(price_id.clone(), 1))
        .child(text(move || if is_busy.get() { messages::OPENING_CHECKOUT } else { name }))
}

/// The heading of a row of offers.
fn row_heading(title: &'static str, rhythm: &'static str, id: &'static str) -> Element {
    header()
        .class("offers__head")
        .child(h2().class("heading").attr("id", id).child(title))
        .child(p().class("offers__rhythm").child(rhythm))
}
