//! Writes what a batch decided: one statement for what is new of a table and one for what changes, all of them on their way at once.

use credits::decide::{Hold, NewLot, Source};
use credits::{AccountId, Credits};
use uuid::Uuid;

use super::announce::announcements;
use super::connection::{Parameters, Session};
use super::failure::Failure;
use super::statements::{
    ADD_ENTRIES, ADD_HOLDS, ADD_KEYS, ADD_LOTS, ANNOUNCE, CHANGE_BALANCES, CHANGE_HOLDS, CHANGE_LOTS, SET_LAST_MOMENT,
};
use crate::StorageError;
use crate::store::columns::{end_to_sql, parts_to_sql, version_to_sql};
use crate::store::{EntryRow, HoldPath, LotRow, Writes};

/// Writes everything; the caller's transaction makes it all or nothing.
pub(super) async fn write(session: &Session, writes: &Writes) -> Result<(), Failure> {
    let holds = writes.holds.iter().map(|(path, row)| (path, &row.hold));
    let (new, changed): (Vec<_>, Vec<_>) =
        holds.partition(|(path, _)| writes.holds.get(*path).is_some_and(|row| row.is_new));
    let told = announcements(writes.accounts.iter().map(|(account, state)| (*account, state.balance)));
    tokio::try_join!(
        biased;
        write_entries(session, &writes.entries),
        write_holds(session, ADD_HOLDS, &new),
        write_holds(session, CHANGE_HOLDS, &changed),
        write_keys(session, writes),
        write_new_lots(session, writes),
        write_changed_lots(session, writes),
        write_balances(session, writes),
        announce(session, &told),
        set_last_moment(session, writes),
    )?;
    Ok(())
}

/// Each row must be written once: what was read and locked is still there, and what is new was not.
pub(super) async fn each(
    session: &Session,
    sql: &'static str,
    parameters: Parameters<'_>,
    rows: usize,
) -> Result<(), Failure> {
    if rows == 0 {
        return Ok(());
    }
    let written = session.execute(sql, parameters).await?;
    if usize::try_from(written) == Ok(rows) {
        return Ok(());
    }
    let table = sql.split_whitespace().find(|word| ["holds", "lots", "balances"].contains(word)).unwrap_or("rows");
    Err(StorageError::damaged(format!("{written} of {rows} {table} were there to be changed")).into())
}

pub(super) async fn write_entries(session: &Session, entries: &[EntryRow]) -> Result<(), Failure> {
    let mut sorted: Vec<&EntryRow> = entries.iter().collect();
    sorted.sort_unstable_by_key(|row| (row.entry.account, row.entry.version));
    let lot = |row: &&EntryRow| row.entry.lot.map(|lot| version_to_sql(lot.0)).transpose();
    let versions: Vec<i64> = sorted.iter().map(|row| version_to_sql(row.entry.version)).collect::<Result<_, _>>()?;
    let lots: Vec<Option<i64>> = sorted.iter().map(lot).collect::<Result<_, _>>()?;
    let accounts = column(&sorted, |row| row.entry.account.0);
    let moments = column(&sorted, |row| row.entry.at.0);
    let kinds = column(&sorted, |row| row.entry.kind.as_str());
    let available_deltas = column(&sorted, |row| row.entry.available_delta.get());
    let held_deltas = column(&sorted, |row| row.entry.held_delta.get());
    let holds = column(&sorted, |row| row.entry.hold.map(|hold| hold.0));
    let sources = column(&sorted, |row| row.entry.source.map(Source::as_str));
    let notes = column(&sorted, |row| row.entry.note.as_str());
    let available = column(&sorted, |row| row.after.available.get());
    let held = column(&sorted, |row| row.after.held.get());
    let chain: Vec<&[u8]> = sorted.iter().map(|row| row.chain.0.as_slice()).collect();
    let parameters: Parameters<'_> = &[
        &accounts,
        &versions,
        &moments,
        &kinds,
        &available_deltas,
        &held_deltas,
        &holds,
        &lots,
        &sources,
        &notes,
        &available,
        &held,
        &chain,
    ];
    each(session, ADD_ENTRIES, parameters, sorted.len()).await
}

/// Adds holds, or changes them: a change has neither amount nor operation, which stay.
pub(super) async fn write_holds(
    session: &Session,
    sql: &'static str,
    holds: &[(&HoldPath, &Hold)],
) -> Result<(), Failure> {
    let accounts = column(holds, |((account, _), _)| account.0);
    let ids = column(holds, |((_, id), _)| id.0);
    let expiries = column(holds, |(_, hold)| hold.expires_at.0);
    let states = column(holds, |(_, hold)| hold.state.as_str());
    let (ended_at, spent): (Vec<_>, Vec<_>) = holds.iter().map(|(_, hold)| end_to_sql(hold.state)).unzip();
    let expired_at = column(holds, |(_, hold)| hold.expired_at.map(|at| at.0));
    let parts = column(holds, |(_, hold)| parts_to_sql(&hold.parts));
    let amounts = column(holds, |(_, hold)| hold.amount.get());
    let operations: Vec<&str> = holds.iter().map(|(_, hold)| hold.operation.as_str()).collect();
    let all: Parameters<'_> =
        &[&accounts, &ids, &expiries, &states, &ended_at, &spent, &expired_at, &parts, &amounts, &operations];
    let used = if sql == ADD_HOLDS { all } else { &all[..8] };
    each(session, sql, used, holds.len()).await
}

