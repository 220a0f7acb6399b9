//! Take a call: look at its key and version, let it fail if it is to, answer it once, and again from memory.

use axum::body::Bytes;
use axum::http::HeaderMap;

use super::reply::Reply;
use super::{Answer, Call, ROUTES, Route, expand};
use crate::API_VERSION;
use crate::errors::ApiError;
use crate::faults::Failure;
use crate::form::Params;
use crate::idempotency::{self, Recall};
use crate::state::{Cause, World};

/// How long an idempotency key may be.
const KEY_LENGTH_MAX: usize = 255;

/// A call as it came in.
pub(super) struct Incoming {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Incoming {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The idempotency key, where one means anything.
    fn key(&self) -> Option<&str> {
        self.header("idempotency-key").filter(|_| self.method == "POST")
    }
}

/// Answers a call, and says for how many milliseconds the answer is to be kept back.
pub(super) fn take(world: &mut World, incoming: &Incoming) -> (Reply, u64) {
    let request = world.ids.request();
    let (reply, hang_ms) = match gate(world, incoming) {
        Ok(()) => fail_or_perform(world, incoming, &request),
        Err(error) => (Reply::error(&error), 0),
    };
    (reply.with("request-id", &request).with("stripe-version", API_VERSION), hang_ms)
}

/// Refuses calls without the key or for another version.
fn gate(world: &World, incoming: &Incoming) -> Result<(), ApiError> {
    match incoming.header("authorization").and_then(|value| value.strip_prefix("Bearer ")) {
        None => {
            let message = "You did not provide an API key. Provide it in the Authorization header, using Bearer auth.";
            return Err(ApiError::unauthorized(message));
        }
        Some(key) if key != world.secret_key => {
            let shown: String = key.chars().take(8).collect();
            return Err(ApiError::unauthorized(format!("Invalid API Key provided: {shown}****")));
        }
        Some(_) => {}
    }
    match incoming.header("stripe-version") {
        Some(version) if version == API_VERSION => {}
        version => {
            let version = version.unwrap_or("none");
            let message = format!("Invalid Stripe API version: {version}. This stand-in speaks {API_VERSION} only.");
            return Err(ApiError::invalid(message));
        }
    }
    let kind = incoming.header("content-type").unwrap_or_default();
    if !incoming.body.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
        let message = format!("Invalid content type: `{kind}`. Bodies have to be application/x-www-form-urlencoded.");
        return Err(ApiError::invalid(message));
    }
    Ok(())
}

fn fail_or_perform(world: &mut World, incoming: &Incoming, request: &str) -> (Reply, u64) {
    let internal = || Reply::error(&ApiError::internal());
    match world.luck.for_call() {
        None => (perform(world, incoming, request), 0),
        Some(Failure::ServerErrorBefore) => (internal(), 0),
        Some(Failure::ServerErrorAfter) => {
            // The work is done, and it is the error that is remembered: the same key gets it again for a day.
            let done = perform(world, incoming, request);
            let error = internal();
            if let Some(key) = incoming.key().filter(|_| done.status < 400) {
                world.remembered.replace(key, error.status, error.body.clone());
            }
            (error, 0)
        }
        Some(Failure::TooManyRequests { retry_after_s }) => {
            let reply = Reply::error(&ApiError::rate_limited());
            (reply.with("retry-after", &retry_after_s.to_string()), 0)
        }
        Some(Failure::Timeout) => {
            let is_done = world.luck.coin();
            let reply = if is_done { perform(world, incoming, request) } else { internal() };
            (reply, world.luck.faults.hang_ms)
        }
    }
}

