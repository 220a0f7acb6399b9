//! `/v1/checkout/sessions`.

use super::list::{self, CREATED, PAGE};
use super::{Answer, Call, Route};
use crate::errors::ApiError;
use crate::form::Params;
use crate::shapes;
use crate::state::{Metadata, Mode, Price, Session, SessionOptions, World};
use crate::verbs::NewSession;

/// How long a session can be paid, in seconds: a day, or what is asked for, which is at least half an hour.
const LIFETIME_S_MAX: i64 = 24 * 60 * 60;
const LIFETIME_S_MIN: i64 = 30 * 60;

const MODES: &[(&str, Mode)] = &[("payment", Mode::Payment), ("subscription", Mode::Subscription)];

const NEW: &[&str] = &[
    "allow_promotion_codes",
    "automatic_tax[enabled]",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "customer",
    "customer_email",
    "customer_update[address]",
    "customer_update[name]",
    "expires_at",
    "line_items[#][price]",
    "line_items[#][quantity]",
    "locale",
    "metadata[*]",
    "mode",
    "payment_intent_data[metadata][*]",
    "subscription_data[metadata][*]",
    "success_url",
    "tax_id_collection[enabled]",
];

pub(super) const ROUTES: &[Route] = &[
    Route { method: "POST", path: "/v1/checkout/sessions", allowed: &[NEW], run: create },
    Route {
        method: "GET",
        path: "/v1/checkout/sessions",
        allowed: &[PAGE, CREATED, &["customer", "payment_intent", "status", "subscription"]],
        run: read_all,
    },
    Route { method: "GET", path: "/v1/checkout/sessions/{id}", allowed: &[], run: read },
    Route { method: "POST", path: "/v1/checkout/sessions/{id}/expire", allowed: &[], run: expire },
];

fn create(world: &mut World, call: &Call) -> Answer {
    let params = &call.params;
    params.needed("mode")?;
    let mode = params.one_of("mode", MODES)?.unwrap_or(Mode::Payment);
    params.needed("success_url")?;
    let new = NewSession {
        mode,
        lines: lines(world, params, mode)?,
        expires_at_s: expires_at_s(world, params)?,
        customer: customer(world, params)?,
        customer_email: params.owned("customer_email"),
        client_reference_id: params.owned("client_reference_id"),
        metadata: params.metadata("metadata", &Metadata::new())?,
        payment_metadata: data(params, "payment_intent_data", mode == Mode::Payment)?,
        subscription_metadata: data(params, "subscription_data", mode == Mode::Subscription)?,
        success_url: params.address("success_url")?.unwrap_or_default(),
        cancel_url: params.address("cancel_url")?,
        options: SessionOptions {
            allow_promotion_codes: params.boolean("allow_promotion_codes")?,
            has_automatic_tax: params.boolean("automatic_tax[enabled]")?.unwrap_or_default(),
            has_tax_id_collection: params.boolean("tax_id_collection[enabled]")?.unwrap_or_default(),
            billing_address_collection: params.owned("billing_address_collection"),
            locale: params.owned("locale"),
        },
    };
    let id = world.open_session(new)?;
    Ok(shapes::session(world, world.find(&id)?))
}

fn read(world: &mut World, call: &Call) -> Answer {
    Ok(shapes::session(world, world.find(&call.id)?))
}

fn read_all(world: &mut World, call: &Call) -> Answer {
    let is_wanted = |session: &Session| {
        list::is_of(&call.params, "customer", session.customer.as_deref())
            && list::is_of(&call.params, "payment_intent", session.payment.as_deref())
            && list::is_of(&call.params, "status", Some(session.status.as_str()))
            && list::is_of(&call.params, "subscription", session.subscription.as_deref())
    };
    list::page(world, call, "/v1/checkout/sessions", is_wanted, shapes::session)
}

fn expire(world: &mut World, call: &Call) -> Answer {
    world.expire_session(&call.id)?;
    Ok(shapes::session(world, world.find(&call.id)?))
}

fn lines(world: &World, params: &Params, mode: Mode) -> Result<Vec<(String, i64)>, ApiError> {
    let mut lines = Vec::new();
    for place in params.places("line_items") {
        let price_name = format!("line_items[{place}][price]");
        let price =
            world.find::<Price>(params.needed(&price_name)?).map_err(|refusal| refusal.in_param(&price_name))?;
        if !price.is_active {
            let message =
                format!("The price specified is inactive. This field only accepts active prices ({}).", price.id);
            return Err(ApiError::parameter("parameter_invalid", &price_name, message));
        }
        if price.is_recurring != (mode == Mode::Subscription) {
            let message =
                format!("You specified `{}` mode but passed a price that does not go with it.", mode.as_str());
            return Err(ApiError::parameter("parameter_invalid", &price_name, message));
        }
        let quantity_name = format!("line_items[{place}][quantity]");
        params.needed(&quantity_name)?;
        let quantity = params.integer(&quantity_name)?.filter(|quantity| *quantity >= 1).ok_or_else(|| {
            ApiError::parameter("parameter_invalid_integer", &quantity_name, "A quantity has to be at least 1.")
        })?;
        lines.push((price.id.clone(), quantity));
    }
    match (mode, lines.len()) {
        (_, 0) => {
            let message = format!("`line_items` have to be given in `{}` mode.", mode.as_str());
            Err(ApiError::parameter("parameter_missing", "line_items", message))
        }
        (Mode::Subscription, 2..) => {
            let message = "In this stand-in a subscription has one item.";
            Err(ApiError::parameter("parameter_invalid", "line_items", message))
        }
        _ => Ok(lines),
    }
}

fn customer(world: &World, params: &Params) -> Result<Option<String>, ApiError> {
    let Some(customer) = params.text("customer") else {
        if let Some(name) =
            ["customer_update[address]", "customer_update[name]"].into_iter().find(|name| params.text(name).is_some())
        {
            let message = "`customer_update` can only be used with `customer`.";
            return Err(ApiError::parameter("parameter_invalid", name, message));
        }
        return Ok(None);
    };
    if params.text("customer_email").is_some() {
        let message = "You may only specify one of these parameters: customer, customer_email.";
        return Err(ApiError::parameter("parameter_invalid", "customer_email", message));
    }
    world.living_customer(customer).map_err(|refusal| refusal.in_param("customer"))?;
    Ok(Some(customer.to_owned()))
}

/// What is to be carried by what the session makes. Stripe refuses it for what the session does not make.
fn data(params: &Params, name: &str, is_made: bool) -> Result<Metadata, ApiError> {
    let metadata = params.metadata(&format!("{name}[metadata]"), &Metadata::new())?;
    if !is_made && !metadata.is_empty() {
        let message = format!("You can not pass `{name}` in this mode.");
        return Err(ApiError::parameter("parameter_invalid", name, message));
    }
    Ok(metadata)
}

fn expires_at_s(world: &World, params: &Params) -> Result<i64, ApiError> {
    let Some(expires_at_s) = params.integer("expires_at")? else { return Ok(world.now_s + LIFETIME_S_MAX) };
    if (LIFETIME_S_MIN..=LIFETIME_S_MAX).contains(&(expires_at_s - world.now_s)) {
        return Ok(expires_at_s);
    }
    let message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.";
    Err(ApiError::parameter("parameter_invalid", "expires_at", message))
}
