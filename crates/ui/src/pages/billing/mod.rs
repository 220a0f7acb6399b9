//! Balance, plans and packs.

mod balance;
mod packs;
mod plans;

use leptos::prelude::*;

use crate::format::messages;
use crate::hooks::use_checkout::{Checkout, use_checkout};
use crate::piece::{IntoPiece, Piece, act, attr, part, text};

/// Balance, plans and packs.
#[component]
pub fn Billing() -> Piece {
    let checkout = use_checkout("/billing");
    view! {
        <div class="billing">
            <h1 class="unseen">{messages::BILLING}</h1>
            <balance::BalancePanel checkout/>
            <p class="form__failure" role="alert">{part(move || checkout.failure.get().map(IntoPiece::piece))}</p>
            <plans::Plans checkout/>
            <packs::Packs checkout/>
        </div>
    }
    .piece()
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
) -> Piece {
    let busy_id = price_id.clone();
    let is_busy = move || checkout.is_busy_with(&busy_id);
    let is_busy_too = is_busy.clone();
    view! {
        <button
            type="button"
            class=class
            aria-describedby=described_by
            aria-busy=attr(move || is_busy().then_some("true"))
            on:click=act(move |_| checkout.start(price_id.clone(), 1))
        >
            {text(move || if is_busy_too() { messages::OPENING_CHECKOUT } else { name })}
        </button>
    }
    .piece()
}

/// The heading of a row of offers.
fn row_heading(title: &'static str, rhythm: &'static str, id: &'static str) -> Piece {
    view! {
        <header class="offers__head">
            <h2 class="heading" id=id>{title}</h2>
            <p class="offers__rhythm">{rhythm}</p>
        </header>
    }
    .piece()
}
