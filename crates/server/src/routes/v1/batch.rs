//! `POST /v1/batch`: many writes in one call, each with its own answer. They go to the ledger together and share a durable write; one that is
//! refused does not stop those after it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use credits::decide::Command;
use credits::{AccountId, IdempotencyKey};
use ledger::{LedgerError, StorageError};
use serde::Deserialize;
use serde_json::{Map, Value};
use wire::{
    BatchAnswer, BatchAnswers, BatchBody, DepositRequest, ExtendRequest, FieldError, HoldRequest, ReleaseRequest,
    SettleRequest,
};

use super::asks::{Asks, Target, done_for};
use crate::App;
use crate::edge::RequestId;
use crate::extract::{ApiKey, Field, Fields, Sent, checked, read};
use crate::problem::{Refused, not_done};

/// The most items of one call.
const ITEMS_MAX: usize = 1_000;

/// The most bytes of one call: room for as many items, each with a long key and note.
const BYTES_MAX: usize = 4 * 1024 * 1024;

/// Body of `POST /v1/batch`. Each item is judged for itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Batch {
    items: Vec<Value>,
}

impl Fields for Batch {
    const FIELDS: &'static [Field] = &[checked("items", "a list of 1 to 1,000 items", |value| {
        value.as_array().is_some_and(|items| (1..=ITEMS_MAX).contains(&items.len()))
    })];

    fn bytes_max(app: &App) -> usize {
        app.settings.body_bytes_max.max(BYTES_MAX)
    }
}

/// What an item comes to: its place among the commands with its status when it is done, or why it is none.
type Judged = Result<(AccountId, StatusCode), Refused>;

/// Does every item that can be done, in their order.
pub(crate) async fn batch(
    State(app): State<App>,
    _caller: ApiKey,
    Extension(request): Extension<RequestId>,
    Sent(batch): Sent<Batch>,
) -> Result<Json<BatchAnswers>, Refused> {
    let mut commands = Vec::with_capacity(batch.items.len());
    let mut judged: Vec<Judged> = Vec::with_capacity(batch.items.len());
    for item in batch.items {
        judged.push(command(item, &app).map(|(command, status)| {
            let account = command.account;
            commands.push(command);
            (account, status)
        }));
    }
    let mut outcomes = app.ledger.execute_all(commands).await?.into_iter();
    let answers = judged.into_iter().map(|item| {
        let done = item.and_then(|(account, status)| {
            // There is an outcome for each command.
            let outcome = outcomes
                .next()
                .unwrap_or_else(|| Err(LedgerError::Unavailable(StorageError::unavailable("no outcome"))));
            outcome.map(|verdict| (account, status, verdict)).map_err(|error| not_done(error, &app.catalog))
        });
        match done {
            Ok((account, status, verdict)) => BatchAnswer {
                status: status.as_u16(),
                replayed: verdict.is_replay,
                retry_after_seconds: None,
                body: BatchBody::Done(done_for(account, verdict)),
            },
            Err(refused) => refusal(&refused, request.as_str()),
        }
    });
    Ok(Json(BatchAnswers { answers: answers.collect() }))
}

fn refusal(refused: &Refused, request_id: &str) -> BatchAnswer {
    let problem = refused.problem(request_id);
    BatchAnswer {
        status: problem.status,
        replayed: false,
        retry_after_seconds: refused.retry_after_seconds(),
        body: BatchBody::Problem(Box::new(problem)),
    }
}

/// The command of an item, and its status when it is done.
fn command(item: Value, app: &App) -> Result<(Command, StatusCode), Refused> {
    let Value::Object(mut item) = item else {
        return Err(Refused::invalid_field("", "An item must be a JSON object."));
    };
    let verb = item.remove("do");
    match verb.as_ref().and_then(Value::as_str) {
        Some("deposit") => asked::<DepositRequest>(item, app),
        Some("hold") => asked::<HoldRequest>(item, app),
        Some("settle") => asked::<SettleRequest>(item, app),
        Some("release") => asked::<ReleaseRequest>(item, app),
        Some("extend") => asked::<ExtendRequest>(item, app),
        Some(_) | None => {
            let detail = "`do` must be one of `deposit`, `hold`, `settle`, `release`, `extend`.";
            Err(Refused::invalid_field("/do", detail))
        }
    }
}

/// The command of an item of a kind, or everything that is wrong with it.
fn asked<T: Asks>(mut item: Map<String, Value>, app: &App) -> Result<(Command, StatusCode), Refused> {
    let key =
        take(&mut item, "key", "a key of 1 to 255 visible ASCII characters", |text| IdempotencyKey::new(text).ok());
    let on = take(&mut item, T::On::FIELD, T::On::ALLOWED, T::On::parse);
    let body = read::<T>(Value::Object(item), app);
    match (key, on, body) {
        (Ok(key), Ok(on), Ok(body)) => Ok((body.command(on, &key, app)?, T::STATUS)),
        (key, on, body) => {
            let named = key.err().into_iter().chain(on.err());
            Err(Refused::invalid(named.chain(body.err().into_iter().flatten()).collect()))
        }
    }
}

/// Takes a field out of an item.
fn take<T>(
    item: &mut Map<String, Value>,
    name: &str,
    allowed: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, FieldError> {
    let wrong = |what: &str| FieldError { pointer: format!("/{name}"), detail: format!("`{name}` {what} {allowed}.") };
    match item.remove(name) {
        None => Err(wrong("is missing. It must be")),
        Some(Value::String(text)) => parse(&text).ok_or_else(|| wrong("must be")),
        Some(_) => Err(wrong("must be")),
    }
}
