//! The billing page.

use leptos::prelude::*;

use super::Scene;
use super::fixtures::{after, billing, credits, having, signed_in};
use crate::format::messages;
use crate::hooks::use_checkout::PORTAL;
use crate::page_data::Notice;

pub fn scenes() -> Vec<Scene> {
    let page = |name, title, available, held| Scene::new(name, title, billing(having("/billing", available, held)));
    let told = |name, title, notice| Scene::new(name, title, billing(after("/billing", 300, notice)));
    vec![
        page("billing", "Billing", 220, 0),
        page("billing-zero", "Billing: no credits", 0, 0),
        page("billing-one", "Billing: one credit", 1, 0),
        page("billing-held", "Billing: credits on hold", 140, 80),
        page("billing-millions", "Billing: millions", 1_234_567, 80),
        Scene::new("billing-loading", "Billing: balance on its way", billing(signed_in("/billing"))),
        page("billing-reconnecting", "Billing: reconnecting", 220, 0).with(|it| {
            it.credit_balance.is_stale.set(true);
            it.credit_balance.is_reconnecting.set(true);
        }),
        told("billing-added", "Billing: credits added", Notice::CreditsAdded { credits: credits(1_800) }),
        told("billing-canceled", "Billing: checkout canceled", Notice::CheckoutCanceled),
        told("billing-expired", "Billing: checkout expired", Notice::CheckoutExpired),
        page("billing-busy", "Billing: the checkout is being opened", 220, 0)
            .with_checkout(|it| it.busy.set(Some("price_credits_250".to_owned()))),
        page("billing-portal-busy", "Billing: the portal is being opened", 220, 0)
            .with_checkout(|it| it.busy.set(Some(PORTAL.to_owned()))),
        page("billing-failed", "Billing: the checkout could not be opened", 220, 0)
            .with_checkout(|it| it.failure.set(Some(messages::NO_ANSWER.to_owned()))),
    ]
}
