//! Plans that were bought here. The first month is paid by the session; nothing renews it, so that it ends with that month.

use credits::{AccountId, Timestamp};
use ledger::StorageError;
use ledger::database::{Row, Transaction, unreadable};

use super::rows::{self, SessionRow};
use crate::{InvoiceId, SessionId, SubscriptionId, SubscriptionState};

/// One subscription, without what its session says of it.
#[derive(Debug, Clone)]
pub(super) struct SubscriptionRow {
    pub id: SubscriptionId,
    pub started_at: Timestamp,
    pub period_ends_at: Timestamp,
    pub canceled_at: Option<Timestamp>,
}

impl SubscriptionRow {
    /// How it stands at a moment.
    pub fn state_at(&self, now: Timestamp) -> SubscriptionState {
        let end = self.period_ends_at;
        match self.canceled_at {
            Some(_) | None if now >= end => SubscriptionState::Ended { ended_at: end },
            Some(_) => SubscriptionState::Canceling { ends_at: end },
            None => SubscriptionState::Active { renews_at: end },
        }
    }
}

pub(super) fn insert(tx: &Transaction<'_>, session: &SessionRow, row: &SubscriptionRow) -> Result<(), StorageError> {
    tx.execute("INSERT INTO billing_test_subscriptions (id, session, account, started_at_us, period_ends_at_us, canceled_at_us)
         VALUES (:id, :session, :account, :started_at, :period_ends_at, :canceled_at)", &[("id", &row.id.as_str()), ("session", &session.id.as_str()), ("account", &session.account), ("started_at", &row.started_at), ("period_ends_at", &row.period_ends_at), ("canceled_at", &row.canceled_at.map(|at| at.0))]).map(drop)
}

/// The account's subscriptions with the sessions that bought them, newest first.
pub(super) fn of_account(
    tx: &Transaction<'_>,
    account: AccountId,
) -> Result<Vec<(SubscriptionRow, SessionRow)>, StorageError> {
    let sql = "SELECT * FROM billing_test_subscriptions WHERE account = :account ORDER BY started_at_us DESC, id DESC";
    let with_session = |row: &Row| {
        let (subscription, session) = from_row(row)?;
        let found = rows::find(tx, &session)?;
        let session = found.ok_or_else(|| unreadable("session", "there is no such session"))?;
        Ok((subscription, session))
    };
    tx.query(sql, &[("account", &account)])?.iter().map(with_session).collect()
}

/// The subscription whose first month an invoice is for, with the session that bought it.
pub(super) fn find_by_invoice(
    tx: &Transaction<'_>,
    invoice: &InvoiceId,
) -> Result<Option<(SubscriptionRow, SessionRow, InvoiceId)>, StorageError> {
    let found = tx.find(
        "SELECT * FROM billing_test_subscriptions
         WHERE session = (SELECT id FROM billing_test_sessions WHERE invoice = :invoice)",
        &[("invoice", &invoice.as_str())],
    )?;
    let Some(row) = found else { return Ok(None) };
    let (subscription, session) = from_row(&row)?;
    let session = rows::find(tx, &session)?.ok_or_else(|| unreadable("session", "there is no such session"))?;
    Ok(Some((subscription, session, invoice.clone())))
}

/// The account's subscription of that id: someone else's is none.
pub(super) fn find_owned(
    tx: &Transaction<'_>,
    account: AccountId,
    id: &SubscriptionId,
) -> Result<Option<SubscriptionRow>, StorageError> {
    tx.find(
        "SELECT * FROM billing_test_subscriptions WHERE id = :id AND account = :account",
        &[("id", &id.as_str()), ("account", &account)],
    )?
    .as_ref()
    .map(from_row)
    .transpose()
    .map(|found| found.map(|(subscription, _)| subscription))
}

pub(super) fn mark_canceled(tx: &Transaction<'_>, id: &SubscriptionId, at: Timestamp) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_test_subscriptions SET canceled_at_us = :at WHERE id = :id AND canceled_at_us IS NULL",
        &[("id", &id.as_str()), ("at", &at)],
    )
    .map(drop)
}

fn from_row(row: &Row) -> Result<(SubscriptionRow, SessionId), StorageError> {
    let subscription = SubscriptionRow {
        id: row.parse("id", |id: String| SubscriptionId::new(id))?,
        started_at: row.get("started_at_us")?,
        period_ends_at: row.get("period_ends_at_us")?,
        canceled_at: row.get("canceled_at_us")?,
    };
    let session = row.parse("session", |id: String| SessionId::new(id))?;
    Ok((subscription, session))
}
