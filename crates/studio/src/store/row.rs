//! A row of the store as a record and back. A value that no version of the studio wrote fails loudly.

use credits::{Credits, IdempotencyKey, Request};
use ledger::StorageError;
use ledger::database::{FromValue, Row, unreadable};

use crate::Asset;
use crate::generators::Role;
use crate::record::{HoldReturn, Record, Stage};

/// The columns that [`record`] reads.
pub(super) const COLUMNS: &str = "account, id, key, fingerprint, kind, model, prompt, aspect_ratio, seconds, operation, \
    cost_credits, seed, created_at_us, state, revision, started_at_us, lease_until_us, ended_at_us, reason, hold_return, \
    attempt, leases_lost";

/// A stage as columns.
pub(super) struct StageColumns<'a> {
    pub state: &'static str,
    pub started_at_us: Option<i64>,
    pub lease_until_us: Option<i64>,
    pub ended_at_us: Option<i64>,
    pub reason: Option<&'a str>,
    pub hold_return: Option<&'static str>,
}

/// A column that cannot be empty in the row's state, though the schema lets it be empty in others.
fn present<T: FromValue>(row: &Row, column: &str) -> Result<T, StorageError> {
    row.get::<Option<T>>(column)?.ok_or_else(|| unreadable(column, "empty in a state that needs it"))
}

/// Reads a record; its files come from their own table.
pub(super) fn record(
    row: &Row,
    assets: impl FnOnce() -> Result<Vec<Asset>, StorageError>,
) -> Result<Record, StorageError> {
    let request = Request {
        kind: row.parse("kind", |word: String| word.parse())?,
        model: row.get("model")?,
        prompt: row.get("prompt")?,
        aspect_ratio: row.parse("aspect_ratio", |word: String| word.parse())?,
        seconds: row.get("seconds")?,
    };
    Ok(Record {
        account: row.get("account")?,
        id: row.get("id")?,
        key: row.parse("key", |text: String| IdempotencyKey::new(text))?,
        fingerprint: row.get("fingerprint")?,
        request,
        operation: row.get("operation")?,
        cost: row.parse("cost_credits", Credits::new)?,
        seed: row.get::<i64>("seed")?.cast_unsigned(),
        created_at: row.get("created_at_us")?,
        stage: stage(row, assets)?,
        revision: row.get("revision")?,
        attempt: row.get("attempt")?,
        leases_lost: row.get("leases_lost")?,
    })
}

fn stage(row: &Row, assets: impl FnOnce() -> Result<Vec<Asset>, StorageError>) -> Result<Stage, StorageError> {
    let at = || present(row, "ended_at_us");
    let started_at = || present(row, "started_at_us");
    Ok(match row.get::<String>("state")?.as_str() {
        "accepted" => Stage::Accepted,
        "queued" => Stage::Queued,
        "running" => Stage::Running { started_at: started_at()?, lease_until: present(row, "lease_until_us")? },
        "stored" => Stage::Stored { started_at: started_at()?, assets: assets()? },
        "succeeded" => Stage::Succeeded { at: at()?, assets: assets()? },
        "failed" => Stage::Failed { at: at()?, reason: present(row, "reason")?, hold_return: hold_return(row)? },
        "cancelled" => Stage::Cancelled { at: at()?, hold_return: hold_return(row)? },
        unknown => return Err(unreadable("state", format!("`{unknown}` is no state"))),
    })
}

fn hold_return(row: &Row) -> Result<HoldReturn, StorageError> {
    match present::<String>(row, "hold_return")?.as_str() {
        "owed" => Ok(HoldReturn::Owed),
        "done" => Ok(HoldReturn::Done),
        unknown => Err(unreadable("hold_return", format!("`{unknown}` is neither owed nor done"))),
    }
}

/// Reads a file's row.
pub(super) fn asset(row: &Row) -> Result<Asset, StorageError> {
    let role = match row.get::<String>("role")?.as_str() {
        "picture" => Role::Picture,
        "clip" => Role::Clip,
        "poster" => Role::Poster,
        unknown => return Err(unreadable("role", format!("`{unknown}` is no role"))),
    };
    Ok(Asset {
        role,
        media_type: row.get("media_type")?,
        width_px: row.get("width_px")?,
        height_px: row.get("height_px")?,
        bytes_len: row.get::<i64>("bytes_len")?.cast_unsigned(),
        file: row.get("file")?,
    })
}

/// The word for a role in the store.
pub(super) const fn role_word(role: Role) -> &'static str {
    match role {
        Role::Picture => "picture",
        Role::Clip => "clip",
        Role::Poster => "poster",
    }
}

/// A stage as columns; its files go to their own table.
pub(super) fn stage_columns(stage: &Stage) -> StageColumns<'_> {
    let empty = |state| StageColumns {
        state,
        started_at_us: None,
        lease_until_us: None,
        ended_at_us: None,
        reason: None,
        hold_return: None,
    };
    let word = |hold_return: &HoldReturn| match hold_return {
        HoldReturn::Owed => Some("owed"),
        HoldReturn::Done => Some("done"),
    };
    match stage {
        Stage::Accepted => empty("accepted"),
        Stage::Queued => empty("queued"),
        Stage::Running { started_at, lease_until } => {
            StageColumns { started_at_us: Some(started_at.0), lease_until_us: Some(lease_until.0), ..empty("running") }
        }
        Stage::Stored { started_at, .. } => StageColumns { started_at_us: Some(started_at.0), ..empty("stored") },
        Stage::Succeeded { at, .. } => StageColumns { ended_at_us: Some(at.0), ..empty("succeeded") },
        Stage::Failed { at, reason, hold_return } => StageColumns {
            ended_at_us: Some(at.0),
            reason: Some(reason),
            hold_return: word(hold_return),
            ..empty("failed")
        },
        Stage::Cancelled { at, hold_return } => {
            StageColumns { ended_at_us: Some(at.0), hold_return: word(hold_return), ..empty("cancelled") }
        }
    }
}
