//! What comes every month.

use credits::{Catalog, Plan};
use leptos::prelude::*;

use super::{PLAIN, PRIMARY, buy_button, row_heading};
use crate::contexts::catalog::use_catalog;
use crate::format::{credits::in_words, labels, messages};
use crate::hooks::use_checkout::Checkout;
use crate::piece::{IntoPiece, Piece, part};

/// What comes every month.
#[component]
pub fn Plans(
    /// Starts a checkout.
    checkout: Checkout,
) -> Piece {
    let catalog = use_catalog();
    let cards = move || {
        let catalog = catalog.get();
        Some(catalog.plans.iter().map(|plan| card(&catalog, plan, checkout)).collect::<Vec<_>>().piece())
    };
    view! {
        <section class="offers" aria-labelledby="plans">
            {row_heading(messages::PLANS, messages::MONTHLY, "plans")}
            <ul class="offers__row offers__row--plans" role="list">{part(cards)}</ul>
        </section>
    }
    .piece()
}

fn card(catalog: &Catalog, plan: &Plan, checkout: Checkout) -> Piece {
    let class = if plan.is_highlighted { "offer offer--highlighted" } else { "offer" };
    let id = format!("offer-{}", plan.price_id);
    let recommended =
        plan.is_highlighted.then(|| view! { <span class="offer__badge">{messages::RECOMMENDED}</span> }.piece());
    let look = if plan.is_highlighted { PRIMARY } else { PLAIN };
    let button = buy_button(messages::SUBSCRIBE, id.clone(), plan.price_id.clone(), look, checkout);
    view! {
        <li class=class>
            <h3 class="offer__name"><span id=id>{plan.name.clone()}</span>{recommended}</h3>
            <p class="offer__price">
                <span class="offer__number">{plan.price.to_string()}</span>" "{messages::A_MONTH}
            </p>
            <p class="offer__credits">{format!("{} {}", in_words(plan.credits_a_month), messages::A_MONTH)}</p>
            <p class="offer__worth">{labels::worth(catalog, plan)}</p>
            {button}
        </li>
    }
    .piece()
}
