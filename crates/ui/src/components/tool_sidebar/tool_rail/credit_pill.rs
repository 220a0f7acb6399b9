//! The credit pill: what one has, always in sight, and the way to more.

use credits::Credits;
use leptos::prelude::*;

use crate::contexts::credit_balance::use_credit_balance;
use crate::format::labels;
use crate::piece::{IntoPiece, Piece, attr, flag, part, text};

/// The credit pill.
#[component]
pub fn CreditPill() -> Piece {
    let credits = use_credit_balance();
    let tooltip = move || {
        let parts = [labels::on_hold(credits.balance.get()), credits.error().map(str::to_owned)];
        let text = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        (!text.is_empty()).then_some(text)
    };
    let is_amber = move || credits.balance.get().is_none_or(|balance| balance.available <= Credits::ZERO);
    view! {
        <a
            class="pill"
            class:pill--stale=flag(move || credits.is_stale.get())
            href="/billing"
            aria-label=attr(move || Some(labels::pill_name(credits.balance.get())))
            aria-busy=attr(move || credits.is_loading().then_some("true"))
            title=attr(tooltip)
        >
            {part(move || Some(if credits.is_loading() {
                view! { <span class="pill__skeleton"></span> }.piece()
            } else {
                view! {
                    <span class="pill__number" class:pill__number--amber=flag(is_amber)>
                        {text(move || labels::pill(credits.balance.get()))}
                    </span>
                    <span class="pill__unit">"cr"</span>
                }
                .piece()
            }))}
        </a>
    }
    .piece()
}
