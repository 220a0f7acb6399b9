//! Plans that were bought here. The first month is paid by the session; nothing renews it, so that it ends with that month.

use std::time::Duration;

use credits::{AccountId, Timestamp};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use ledger::StorageError;
use ledger::database::{Row, Transaction, unreadable};

use super::rows::{self, SessionRow};
use crate::{SessionId, SubscriptionId, SubscriptionState};

/// The longest month, for a moment that no calendar reaches.
const LONGEST_MONTH: Duration = Duration::from_secs(31 * 24 * 60 * 60);

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

/// The same time of day a calendar month later, in UTC; on the last day of a month that has no such day.
pub(super) fn month_after(at: Timestamp) -> Timestamp {
    let later = jiff::Timestamp::from_microsecond(at.0)
        .and_then(|at| at.to_zoned(TimeZone::UTC).checked_add(1.month()))
        .map(|later| Timestamp(later.timestamp().as_microsecond()));
    later.unwrap_or_else(|_| at.after(LONGEST_MONTH))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
    }

    #[test]
    fn a_month_is_a_calendar_month() {
        let rows = [
            ("2026-01-15T08:30:00Z", "2026-02-15T08:30:00Z"),
            ("2026-01-31T23:59:59Z", "2026-02-28T23:59:59Z"),
            ("2028-01-31T00:00:00Z", "2028-02-29T00:00:00Z"),
            ("2026-12-31T12:00:00Z", "2027-01-31T12:00:00Z"),
        ];
        for (bought, ends) in rows {
            assert_eq!(month_after(at(bought)), at(ends), "{bought}");
        }
    }

    #[test]
    fn a_month_from_the_end_of_time_does_not_wrap() {
        assert_eq!(month_after(Timestamp(i64::MAX)), Timestamp(i64::MAX));
    }
}
