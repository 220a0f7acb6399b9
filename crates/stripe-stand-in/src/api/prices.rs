//! `/v1/prices`.

use super::list::{self, CREATED, PAGE};
use super::{Answer, Call, Route};
use crate::errors::ApiError;
use crate::form::Params;
use crate::shapes;
use crate::state::{Metadata, Price, Product, World};

/// How many lookup keys can be asked for at once.
const LOOKUP_KEYS_MAX: usize = 10;

const NEW: &[&str] = &[
    "currency",
    "lookup_key",
    "metadata[*]",
    "product",
    "product_data[metadata][*]",
    "product_data[name]",
    "recurring[interval]",
    "recurring[interval_count]",
    "transfer_lookup_key",
    "unit_amount",
];

pub(super) const ROUTES: &[Route] = &[
    Route { method: "POST", path: "/v1/prices", allowed: &[NEW], run: create },
    Route {
        method: "GET",
        path: "/v1/prices",
        allowed: &[PAGE, CREATED, &["active", "currency", "lookup_keys[#]", "product", "type"]],
        run: read_all,
    },
    Route { method: "GET", path: "/v1/prices/{id}", allowed: &[], run: read },
    Route {
        method: "POST",
        path: "/v1/prices/{id}",
        allowed: &[&["active", "lookup_key", "metadata[*]", "transfer_lookup_key"]],
        run: update,
    },
];

fn create(world: &mut World, call: &Call) -> Answer {
    let params = &call.params;
    let currency = currency(params)?;
    let unit_amount_minor = params.integer("unit_amount")?.filter(|amount| *amount >= 0).ok_or_else(|| {
        ApiError::parameter("parameter_missing", "unit_amount", "Prices need a `unit_amount` of zero or more.")
    })?;
    let is_recurring = params.one_of("recurring[interval]", &[("month", ())])?.is_some();
    if params.integer("recurring[interval_count]")?.is_some_and(|count| count != 1) {
        let message = "This stand-in bills every month and no other way.";
        return Err(ApiError::parameter("parameter_invalid", "recurring[interval_count]", message));
    }
    let metadata = params.metadata("metadata", &Metadata::new())?;
    let lookup_key = free_lookup_key(world, params, None)?;
    let product = product(world, params)?;
    take_lookup_key(world, lookup_key.as_deref());
    let price = Price {
        id: world.ids.object("price_"),
        created_s: world.now_s,
        product,
        currency,
        unit_amount_minor,
        last_lookup_key: lookup_key.clone(),
        lookup_key,
        is_recurring,
        is_active: true,
        metadata,
    };
    let shape = shapes::price(world, &price);
    world.prices.insert(price);
    Ok(shape)
}

fn read(world: &mut World, call: &Call) -> Answer {
    Ok(shapes::price(world, world.find(&call.id)?))
}

fn read_all(world: &mut World, call: &Call) -> Answer {
    let params = &call.params;
    let active = params.boolean("active")?;
    let is_recurring = params.one_of("type", &[("recurring", true), ("one_time", false)])?;
    let keys = params.list("lookup_keys");
    if keys.len() > LOOKUP_KEYS_MAX {
        let message = format!("You may only pass {LOOKUP_KEYS_MAX} lookup keys at once.");
        return Err(ApiError::parameter("parameter_invalid", "lookup_keys", message));
    }
    let has_key = |price: &Price| price.lookup_key.as_deref().is_some_and(|key| keys.contains(&key));
    let is_wanted = |price: &Price| {
        (keys.is_empty() || has_key(price))
            && active.is_none_or(|active| price.is_active == active)
            && is_recurring.is_none_or(|is_recurring| price.is_recurring == is_recurring)
            && list::is_of(params, "product", Some(&price.product))
            && list::is_of(params, "currency", Some(&price.currency))
    };
    list::page(world, call, "/v1/prices", is_wanted, shapes::price)
}

fn update(world: &mut World, call: &Call) -> Answer {
    let price = world.find::<Price>(&call.id)?.clone();
    let is_active = call.params.boolean("active")?;
    let metadata = call.params.metadata("metadata", &price.metadata)?;
    let lookup_key = free_lookup_key(world, &call.params, Some(&price.id))?;
    take_lookup_key(world, lookup_key.as_deref());
    world.change::<Price>(&call.id, |price| {
        price.is_active = is_active.unwrap_or(price.is_active);
        price.metadata = metadata;
        if let Some(key) = lookup_key {
            price.last_lookup_key = Some(key.clone());
            price.lookup_key = Some(key);
        }
    });
    Ok(shapes::price(world, world.find(&call.id)?))
}

fn currency(params: &Params) -> Result<String, ApiError> {
    let currency = params.needed("currency")?.to_lowercase();
    if currency.len() == 3 && currency.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return Ok(currency);
    }
    let message = format!("Invalid currency: {currency}. It has to be an ISO code of three letters.");
    Err(ApiError::parameter("parameter_invalid", "currency", message))
}

/// The product that is named, or a new one. Nothing may refuse after it.
fn product(world: &mut World, params: &Params) -> Result<String, ApiError> {
    match (params.owned("product"), params.owned("product_data[name]")) {
        (Some(product), None) => {
            world.find::<Product>(&product).map_err(|refusal| refusal.in_param("product"))?;
            Ok(product)
        }
        (None, Some(name)) => {
            let metadata = params.metadata("product_data[metadata]", &Metadata::new())?;
            let id = world.ids.object("prod_");
            world.products.insert(Product { id: id.clone(), created_s: world.now_s, name, metadata });
            Ok(id)
        }
        _ => {
            let message = "A price needs one of `product` and `product_data[name]`.";
            Err(ApiError::parameter("parameter_missing", "product", message))
        }
    }
}

/// The lookup key that is asked for, if no other price has it or it is to be taken from that one.
fn free_lookup_key(world: &World, params: &Params, own: Option<&str>) -> Result<Option<String>, ApiError> {
    let is_taken_over = params.boolean("transfer_lookup_key")?.unwrap_or_default();
    let Some(key) = params.owned("lookup_key") else { return Ok(None) };
    let holder = world.prices.iter().find(|price| price.lookup_key.as_deref() == Some(key.as_str()));
    match holder.filter(|holder| !is_taken_over && Some(holder.id.as_str()) != own) {
        None => Ok(Some(key)),
        Some(holder) => {
            let message = format!("A price (`{}`) already uses that lookup key.", holder.id);
            Err(ApiError::parameter("resource_already_exists", "lookup_key", message))
        }
    }
}

/// Takes a lookup key from the price that has it.
fn take_lookup_key(world: &mut World, key: Option<&str>) {
    let holder = world.prices.iter().find(|price| key.is_some() && price.lookup_key.as_deref() == key);
    if let Some(id) = holder.map(|price| price.id.clone()) {
        world.change::<Price>(&id, |price| price.lookup_key = None);
    }
}
