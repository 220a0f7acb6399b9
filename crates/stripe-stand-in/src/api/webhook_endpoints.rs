//! `/v1/webhook_endpoints`.

use serde_json::json;

use super::list::{self, CREATED, PAGE};
use super::{Answer, Call, Route};
use crate::API_VERSION;
use crate::errors::ApiError;
use crate::settings::Endpoint;
use crate::shapes;
use crate::state::{WebhookEndpoint, World};

pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "POST",
        path: "/v1/webhook_endpoints",
        allowed: &[&["api_version", "enabled_events[#]", "url"]],
        run: create,
    },
    Route { method: "GET", path: "/v1/webhook_endpoints", allowed: &[PAGE, CREATED], run: read_all },
    Route { method: "GET", path: "/v1/webhook_endpoints/{id}", allowed: &[], run: read },
];

/// The answer has the secret: it is given out this once.
fn create(world: &mut World, call: &Call) -> Answer {
    let params = &call.params;
    params.needed("url")?;
    let url = params.address("url")?.unwrap_or_default();
    let enabled_events: Vec<_> = params.list("enabled_events").into_iter().map(str::to_owned).collect();
    if enabled_events.is_empty() {
        let message = "Missing required param: enabled_events.";
        return Err(ApiError::parameter("parameter_missing", "enabled_events", message));
    }
    if params.text("api_version").is_some_and(|version| version != API_VERSION) {
        let message = format!("This stand-in sends events of version {API_VERSION} only.");
        return Err(ApiError::parameter("parameter_invalid", "api_version", message));
    }
    let secret = world.ids.webhook_secret();
    let id = world.add_endpoint(Endpoint { url, secrets: vec![secret.clone()], enabled_events });
    let mut shape = shapes::endpoint(world, world.find(&id)?);
    shape["secret"] = json!(secret);
    Ok(shape)
}

fn read(world: &mut World, call: &Call) -> Answer {
    Ok(shapes::endpoint(world, world.find(&call.id)?))
}

fn read_all(world: &mut World, call: &Call) -> Answer {
    list::page(world, call, "/v1/webhook_endpoints", |_: &WebhookEndpoint| true, shapes::endpoint)
}
