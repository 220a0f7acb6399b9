//! Plans that were bought here. The first month is paid by the session; nothing renews it, so that it ends with that month.

use std::time::Duration;

use credits::{AccountId, Timestamp};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use rusqlite::{OptionalExtension, Row, Transaction, named_params};

use super::rows::{self, SessionRow};
use crate::{SessionId, SubscriptionId, SubscriptionState, columns};

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

pub(super) fn insert(tx: &Transaction<'_>, session: &SessionRow, row: &SubscriptionRow) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO billing_test_subscriptions (id, session, account, started_at_us, period_ends_at_us, canceled_at_us)
         VALUES (:id, :session, :account, :started_at, :period_ends_at, :canceled_at)",
    )?
    .execute(named_params! {
        ":id": row.id.as_str(),
        ":session": session.id.as_str(),
        ":account": session.account.0.as_bytes(),
        ":started_at": row.started_at.0,
        ":period_ends_at": row.period_ends_at.0,
        ":canceled_at": row.canceled_at.map(|at| at.0),
    })
    .map(|_| ())
}

/// The account's subscriptions with the sessions that bought them, newest first.
pub(super) fn of_account(
    tx: &Transaction<'_>,
    account: AccountId,
) -> rusqlite::Result<Vec<(SubscriptionRow, SessionRow)>> {
    let mut statement = tx.prepare_cached(
        "SELECT * FROM billing_test_subscriptions WHERE account = :account ORDER BY started_at_us DESC, rowid DESC",
    )?;
    let found = statement.query_map(named_params! { ":account": account.0.as_bytes() }, from_row)?;
    let mut plans = Vec::new();
    for row in found {
        let (subscription, session) = row?;
        let session = rows::find(tx, &session)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        plans.push((subscription, session));
    }
    Ok(plans)
}

/// The account's subscription of that id: someone else's is none.
pub(super) fn find_owned(
    tx: &Transaction<'_>,
    account: AccountId,
    id: &SubscriptionId,
) -> rusqlite::Result<Option<SubscriptionRow>> {
    tx.prepare_cached("SELECT * FROM billing_test_subscriptions WHERE id = :id AND account = :account")?
        .query_row(named_params! { ":id": id.as_str(), ":account": account.0.as_bytes() }, from_row)
        .optional()
        .map(|found| found.map(|(subscription, _)| subscription))
}

pub(super) fn mark_canceled(tx: &Transaction<'_>, id: &SubscriptionId, at: Timestamp) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "UPDATE billing_test_subscriptions SET canceled_at_us = :at WHERE id = :id AND canceled_at_us IS NULL",
    )?
    .execute(named_params! { ":id": id.as_str(), ":at": at.0 })
    .map(|_| ())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<(SubscriptionRow, SessionId)> {
    let subscription = SubscriptionRow {
        id: SubscriptionId::new(row.get::<_, String>("id")?).map_err(columns::wrong)?,
        started_at: columns::timestamp(row, "started_at_us")?,
        period_ends_at: columns::timestamp(row, "period_ends_at_us")?,
        canceled_at: row.get::<_, Option<i64>>("canceled_at_us")?.map(Timestamp),
    };
    let session = SessionId::new(row.get::<_, String>("session")?).map_err(columns::wrong)?;
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
