//! What is read from the store.

use credits::{AccountId, IdempotencyKey};
use rusqlite::{OptionalExtension as _, Row, Transaction, params};
use uuid::Uuid;

use super::{OpenRecord, row};
use crate::Asset;
use crate::record::Record;

/// What a sweep walks, in the order of its index.
pub(super) const OPEN_RECORDS_SQL: &str =
    "SELECT account, id FROM studio_generations WHERE is_open = 1 AND id > ?1 ORDER BY id LIMIT ?2";

pub(super) fn by_key_sql() -> String {
    format!("SELECT {} FROM studio_generations WHERE account = ?1 AND key = ?2", row::COLUMNS)
}

pub(super) fn oldest_queued_sql() -> String {
    format!("SELECT {} FROM studio_generations WHERE state = 'queued' ORDER BY id LIMIT 1", row::COLUMNS)
}

pub(super) fn list_sql() -> String {
    format!(
        "SELECT {} FROM studio_generations \
         WHERE account = ?1 AND id < ?2 AND state <> 'accepted' ORDER BY id DESC LIMIT ?3",
        row::COLUMNS
    )
}

/// A row with its files.
fn record(transaction: &Transaction<'_>, row: &Row<'_>) -> rusqlite::Result<Record> {
    let (account, id) = (row::uuid(row, "account")?, row::uuid(row, "id")?);
    row::record(row, || assets(transaction, AccountId(account), id))
}

fn assets(transaction: &Transaction<'_>, account: AccountId, id: Uuid) -> rusqlite::Result<Vec<Asset>> {
    let sql = "SELECT * FROM studio_assets WHERE account = ?1 AND generation = ?2 ORDER BY n";
    let mut statement = transaction.prepare_cached(sql)?;
    let rows = statement.query_map(params![account.0.as_bytes(), id.as_bytes()], row::asset)?;
    rows.collect()
}

/// The record under a key of an account.
pub(super) fn by_key(
    transaction: &Transaction<'_>,
    account: AccountId,
    key: &IdempotencyKey,
) -> rusqlite::Result<Option<Record>> {
    let mut statement = transaction.prepare_cached(&by_key_sql())?;
    statement.query_row(params![account.0.as_bytes(), key.as_str()], |row| record(transaction, row)).optional()
}

/// A record of an account.
pub(super) fn by_id(transaction: &Transaction<'_>, account: AccountId, id: Uuid) -> rusqlite::Result<Option<Record>> {
    let columns = row::COLUMNS;
    let sql = format!("SELECT {columns} FROM studio_generations WHERE account = ?1 AND id = ?2");
    let mut statement = transaction.prepare_cached(&sql)?;
    statement.query_row(params![account.0.as_bytes(), id.as_bytes()], |row| record(transaction, row)).optional()
}

/// The record that has waited longest for a runner.
pub(super) fn oldest_queued(transaction: &Transaction<'_>) -> rusqlite::Result<Option<Record>> {
    let mut statement = transaction.prepare_cached(&oldest_queued_sql())?;
    statement.query_row([], |row| record(transaction, row)).optional()
}

/// An account's records that its owner may see, newest first.
pub(super) fn list(
    transaction: &Transaction<'_>,
    account: AccountId,
    before: Option<Uuid>,
    limit: usize,
) -> rusqlite::Result<Vec<Record>> {
    let mut statement = transaction.prepare_cached(&list_sql())?;
    // No UUIDv7 is as high as the highest UUID, so that it stands for the beginning.
    let before = before.unwrap_or(Uuid::max());
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = params![account.0.as_bytes(), before.as_bytes(), limit];
    let rows = statement.query_map(found, |row| record(transaction, row))?;
    rows.collect()
}

/// The records that a sweep has something to see to, oldest first.
pub(super) fn open_records(
    transaction: &Transaction<'_>,
    after: Option<Uuid>,
    limit: usize,
) -> rusqlite::Result<Vec<OpenRecord>> {
    let mut statement = transaction.prepare_cached(OPEN_RECORDS_SQL)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![after.unwrap_or(Uuid::nil()).as_bytes(), limit], |row| {
        Ok(OpenRecord { account: AccountId(row::uuid(row, "account")?), id: row::uuid(row, "id")? })
    })?;
    rows.collect()
}

/// One file of a generation that succeeded.
pub(super) fn asset(
    transaction: &Transaction<'_>,
    account: AccountId,
    id: Uuid,
    n: usize,
) -> rusqlite::Result<Option<Asset>> {
    let sql = "SELECT studio_assets.* FROM studio_assets \
         JOIN studio_generations ON studio_generations.account = studio_assets.account AND id = generation \
         WHERE studio_assets.account = ?1 AND generation = ?2 AND n = ?3 AND state = 'succeeded'";
    let Ok(n) = i64::try_from(n) else { return Ok(None) };
    let mut statement = transaction.prepare_cached(sql)?;
    statement.query_row(params![account.0.as_bytes(), id.as_bytes(), n], row::asset).optional()
}
