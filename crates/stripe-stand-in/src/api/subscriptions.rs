//! `/v1/subscriptions`.

use super::list::{self, CREATED, PAGE};
use super::{Answer, Call, Route};
use crate::errors::ApiError;
use crate::form::Params;
use crate::shapes;
use crate::state::{Price, Subscription, World};
use crate::verbs::{PlanChange, ProrationBehavior};

const CHANGES: &[&str] = &[
    "cancel_at_period_end",
    "items[#][id]",
    "items[#][price]",
    "items[#][quantity]",
    "metadata[*]",
    "proration_behavior",
];

const STATUSES: &[(&str, ())] =
    &[("active", ()), ("all", ()), ("canceled", ()), ("ended", ()), ("past_due", ()), ("unpaid", ())];

const BEHAVIORS: &[(&str, ProrationBehavior)] = &[
    ("always_invoice", ProrationBehavior::AlwaysInvoice),
    ("create_prorations", ProrationBehavior::CreateProrations),
    ("none", ProrationBehavior::None),
];

pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "GET",
        path: "/v1/subscriptions",
        allowed: &[PAGE, CREATED, &["customer", "price", "status"]],
        run: read_all,
    },
    Route { method: "GET", path: "/v1/subscriptions/{id}", allowed: &[], run: read },
    Route { method: "POST", path: "/v1/subscriptions/{id}", allowed: &[CHANGES], run: update },
    Route { method: "DELETE", path: "/v1/subscriptions/{id}", allowed: &[], run: cancel },
];

fn read(world: &mut World, call: &Call) -> Answer {
    Ok(shapes::subscription(world, world.find(&call.id)?))
}

fn read_all(world: &mut World, call: &Call) -> Answer {
    let params = &call.params;
    params.one_of("status", STATUSES)?;
    let is_in_status = |subscription: &Subscription| match params.text("status") {
        // Stripe leaves those that are over out, unless it is asked for them.
        None => subscription.is_live(),
        Some("all") => true,
        Some("ended") => !subscription.is_live(),
        Some(status) => subscription.status.as_str() == status,
    };
    let is_wanted = |subscription: &Subscription| {
        is_in_status(subscription)
            && list::is_of(params, "customer", Some(&subscription.customer))
            && list::is_of(params, "price", Some(&subscription.price))
    };
    list::page(world, call, "/v1/subscriptions", is_wanted, shapes::subscription)
}

fn update(world: &mut World, call: &Call) -> Answer {
    let params = &call.params;
    let subscription = world.find::<Subscription>(&call.id)?.clone();
    let is_to_end = params.boolean("cancel_at_period_end")?;
    let metadata = params.metadata("metadata", &subscription.metadata)?;
    let change = plan_change(world, &subscription, params)?;
    if let Some(change) = change {
        world.change_plan(&call.id, change)?;
    }
    world.change::<Subscription>(&call.id, |subscription| subscription.metadata = metadata);
    match is_to_end {
        Some(is_to_end) => world.cancel_at_period_end(&call.id, is_to_end)?,
        None => world.tell("customer.subscription.updated", &call.id),
    }
    Ok(shapes::subscription(world, world.find(&call.id)?))
}

fn cancel(world: &mut World, call: &Call) -> Answer {
    world.cancel_now(&call.id)?;
    Ok(shapes::subscription(world, world.find(&call.id)?))
}

/// The change that `items` asks for.
fn plan_change(world: &World, subscription: &Subscription, params: &Params) -> Result<Option<PlanChange>, ApiError> {
    let behavior = params.one_of("proration_behavior", BEHAVIORS)?.unwrap_or(ProrationBehavior::CreateProrations);
    let places = params.places("items");
    let Some(place) = places.first() else { return Ok(None) };
    if places.len() > 1 {
        let message = "In this stand-in a subscription has one item.";
        return Err(ApiError::parameter("parameter_invalid", "items", message));
    }
    let name = |part: &str| format!("items[{place}][{part}]");
    // Without the id of the item Stripe would add a second one, and bill both.
    let item = params.needed(&name("id"))?;
    if item != subscription.item {
        let message = format!("No such subscription_item: '{item}'");
        return Err(ApiError::parameter("resource_missing", &name("id"), message));
    }
    let price = match params.text(&name("price")) {
        None => subscription.price.clone(),
        Some(price) => {
            let found = world.find::<Price>(price).map_err(|refusal| refusal.in_param(&name("price")))?;
            found.id.clone()
        }
    };
    let quantity = params.integer(&name("quantity"))?.unwrap_or(subscription.quantity);
    if quantity < 1 {
        let message = "A quantity has to be at least 1.";
        return Err(ApiError::parameter("parameter_invalid_integer", &name("quantity"), message));
    }
    Ok(Some(PlanChange { price, quantity, behavior }))
}
