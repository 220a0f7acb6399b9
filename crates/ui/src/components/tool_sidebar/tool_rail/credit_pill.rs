//! The credit pill: what one has, always in sight, and the way to more.

use credits::Credits;
use leptos::prelude::*;

use crate::contexts::credit_balance::use_credit_balance;
use crate::format::{labels, messages};
use crate::piece::{Piece, a, part, span, text};

/// The credit pill.
pub fn credit_pill() -> Piece {
    let credits = use_credit_balance();
    let tooltip = move || {
        let parts = [labels::on_hold(credits.balance.get()), credits.error().map(str::to_owned)];
        let text = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        (!text.is_empty()).then_some(text)
    };
    let is_amber = move || credits.balance.get().is_none_or(|balance| balance.available <= Credits::ZERO);
    let number = move || {
        span()
            .class("pill__number")
            .class_when("pill__number--amber", is_amber)
            .child(text(move || labels::pill(credits.balance.get())))
    };
    let is_loading = Memo::new(move |_| credits.is_loading());
    let content = move || {
        Some(if is_loading.get() {
            span().class("pill__skeleton").into()
        } else {
            [number(), span().class("pill__unit").child(messages::CR)].into()
        })
    };
    a().class("pill")
        .class_when("pill--stale", move || credits.is_reconnecting.get())
        .attr("href", "/billing")
        .live("aria-label", move || Some(labels::pill_name(credits.balance.get())))
        .live("aria-busy", move || is_loading.get().then_some("true"))
        .live("title", tooltip)
        .child(part(content))
        .into()
}
