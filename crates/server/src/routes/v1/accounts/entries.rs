//! `GET /v1/accounts/{account}/entries`: what happened to an account, newest first.

use axum::Json;
use axum::extract::State;
use credits::AccountId;
use serde::Deserialize;
use wire::{Entry, List};

use crate::App;
use crate::extract::{ApiKey, Asked, At};
use crate::problem::Refused;
use crate::routes::v1::hold_name::HoldName;

/// How many entries a page has.
const PAGE: usize = 100;

/// Where a page begins.
#[derive(Deserialize)]
pub(crate) struct From {
    cursor: Option<String>,
}

/// One page of its entries. The cursor is the version of the last one that was seen.
pub(crate) async fn entries(
    State(app): State<App>,
    _caller: ApiKey,
    At(account): At<AccountId>,
    Asked(From { cursor }): Asked<From>,
) -> Result<Json<List<Entry>>, Refused> {
    let before = cursor.map(|text| version(&text)).transpose()?;
    let found = app.ledger.entries(account, before, PAGE + 1).await?;
    let next_cursor = found.get(PAGE).and_then(|_| found.get(PAGE - 1)).map(|last| last.version.to_string());
    let items = found.into_iter().take(PAGE).map(shown).collect();
    Ok(Json(List { items, next_cursor }))
}

/// Versions are as large as the store's whole numbers at most.
fn version(text: &str) -> Result<u64, Refused> {
    let version = text.parse::<u64>().ok().filter(|version| i64::try_from(*version).is_ok());
    let wrong = "`cursor` must be the `next_cursor` of an earlier answer.";
    version.ok_or_else(|| Refused::invalid_field("cursor", wrong))
}

fn shown(entry: credits::decide::Entry) -> Entry {
    let account = entry.account;
    Entry {
        version: entry.version,
        at: entry.at.into(),
        kind: entry.kind,
        available_delta: entry.available_delta,
        held_delta: entry.held_delta,
        hold: entry.hold.map(|hold| HoldName { account, hold }.text()),
        source: entry.source,
        note: entry.note,
    }
}
