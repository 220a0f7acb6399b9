//! The page on which a customer sees plans, cancels and changes them.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::html::{escaped, not_found, page, see_other};
use crate::control::Control;
use crate::errors::ControlError;
use crate::form::Params;
use crate::shared::Shared;
use crate::state::{PortalSession, Price, Subscription, World};
use crate::{money, months};

/// Answers `GET /portal/{id}`.
pub(crate) async fn portal(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    shared.with(|world| show(world, &id, ""))
}

/// Answers `POST /portal/{id}`: the form says which plan, and the button what is to become of it.
pub(crate) async fn portal_submitted(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    let fields = Params::decode("", &body);
    let subscription = fields.text("subscription").unwrap_or_default();
    let is_theirs = shared.with(|world| {
        let customer = world.portals.get(&id).map(|portal| portal.customer.as_str());
        customer.is_some() && world.subscriptions.get(subscription).map(|plan| plan.customer.as_str()) == customer
    });
    if !is_theirs {
        return not_found("plan");
    }
    match act(&Control::new(Arc::clone(&shared)), subscription, &fields) {
        Ok(()) => see_other(&format!("/portal/{id}")),
        Err(error) => {
            let alert = format!("<p role=\"alert\">{}</p>\n", escaped(&error.to_string()));
            shared.with(|world| show(world, &id, &alert))
        }
    }
}

fn act(control: &Control, subscription: &str, fields: &Params) -> Result<(), ControlError> {
    match (fields.text("do"), fields.text("price")) {
        (Some("cancel"), _) => control.cancel_at_period_end(subscription),
        (Some("keep"), _) => control.keep_plan(subscription),
        (Some("change"), Some(price)) => control.change_plan(subscription, price).map(drop),
        _ => Err(ControlError::Refused("Nothing was chosen.".to_owned())),
    }
}

fn show(world: &World, id: &str, alert: &str) -> Response {
    let Some(portal) = world.portals.get(id) else { return not_found("portal") };
    let theirs = world.subscriptions.iter().rev().filter(|plan| plan.customer == portal.customer);
    let sections: String = theirs.map(|plan| section(world, portal, plan)).collect();
    let nothing = if sections.is_empty() { "<p>There are no plans.</p>\n" } else { "" };
    let back = portal
        .return_url
        .as_deref()
        .map(|address| format!("<p><a href=\"{}\">Return to the shop</a></p>\n", escaped(address)));
    let body = format!("{alert}{sections}{nothing}{}", back.unwrap_or_default());
    page(StatusCode::OK, "Your plans", &body)
}

fn section(world: &World, portal: &PortalSession, plan: &Subscription) -> String {
    let mut forms = String::new();
    if plan.is_live() {
        let (what, words) =
            if plan.is_cancel_at_period_end { ("keep", "Keep plan") } else { ("cancel", "Cancel plan") };
        forms.push_str(&form(portal, plan, (what, words), ""));
        for price in world.prices.iter().filter(|price| is_choice(price, plan)) {
            let words = format!("Change to {}", world.name_of_price(&price.id));
            let chosen = format!("<input type=\"hidden\" name=\"price\" value=\"{}\">", escaped(&price.id));
            forms.push_str(&form(portal, plan, ("change", &words), &chosen));
        }
    }
    let price = world.prices.get(&plan.price);
    let amount_minor = price.map_or(0, |price| price.unit_amount_minor.saturating_mul(plan.quantity));
    format!(
        "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{name}</h2>\n<p>{amount} every month. {standing}</p>\n\
         <div class=\"choices\">\n{forms}</div>\n</section>\n",
        id = escaped(&plan.id),
        name = escaped(world.name_of_price(&plan.price)),
        amount = escaped(&money::shown(amount_minor, &plan.currency)),
        standing = escaped(&standing(plan)),
    )
}

fn standing(plan: &Subscription) -> String {
    match (plan.ended_at_s, plan.cancel_at_s()) {
        (Some(ended_at_s), _) => format!("Ended on {}.", months::shown(ended_at_s)),
        (None, Some(cancel_at_s)) => format!("Ends on {}.", months::shown(cancel_at_s)),
        (None, None) => format!("Status: {}. Renews on {}.", plan.status.as_str(), months::shown(plan.period_end_s)),
    }
}

/// Whether a plan can be changed to a price.
fn is_choice(price: &Price, plan: &Subscription) -> bool {
    price.is_recurring && price.is_active && price.id != plan.price && price.currency == plan.currency
}

fn form(portal: &PortalSession, plan: &Subscription, (what, words): (&str, &str), more: &str) -> String {
    format!(
        "<form method=\"post\" action=\"/portal/{portal}\"><input type=\"hidden\" name=\"subscription\" value=\"{plan}\">\
         {more}<button name=\"do\" value=\"{what}\">{words}</button></form>\n",
        portal = escaped(&portal.id),
        plan = escaped(&plan.id),
        words = escaped(words),
    )
}