async fn write_keys(session: &Session, writes: &Writes) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for ((account, key), record) in &writes.keys {
        let (version, last) = (record.entry, record.answer.balance.version);
        let last_version = (last != version).then_some(last);
        let (account, key) = (account.0, key.as_str());
        rows.push(KeyRow { account, key, fingerprint: &record.fingerprint.0, version, last_version });
    }
    add_keys(session, &rows).await
}

/// What a key was used for.
pub(super) struct KeyRow<'k> {
    pub account: Uuid,
    pub key: &'k str,
    pub fingerprint: &'k [u8],
    pub version: u64,
    /// The last entry of that decision, if it is another one.
    pub last_version: Option<u64>,
}

/// Adds keys.
pub(super) async fn add_keys(session: &Session, keys: &[KeyRow<'_>]) -> Result<(), Failure> {
    let versions: Vec<i64> = keys.iter().map(|row| version_to_sql(row.version)).collect::<Result<_, _>>()?;
    let last = |row: &KeyRow<'_>| row.last_version.map(version_to_sql).transpose();
    let last_versions: Vec<Option<i64>> = keys.iter().map(last).collect::<Result<_, _>>()?;
    let accounts = column(keys, |row| row.account);
    let words: Vec<&str> = keys.iter().map(|row| row.key).collect();
    let fingerprints: Vec<&[u8]> = keys.iter().map(|row| row.fingerprint).collect();
    let parameters: Parameters<'_> = &[&accounts, &words, &fingerprints, &versions, &last_versions];
    each(session, ADD_KEYS, parameters, keys.len()).await
}

async fn write_new_lots(session: &Session, writes: &Writes) -> Result<(), Failure> {
    let new = writes.lots.iter().filter_map(|((account, _), row)| {
        let (remaining, reversed) = (row.remaining.unwrap_or_default(), row.reversed.unwrap_or_default());
        Some(LotState { account: *account, begun: row.new?, remaining, reversed })
    });
    add_lots(session, &new.collect::<Vec<_>>()).await
}

/// A lot as it stands.
pub(super) struct LotState {
    pub account: AccountId,
    pub begun: NewLot,
    pub remaining: Credits,
    pub reversed: Credits,
}

/// Adds lots.
pub(super) async fn add_lots(session: &Session, lots: &[LotState]) -> Result<(), Failure> {
    let ids: Vec<i64> = lots.iter().map(|lot| version_to_sql(lot.begun.id.0)).collect::<Result<_, _>>()?;
    let accounts = column(lots, |lot| lot.account.0);
    let remaining = column(lots, |lot| lot.remaining.get());
    let reversed = column(lots, |lot| lot.reversed.get());
    let sources = column(lots, |lot| lot.begun.source.as_str());
    let amounts = column(lots, |lot| lot.begun.amount.get());
    let expiries = column(lots, |lot| lot.begun.expires_at.map(|at| at.0));
    let parameters: Parameters<'_> = &[&accounts, &ids, &remaining, &reversed, &sources, &amounts, &expiries];
    each(session, ADD_LOTS, parameters, lots.len()).await
}

async fn write_changed_lots(session: &Session, writes: &Writes) -> Result<(), Failure> {
    let changed: Vec<_> = writes.lots.iter().filter(|(_, LotRow { new, .. })| new.is_none()).collect();
    let ids: Vec<i64> = changed.iter().map(|((_, lot), _)| version_to_sql(lot.0)).collect::<Result<_, _>>()?;
    let accounts = column(&changed, |((account, _), _)| account.0);
    let remaining = column(&changed, |(_, row)| row.remaining.map(Credits::get));
    let reversed = column(&changed, |(_, row)| row.reversed.map(Credits::get));
    each(session, CHANGE_LOTS, &[&accounts, &ids, &remaining, &reversed], changed.len()).await
}

/// The accounts' rows are there, because they were locked.
async fn write_balances(session: &Session, writes: &Writes) -> Result<(), Failure> {
    let states = || writes.accounts.values();
    let versions: Vec<i64> = states().map(|state| version_to_sql(state.balance.version)).collect::<Result<_, _>>()?;
    let accounts: Vec<Uuid> = writes.accounts.keys().map(|account| account.0).collect();
    let available: Vec<i64> = states().map(|state| state.balance.available.get()).collect();
    let held: Vec<i64> = states().map(|state| state.balance.held.get()).collect();
    let chain: Vec<&[u8]> = states().map(|state| state.chain.0.as_slice()).collect();
    let at = writes.at.map_or(i64::MIN, |at| at.0);
    each(session, CHANGE_BALANCES, &[&accounts, &available, &held, &versions, &chain, &at], accounts.len()).await
}

pub(super) async fn announce(session: &Session, told: &[String]) -> Result<(), Failure> {
    if !told.is_empty() {
        session.query(ANNOUNCE, &[&told]).await?;
    }
    Ok(())
}

async fn set_last_moment(session: &Session, writes: &Writes) -> Result<(), Failure> {
    if let Some(at) = writes.at {
        session.execute(SET_LAST_MOMENT, &[&at.0]).await?;
    }
    Ok(())
}

pub(super) fn column<R, T>(rows: &[R], value: impl Fn(&R) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}
