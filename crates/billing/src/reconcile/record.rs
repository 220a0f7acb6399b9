//! How far a comparison has come.

use credits::Timestamp;
use ledger::StorageError;
use ledger::database::Transaction;

use crate::Listed;

/// A comparison that is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pass {
    pub since: Timestamp,
    pub started_at: Timestamp,
    /// Where it goes on; `None` at the beginning.
    pub after: Option<String>,
}

/// Goes on with the comparison that was interrupted, if it began early enough; otherwise begins a new one.
pub(super) fn begin(
    tx: &Transaction<'_>,
    gateway: &str,
    listed: Listed,
    since: Timestamp,
    now: Timestamp,
) -> Result<Pass, StorageError> {
    let found = tx.find(
        "SELECT since_us, after_id, started_at_us FROM billing_reconciliations
         WHERE gateway = :gateway AND listed = :listed AND finished_at_us IS NULL AND after_id IS NOT NULL AND since_us <= :since",
        &[("gateway", &gateway), ("listed", &listed.as_str()), ("since", &since)],
    )?;
    if let Some(row) = found {
        let (since, started_at) = (row.get("since_us")?, row.get("started_at_us")?);
        return Ok(Pass { since, started_at, after: row.get("after_id")? });
    }
    tx.execute(
        "INSERT INTO billing_reconciliations (gateway, listed, since_us, after_id, started_at_us, finished_at_us)
         VALUES (:gateway, :listed, :since, NULL, :now, NULL)
         ON CONFLICT (gateway, listed)
         DO UPDATE SET since_us = :since, after_id = NULL, started_at_us = :now, finished_at_us = NULL",
        &[("gateway", &gateway), ("listed", &listed.as_str()), ("since", &since), ("now", &now)],
    )?;
    Ok(Pass { since, started_at: now, after: None })
}

/// Writes down where the comparison goes on, or that it is finished.
pub(super) fn go_on(
    tx: &Transaction<'_>,
    gateway: &str,
    listed: Listed,
    after: Option<&str>,
    now: Timestamp,
) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_reconciliations SET after_id = :after, finished_at_us = :finished_at
         WHERE gateway = :gateway AND listed = :listed",
        &[
            ("gateway", &gateway),
            ("listed", &listed.as_str()),
            ("after", &after),
            ("finished_at", &after.is_none().then_some(now.0)),
        ],
    )
    .map(drop)
}
