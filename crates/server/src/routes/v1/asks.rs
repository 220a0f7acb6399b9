//! From a body to a command and back to an answer: the same for a request of its own and for an item of a batch.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use credits::decide::{Command, Verb, Verdict};
use credits::{AccountId, IdempotencyKey};
use uuid::Uuid;
use wire::Done;

use super::hold_name::HoldName;
use super::names::Names;
use crate::App;
use crate::extract::{Fields, Intent};
use crate::problem::{Refused, not_done};
use crate::routes::replayed;

/// What a write is about: the account of the address, or the hold.
pub(super) trait Target: Copy {
    /// The field of a batch's item that names it.
    const FIELD: &'static str;
    /// What that field must be.
    const ALLOWED: &'static str;

    /// What a word names.
    fn parse(text: &str) -> Option<Self>;

    /// Whose credits it is about.
    fn account(self) -> AccountId;
}

impl Target for AccountId {
    const FIELD: &'static str = "account";
    const ALLOWED: &'static str = "the id of an account, a UUID";

    fn parse(text: &str) -> Option<Self> {
        Uuid::parse_str(text).ok().map(Self)
    }

    fn account(self) -> AccountId {
        self
    }
}

impl Target for HoldName {
    const FIELD: &'static str = "hold";
    const ALLOWED: &'static str = "the `hold` of an earlier answer";

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }

    fn account(self) -> AccountId {
        self.account
    }
}

/// A body that asks the ledger for something.
pub(super) trait Asks: Fields {
    /// What it is about.
    type On: Target;
    /// The status when it was done.
    const STATUS: StatusCode;

    /// What the ledger is asked, or everything that is wrong between the fields.
    fn verb(self, on: Self::On, names: Names, app: &App) -> Result<Verb, Refused>;

    /// The command of an intent.
    fn command(self, on: Self::On, key: &IdempotencyKey, app: &App) -> Result<Command, Refused> {
        let account = on.account();
        let verb = self.verb(on, Names::of(account, key), app)?;
        Ok(Command { account, verb })
    }
}

/// Has one intent done.
pub(super) async fn answer<T: Asks>(app: &App, on: T::On, intent: Intent<T>) -> Result<Response, Refused> {
    let command = intent.body.command(on, &intent.key, app)?;
    let done = app.ledger.execute(command).await;
    let verdict = done.map_err(|error| not_done(error, &app.catalog))?;
    Ok((T::STATUS, replayed(verdict.is_replay), Json(done_for(on.account(), verdict))).into_response())
}

/// What is said of something that was done.
pub(super) fn done_for(account: AccountId, verdict: Verdict) -> Done {
    let answer = verdict.answer;
    let hold = answer.hold.map(|hold| HoldName { account, hold }.text());
    Done { amount: answer.amount, hold, balance: answer.balance.into() }
}