/// Answers a call from memory, or does what it asks for.
fn perform(world: &mut World, incoming: &Incoming, request: &str) -> Reply {
    let (route, id) = match find(&incoming.method, &incoming.path) {
        Some(found) => found,
        None => {
            let message = format!("Unrecognized request URL ({}: {}).", incoming.method, incoming.path);
            return Reply::error(&ApiError::new(404, "invalid_request_error", message));
        }
    };
    let params = Params::decode(&incoming.query, &incoming.body);
    let fingerprint = idempotency::fingerprint(&incoming.method, &incoming.path, &params.canonical());
    let key = incoming.key();
    if let Some(key) = key {
        if key.len() > KEY_LENGTH_MAX {
            return Reply::error(&ApiError::invalid("An idempotency key may have 255 characters."));
        }
        match world.remembered.recall(key, &fingerprint, world.now_s) {
            Recall::Nothing => {}
            Recall::Same(answer) => {
                let reply = Reply::new(answer.status, answer.body).with("idempotent-replayed", "true");
                return reply.with("original-request", &answer.request).with("idempotency-key", key);
            }
            Recall::Other => return Reply::error(&other_use_of(key)),
        }
    }
    let answer = run(world, route, Call { id, params }, request, key);
    let is_to_be_remembered = answer.as_ref().err().is_none_or(|error| !error.is_about_parameters());
    let reply = match answer {
        Ok(body) => Reply::new(200, body),
        Err(error) => Reply::error(&error),
    };
    let Some(key) = key else { return reply };
    if is_to_be_remembered {
        let answer = idempotency::Answer {
            fingerprint,
            status: reply.status,
            body: reply.body.clone(),
            request: request.to_owned(),
            at_s: world.now_s,
        };
        world.remembered.remember(key, answer);
    }
    reply.with("idempotency-key", key)
}

fn run(world: &mut World, route: &Route, call: Call, request: &str, key: Option<&str>) -> Answer {
    let mut allowed = route.allowed.to_vec();
    allowed.push(&["expand[#]"]);
    call.params.allow_only(&allowed)?;
    world.cause = Cause { request: Some(request.to_owned()), idempotency_key: key.map(str::to_owned) };
    let answer = (route.run)(world, &call);
    world.cause = Cause::default();
    let mut body = answer?;
    for path in call.params.list("expand") {
        expand::expand(world, &mut body, path)?;
    }
    Ok(body)
}

/// The call that an address is for, and the id in it.
fn find(method: &str, path: &str) -> Option<(&'static Route, String)> {
    let mut routes = ROUTES.iter().copied().flatten().filter(|route| route.method == method);
    routes.find_map(|route| Some((route, id_in(path, route.path)?)))
}

/// The id in an address, or nothing in one without an id; `None` when the address is not of that pattern.
fn id_in(path: &str, pattern: &str) -> Option<String> {
    let (mut parts, mut wanted) = (path.split('/'), pattern.split('/'));
    let mut id = String::new();
    loop {
        match (parts.next(), wanted.next()) {
            (None, None) => return Some(id),
            (Some(part), Some("{id}")) if !part.is_empty() => part.clone_into(&mut id),
            (Some(part), Some(wanted)) if part == wanted => {}
            _ => return None,
        }
    }
}

fn other_use_of(key: &str) -> ApiError {
    let message = format!(
        "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other \
         than '{key}' if you meant to execute a different request."
    );
    ApiError::new(400, "idempotency_error", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart_by_its_pattern() {
        assert_eq!(id_in("/v1/customers/cus_1", "/v1/customers/{id}").as_deref(), Some("cus_1"));
        assert_eq!(id_in("/v1/customers", "/v1/customers").as_deref(), Some(""));
        assert_eq!(id_in("/v1/customers/", "/v1/customers/{id}"), None);
        assert_eq!(id_in("/v1/customers/a/b", "/v1/customers/{id}"), None);
        assert_eq!(id_in("/v1/checkout/sessions/a/expire", "/v1/checkout/sessions/{id}/expire").as_deref(), Some("a"));
    }

    #[test]
    fn no_two_calls_have_one_address() {
        let routes: Vec<_> = ROUTES.iter().copied().flatten().map(|route| (route.method, route.path)).collect();
        let different: std::collections::BTreeSet<_> = routes.iter().collect();
        assert_eq!(routes.len(), different.len());
    }
}
