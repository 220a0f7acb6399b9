//! What one has, large and live, and the way to the gateway's portal.

use leptos::prelude::*;

use crate::contexts::credit_balance::use_credit_balance;
use crate::format::{credits::CREDITS, credits::grouped, credits::word, labels, messages};
use crate::hooks::use_checkout::{Checkout, PORTAL};
use crate::piece::{Piece, button, div, h2, p, part, section, span, text};

/// What one has; the button opens the portal through the checkout.
pub fn balance_panel(checkout: Checkout) -> Piece {
    let credits = use_credit_balance();
    let number = move || match credits.balance.get() {
        Some(balance) => grouped(balance.available),
        None => labels::pill(None),
    };
    let unit = move || credits.balance.get().map_or(CREDITS, |balance| word(balance.available));
    let hold = move || {
        labels::on_hold(credits.balance.get()).map(|hold| {
            let hold = span().class("amber").child(hold);
            Piece::Group(vec![" · ".into(), hold.into(), messages::FOR_RUNNING_WORK.into()])
        })
    };
    let stale = move || credits.error().map(|text| span().class("balance__stale").child(" · ").child(text).into());
    let line = p()
        .class("balance__line")
        .child(span().class("balance__number").child(text(number)))
        .child(" ")
        .child(span().class("balance__unit").child(text(unit)).child(part(hold)).child(part(stale)));
    let is_busy = Memo::new(move |_| checkout.is_busy_with(PORTAL));
    let manage = button()
        .class("button")
        .attr("type", "button")
        .live("aria-busy", move || is_busy.get().then_some("true"))
        .on_click(move || checkout.open_portal())
        .child(text(move || if is_busy.get() { messages::OPENING_BILLING } else { messages::MANAGE_BILLING }));
    let heading = h2().class("balance__heading").attr("id", "balance-heading").child(messages::BALANCE);
    section()
        .class("balance")
        .attr("aria-labelledby", "balance-heading")
        .child(div().child(heading).child(line))
        .child(manage)
        .into()
}
