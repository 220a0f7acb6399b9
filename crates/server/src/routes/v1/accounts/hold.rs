//! `POST /v1/accounts/{account}/holds`: credits are set aside before an operation starts.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use credits::decide::Verb;
use credits::{AccountId, Catalog, Quote};
use serde_json::{Map, Value};
use wire::{FieldError, HoldRequest};

use crate::App;
use crate::extract::{ApiKey, At, Field, Fields, Intent, field, optional};
use crate::problem::{Refused, wrong_field};
use crate::routes::v1::asks::{Asks, answer};
use crate::routes::v1::limits::{AMOUNT, Amount, EXPIRES_IN, ExpiresIn, Operation};
use crate::routes::v1::names::Names;

/// Sets credits aside if there are enough; the same intent does so once.
pub(crate) async fn hold(
    State(app): State<App>,
    _caller: ApiKey,
    At(account): At<AccountId>,
    intent: Intent<HoldRequest>,
) -> Result<Response, Refused> {
    answer(&app, account, intent).await
}

impl Asks for HoldRequest {
    type On = AccountId;
    const STATUS: StatusCode = StatusCode::CREATED;

    fn verb(self, _on: AccountId, names: Names, app: &App) -> Result<Verb, Refused> {
        let lifetime = Duration::from_secs(self.expires_in_seconds.into());
        let Quote { cost, operation } = price(self, &app.catalog).map_err(Refused::invalid)?;
        let Names { key, hold } = names;
        Ok(Verb::Hold { key, hold, amount: cost, operation, expires_at: app.ledger.now().after(lifetime) })
    }
}

/// What is set aside and what for: as it is said, or as the catalog has it.
fn price(asked: HoldRequest, catalog: &Catalog) -> Result<Quote, Vec<FieldError>> {
    let wrong = wrong_together(
        asked.amount.is_some(),
        asked.model.as_deref(),
        asked.seconds.is_some(),
        asked.operation.is_some(),
    );
    let model = asked.model.as_deref().map(|id| catalog.model(id).ok_or_else(|| unknown_model(id))).transpose();
    let quoted = match model {
        Ok(model) => model
            .map(|model| model.quote(asked.seconds.unwrap_or(0)))
            .transpose()
            .map_err(|refusal| wrong_field(&refusal)),
        Err(error) => Err(error),
    };
    match (quoted, asked.amount, asked.operation) {
        (Ok(Some(quote)), None, operation) if wrong.is_empty() => {
            Ok(Quote { operation: operation.unwrap_or(quote.operation), ..quote })
        }
        (Ok(None), Some(cost), Some(operation)) if wrong.is_empty() => Ok(Quote { cost, operation }),
        (Ok(_), _, _) => Err(wrong),
        (Err(error), _, _) => Err([wrong, vec![error]].concat()),
    }
}

/// What is wrong between the fields: either an amount with its operation, or a model with its seconds.
fn wrong_together(has_amount: bool, model: Option<&str>, has_seconds: bool, has_operation: bool) -> Vec<FieldError> {
    let wrong = |pointer: &str, detail: &str| FieldError { pointer: pointer.to_owned(), detail: detail.to_owned() };
    let mut all = Vec::new();
    match (has_amount, model.is_some()) {
        (false, false) => {
            all.push(wrong("/amount", "`amount` is missing, and so is a `model` of the catalog. Send one of the two."))
        }
        (true, true) => all.push(wrong("/amount", "`amount` and `model` cannot stand together. Send one of the two.")),
        (true, false) | (false, true) => {}
    }
    if model.is_none() && has_seconds {
        all.push(wrong("/seconds", "`seconds` says how long a clip of a `model` lasts, and there is none."));
    }
    if model.is_none() && !has_operation {
        all.push(wrong("/operation", "`operation` is missing. Say what the credits are for."));
    }
    all
}

fn unknown_model(id: &str) -> FieldError {
    FieldError { pointer: "/model".to_owned(), detail: format!("The catalog has no model `{id}`.") }
}

impl Fields for HoldRequest {
    const FIELDS: &'static [Field] = &[
        optional::<Option<Amount>>("amount", AMOUNT),
        optional::<Option<String>>("model", "the id of a model in the catalog"),
        optional::<Option<u32>>("seconds", "a whole number of seconds"),
        optional::<Option<Operation>>("operation", "a text of 1 to 200 characters on one line"),
        field::<ExpiresIn>("expires_in_seconds", EXPIRES_IN),
    ];

    /// Asks the rules between the fields, with each field that is there and wrong taken for one that is right.
    fn wrong_values(object: &Map<String, Value>, app: &App) -> Vec<FieldError> {
        let is_there = |name: &str| object.get(name).is_some_and(|value| !value.is_null());
        let model = object.get("model").and_then(Value::as_str);
        let stands_in = model.or_else(|| is_there("model").then_some(""));
        let mut wrong = wrong_together(is_there("amount"), stands_in, is_there("seconds"), is_there("operation"));
        let seconds = match object.get("seconds") {
            None | Some(Value::Null) => Some(0),
            Some(value) => value.as_u64().and_then(|seconds| u32::try_from(seconds).ok()),
        };
        match model.map(|id| (id, app.catalog.model(id))) {
            Some((id, None)) => wrong.push(unknown_model(id)),
            Some((_, Some(model))) => {
                let refusal = seconds.and_then(|seconds| model.quote(seconds).err());
                wrong.extend(refusal.as_ref().map(wrong_field));
            }
            None => {}
        }
        wrong
    }
}
