//! `POST /v1/accounts/{account}/deposits`: credits come in.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use credits::AccountId;
use credits::decide::{Source, Verb};
use wire::{DepositRequest, Time};

use crate::App;
use crate::extract::{ApiKey, At, Field, Fields, Intent, field, optional};
use crate::problem::Refused;
use crate::routes::v1::asks::{Asks, answer};
use crate::routes::v1::limits::{AMOUNT, Amount, Note};
use crate::routes::v1::names::Names;

/// Adds credits; the same intent adds them once.
pub(crate) async fn deposit(
    State(app): State<App>,
    _caller: ApiKey,
    At(account): At<AccountId>,
    intent: Intent<DepositRequest>,
) -> Result<Response, Refused> {
    answer(&app, account, intent).await
}

impl Asks for DepositRequest {
    type On = AccountId;
    const STATUS: StatusCode = StatusCode::CREATED;

    fn verb(self, _on: AccountId, names: Names, _app: &App) -> Result<Verb, Refused> {
        let Self { amount, source, note, expires_at } = self;
        Ok(Verb::Deposit { key: names.key, amount, source, note, expires_at: expires_at.map(|time| time.0) })
    }
}

impl Fields for DepositRequest {
    const FIELDS: &'static [Field] = &[
        field::<Amount>("amount", AMOUNT),
        field::<Source>("source", "one of `pack`, `plan`, `grant`"),
        optional::<Note>("note", "a text of at most 500 characters on one line"),
        optional::<Option<Time>>("expires_at", "a time in UTC, like `2026-11-22T17:00:00Z`"),
    ];
}
