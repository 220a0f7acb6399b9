//! Make things happen over HTTP: the same as [`crate::Control`], for other processes and for the buttons of the overview.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::control::Control;
use crate::errors::ControlError;
use crate::faults::{Failure, Faults};
use crate::purchases::Purchase;
use crate::settings::Endpoint;
use crate::shared::Shared;

/// The arguments of all verbs; each takes those that it needs.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Arguments {
    id: Option<String>,
    price: Option<String>,
    amount_minor: Option<i64>,
    seconds: Option<i64>,
    calls: Option<usize>,
    failure: Option<Failure>,
    url: Option<String>,
    secrets: Vec<String>,
    enabled_events: Option<Vec<String>>,
}

/// Why a verb was not done.
#[derive(Debug)]
enum Trouble {
    /// There is no such verb.
    UnknownVerb,
    /// An argument is missing, or there are some that nobody knows.
    Arguments(String),
    /// The stand-in refused.
    Refused(ControlError),
}

impl From<ControlError> for Trouble {
    fn from(error: ControlError) -> Self {
        Self::Refused(error)
    }
}

impl Arguments {
    fn id(&self) -> Result<&str, Trouble> {
        self.id.as_deref().ok_or_else(|| missing("id"))
    }
}

/// Answers `POST /_stand_in/{verb}`.
pub(crate) async fn verb(
    State(shared): State<Arc<Shared>>,
    Path(verb): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let control = Control::new(shared);
    let is_form = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let arguments = if is_form { of_form(&body) } else { of_json(&body) };
    let done = match arguments {
        Ok(arguments) => act(&control, &verb, &arguments).await,
        Err(trouble) => Err(trouble),
    };
    match done {
        // A button of the overview leads back to it.
        Ok(_) if is_form => Redirect::to("/").into_response(),
        Ok(value) => Json(value).into_response(),
        Err(trouble) => trouble.into_response(),
    }
}

/// Answers `GET /_stand_in/faults`.
pub(crate) async fn faults(State(shared): State<Arc<Shared>>) -> Json<Faults> {
    Json(Control::new(shared).faults())
}

/// Answers `POST /_stand_in/faults`: what is left out is as if it had never been set.
pub(crate) async fn set_faults(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    match serde_json::from_slice(&body) {
        Ok(faults) => {
            Control::new(shared).set_faults(faults);
            Json(json!({})).into_response()
        }
        Err(error) => Trouble::Arguments(error.to_string()).into_response(),
    }
}

/// Answers `GET /_stand_in/purchases`.
pub(crate) async fn purchases(State(shared): State<Arc<Shared>>) -> Json<Vec<Purchase>> {
    Json(Control::new(shared).paid_and_returned())
}

async fn act(control: &Control, verb: &str, arguments: &Arguments) -> Result<Value, Trouble> {
    if let Some(done) = act_on_sessions_and_money(control, verb, arguments) {
        return done;
    }
    if let Some(done) = act_on_subscriptions(control, verb, arguments) {
        return done;
    }
    let done = match verb {
        "advance_clock" => {
            control.advance_clock(arguments.seconds.ok_or_else(|| missing("seconds"))?);
            json!({ "now": control.now_s() })
        }
        "redeliver" => nothing(control.redeliver(arguments.id()?))?,
        "replay_all_old_events" => json!({ "count": control.replay_all_old_events() }),
        "stop_deliveries" => {
            control.stop_deliveries();
            json!({})
        }
        "resume_deliveries" => {
            control.resume_deliveries();
            json!({})
        }
        "quiesce" => {
            control.quiesce().await;
            json!({})
        }
        "fail_next" => {
            let failure = arguments.failure.ok_or_else(|| missing("failure"))?;
            control.fail_next(arguments.calls.unwrap_or(1), failure);
            json!({})
        }
        "add_endpoint" => {
            let url = arguments.url.clone().ok_or_else(|| missing("url"))?;
            let enabled_events = arguments.enabled_events.clone().unwrap_or_else(|| vec!["*".to_owned()]);
            let endpoint = Endpoint { url, secrets: arguments.secrets.clone(), enabled_events };
            json!({ "id": control.add_endpoint(endpoint) })
        }
        "move_endpoint" => {
            let url = arguments.url.as_deref().ok_or_else(|| missing("url"))?;
            nothing(control.move_endpoint(arguments.id()?, url))?
        }
        "rotate_secrets" => nothing(control.rotate_secrets(arguments.id()?, &arguments.secrets))?,
        _ => return Err(Trouble::UnknownVerb),
    };
    Ok(done)
}

