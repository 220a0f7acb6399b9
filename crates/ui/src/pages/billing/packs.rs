//! What comes once.

use credits::Pack;
use leptos::prelude::*;

use super::{PLAIN, buy_button, row_heading};
use crate::contexts::catalog::use_catalog;
use crate::format::{credits::grouped, credits::word, labels, messages};
use crate::hooks::use_checkout::Checkout;
use crate::piece::{IntoPiece, Piece, part};

/// What comes once.
#[component]
pub fn Packs(
    /// Starts a checkout.
    checkout: Checkout,
) -> Piece {
    let catalog = use_catalog();
    let cards = move || Some(catalog.get().packs.iter().map(|pack| card(pack, checkout)).collect::<Vec<_>>().piece());
    view! {
        <section class="offers" aria-labelledby="packs">
            {row_heading(messages::CREDIT_PACKS, messages::ONE_TIME, "packs")}
            <ul class="offers__row offers__row--packs" role="list">{part(cards)}</ul>
        </section>
    }
    .piece()
}

fn card(pack: &Pack, checkout: Checkout) -> Piece {
    let id = format!("offer-{}", pack.price_id);
    let button = buy_button(messages::BUY_CREDITS, id.clone(), pack.price_id.clone(), PLAIN, checkout);
    view! {
        <li class="offer">
            <h3 class="offer__name"><span id=id>{pack.name.clone()}</span></h3>
            <p class="offer__price">
                <span class="offer__number">{grouped(pack.credits)}</span>" "{word(pack.credits)}
            </p>
            <p class="offer__worth">{labels::once(pack)}</p>
            {button}
        </li>
    }
    .piece()
}
