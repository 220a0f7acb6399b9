//! The API: which calls there are, and how one is answered.

mod account;
mod billing_portal;
mod charges;
mod checkout_sessions;
mod customers;
mod disputes;
mod events;
mod expand;
mod invoices;
mod list;
mod payment_intents;
mod prices;
mod products;
mod refunds;
mod reply;
mod subscriptions;
mod take;
mod webhook_endpoints;

use std::sync::Arc;
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use crate::errors::ApiError;
use crate::form::Params;
use crate::shared::Shared;
use crate::state::World;

use reply::Reply;
use take::Incoming;

/// How long a body may be, in bytes.
const BODY_LENGTH_MAX: usize = 1024 * 1024;

/// What a call is answered with.
type Answer = Result<Value, ApiError>;

/// A call as those who answer it see it.
struct Call {
    /// The id in the address; empty when it has none.
    id: String,
    params: Params,
}

/// One call that there is.
struct Route {
    method: &'static str,
    /// The address, with `{id}` for an id.
    path: &'static str,
    /// The patterns of the parameters that it takes; `expand` is always taken.
    allowed: &'static [&'static [&'static str]],
    run: fn(&mut World, &Call) -> Answer,
}

static ROUTES: [&[Route]; 14] = [
    account::ROUTES,
    billing_portal::ROUTES,
    charges::ROUTES,
    checkout_sessions::ROUTES,
    customers::ROUTES,
    disputes::ROUTES,
    events::ROUTES,
    invoices::ROUTES,
    payment_intents::ROUTES,
    prices::ROUTES,
    products::ROUTES,
    refunds::ROUTES,
    subscriptions::ROUTES,
    webhook_endpoints::ROUTES,
];

/// Answers one call.
pub(crate) async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LENGTH_MAX).await else {
        return Reply::error(&ApiError::invalid("The body is too long, or was cut off.")).into_response();
    };
    let incoming = Incoming {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body,
    };
    let (reply, hang_ms) = shared.with(|world| take::take(world, &incoming));
    if hang_ms > 0 {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(hang_ms)) => {}
            () = shared.over.cancelled() => {}
        }
    }
    reply.into_response()
}