/// The verbs about sessions, charges, refunds and disputes; `None` for others.
fn act_on_sessions_and_money(control: &Control, verb: &str, arguments: &Arguments) -> Option<Result<Value, Trouble>> {
    let done = match verb {
        "pay" => on(arguments, &|id| made(control.pay(id))),
        "pay_by_transfer" => on(arguments, &|id| made(control.pay_by_transfer(id))),
        "transfer_arrives" => on(arguments, &|id| nothing(control.transfer_arrives(id))),
        "transfer_fails" => on(arguments, &|id| nothing(control.transfer_fails(id))),
        "decline" => on(arguments, &|id| nothing(control.decline(id))),
        "expire_session" => on(arguments, &|id| nothing(control.expire_session(id))),
        "refund" => on(arguments, &|id| made(control.refund(id, arguments.amount_minor).map(Some))),
        "refund_arrives" => on(arguments, &|id| nothing(control.refund_arrives(id))),
        "refund_fails" => on(arguments, &|id| nothing(control.refund_fails(id))),
        "open_dispute" => on(arguments, &|id| made(control.open_dispute(id).map(Some))),
        "win_dispute" => on(arguments, &|id| nothing(control.win_dispute(id))),
        "open_inquiry" => on(arguments, &|id| made(control.open_inquiry(id).map(Some))),
        "close_inquiry" => on(arguments, &|id| nothing(control.close_inquiry(id))),
        "lose_dispute" => on(arguments, &|id| nothing(control.lose_dispute(id))),
        "delete_customer" => on(arguments, &|id| nothing(control.delete_customer(id))),
        _ => return None,
    };
    Some(done)
}

/// The verbs about subscriptions and invoices; `None` for others.
fn act_on_subscriptions(control: &Control, verb: &str, arguments: &Arguments) -> Option<Result<Value, Trouble>> {
    let done = match verb {
        "renew" => on(arguments, &|id| made(control.renew(id).map(Some))),
        "renewal_fails" => on(arguments, &|id| made(control.renewal_fails(id).map(Some))),
        "retry_invoice" => on(arguments, &|id| nothing(control.retry_invoice(id))),
        "give_up_invoice" => on(arguments, &|id| nothing(control.give_up_invoice(id))),
        "void_invoice" => on(arguments, &|id| nothing(control.void_invoice(id))),
        "change_plan" => match arguments.price.as_deref() {
            Some(price) => on(arguments, &|id| made(control.change_plan(id, price))),
            None => Err(missing("price")),
        },
        "cancel_now" => on(arguments, &|id| nothing(control.cancel_now(id))),
        "cancel_at_period_end" => on(arguments, &|id| nothing(control.cancel_at_period_end(id))),
        "keep_plan" => on(arguments, &|id| nothing(control.keep_plan(id))),
        _ => return None,
    };
    Some(done)
}

fn on(arguments: &Arguments, act: &dyn Fn(&str) -> Result<Value, ControlError>) -> Result<Value, Trouble> {
    Ok(act(arguments.id()?)?)
}

/// The answer of a verb that makes something.
fn made(id: Result<Option<String>, ControlError>) -> Result<Value, ControlError> {
    id.map(|id| json!({ "id": id }))
}

/// The answer of a verb that makes nothing.
fn nothing(done: Result<(), ControlError>) -> Result<Value, ControlError> {
    done.map(|()| json!({}))
}

fn missing(name: &str) -> Trouble {
    Trouble::Arguments(format!("`{name}` is missing."))
}

fn of_json(body: &[u8]) -> Result<Arguments, Trouble> {
    if body.is_empty() {
        return Ok(Arguments::default());
    }
    serde_json::from_slice(body).map_err(|error| Trouble::Arguments(error.to_string()))
}

/// Fields of a form: numbers are numbers, and empty fields are left out.
fn of_form(body: &[u8]) -> Result<Arguments, Trouble> {
    let mut fields = Map::new();
    for (name, text) in form_urlencoded::parse(body).filter(|(_, text)| !text.is_empty()) {
        let value = match &*name {
            "amount_minor" | "seconds" | "calls" => {
                text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number))
            }
            _ => json!(text),
        };
        fields.insert(name.into_owned(), value);
    }
    serde_json::from_value(Value::Object(fields)).map_err(|error| Trouble::Arguments(error.to_string()))
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::UnknownVerb => (StatusCode::NOT_FOUND, "There is no such verb.".to_owned()),
            Self::Arguments(message) => (StatusCode::BAD_REQUEST, message),
            Self::Refused(error @ ControlError::NotFound { .. }) => (StatusCode::NOT_FOUND, error.to_string()),
            Self::Refused(error @ ControlError::Refused(_)) => (StatusCode::CONFLICT, error.to_string()),
        };
        (status, Json(json!({ "error": message }))).into_response()
    }
}
