//! What comes every month.

use credits::{Catalog, Plan};

use super::{PLAIN, PRIMARY, buy_button, row_heading};
use crate::contexts::catalog::use_catalog;
use crate::format::{credits::in_words, labels, messages};
use crate::hooks::use_checkout::Checkout;
use crate::piece::{Element, Piece, h3, li, p, part, section, span, ul};

/// What comes every month.
pub fn plans(checkout: Checkout) -> Piece {
    let catalog = use_catalog();
    let cards = move || {
        let catalog = catalog.get();
        Some(catalog.plans.iter().map(|plan| card(&catalog, plan, checkout)).collect::<Vec<_>>().into())
    };
    section()
        .class("offers")
        .attr("aria-labelledby", "plans")
        .child(row_heading(messages::PLANS, messages::MONTHLY, "plans"))
        .child(ul().class("offers__row offers__row--plans").attr("role", "list").child(part(cards)))
        .into()
}

fn card(catalog: &Catalog, plan: &Plan, checkout: Checkout) -> Element {
    let class = if plan.is_highlighted { "offer offer--highlighted" } else { "offer" };
    let id = format!("offer-{}", plan.price_id);
    let recommended = plan.is_highlighted.then(|| span().class("offer__badge").child(messages::RECOMMENDED));
    let look = if plan.is_highlighted { PRIMARY } else { PLAIN };
    let button = buy_button(messages::SUBSCRIBE, id.clone(), plan.price_id.clone(), look, checkout);
    let name = h3().class("offer__name").child(span().attr("id", id).child(plan.name.clone())).child(recommended);
    let price = p()
        .class("offer__price")
        .child(span().class("offer__number").child(plan.price.to_string()))
        .child(" ")
        .child(messages::A_MONTH);
    li().class(class)
        .child(name)
        .child(price)
        .child(p().class("offer__credits").child(format!("{} {}", in_words(plan.credits_a_month), messages::A_MONTH)))
        .child(p().class("offer__worth").child(labels::worth(catalog, plan)))
        .child(button)
}
