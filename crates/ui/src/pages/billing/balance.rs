//! What one has, large and live, and the way to the gateway's portal.

use leptos::prelude::*;

use crate::contexts::credit_balance::use_credit_balance;
use crate::format::{credits::grouped, credits::word, labels, messages};
use crate::hooks::use_checkout::{Checkout, PORTAL};
use crate::piece::{IntoPiece, Piece, act, attr, part, text};

/// What one has.
#[component]
pub fn BalancePanel(
    /// Opens the portal.
    checkout: Checkout,
) -> Piece {
    let credits = use_credit_balance();
    let number = move || match credits.balance.get() {
        Some(balance) => grouped(balance.available),
        None => labels::pill(None),
    };
    let unit = move || credits.balance.get().map_or("credits", |balance| word(balance.available));
    let hold = move || {
        labels::on_hold(credits.balance.get())
            .map(|hold| view! { " · "<span class="amber">{hold}</span>{messages::FOR_RUNNING_WORK} }.piece())
    };
    let stale = move || credits.error().map(|text| view! { <span class="balance__stale">" · "{text}</span> }.piece());
    view! {
        <section class="balance" aria-labelledby="balance-heading">
            <div>
                <h2 class="balance__heading" id="balance-heading">{messages::BALANCE}</h2>
                <p class="balance__line">
                    <span class="balance__number">{text(number)}</span>" "
                    <span class="balance__unit">{text(unit)}{part(hold)}{part(stale)}</span>
                </p>
            </div>
            <button
                type="button"
                class="button"
                aria-busy=attr(move || checkout.is_busy_with(PORTAL).then_some("true"))
                on:click=act(move |_| checkout.open_portal())
            >
                {messages::MANAGE_BILLING}
            </button>
        </section>
    }
    .piece()
}
