//! What is read from the store.

use std::collections::HashMap;

use credits::{AccountId, IdempotencyKey};
use ledger::StorageError;
use ledger::database::{Row, Transaction};
use uuid::Uuid;

use super::{OpenRecord, row};
use crate::Asset;
use crate::record::Record;

/// What a sweep walks, in the order of its index.
pub(super) const OPEN_RECORDS_SQL: &str =
    "SELECT account, id FROM studio_generations WHERE is_open = 1 AND id > :after ORDER BY id LIMIT :limit";

pub(super) fn by_key_sql() -> String {
    format!("SELECT {} FROM studio_generations WHERE account = :account AND key = :key", row::COLUMNS)
}

pub(super) fn oldest_queued_sql() -> String {
    format!("SELECT {} FROM studio_generations WHERE state = 'queued' ORDER BY id LIMIT 1", row::COLUMNS)
}

pub(super) fn list_sql() -> String {
    format!(
        "SELECT {} FROM studio_generations \
         WHERE account = :account AND id < :before AND state <> 'accepted' ORDER BY id DESC LIMIT :limit",
        row::COLUMNS
    )
}

/// A row with its files.
fn record(transaction: &Transaction<'_>, row: &Row) -> Result<Record, StorageError> {
    row::record(row, || assets(transaction, row.get("account")?, row.get("id")?))
}

/// The row that was found, if one was, with its files.
fn found(transaction: &Transaction<'_>, row: Option<Row>) -> Result<Option<Record>, StorageError> {
    row.map(|row| record(transaction, &row)).transpose()
}

fn assets(transaction: &Transaction<'_>, account: AccountId, id: Uuid) -> Result<Vec<Asset>, StorageError> {
    let sql = "SELECT * FROM studio_assets WHERE account = :account AND generation = :id ORDER BY n";
    transaction.query(sql, &[("account", &account), ("id", &id)])?.iter().map(row::asset).collect()
}

/// The record under a key of an account.
pub(super) fn by_key(
    transaction: &Transaction<'_>,
    account: AccountId,
    key: &IdempotencyKey,
) -> Result<Option<Record>, StorageError> {
    let row = transaction.find(&by_key_sql(), &[("account", &account), ("key", &key.as_str())])?;
    found(transaction, row)
}

/// A record of an account.
pub(super) fn by_id(
    transaction: &Transaction<'_>,
    account: AccountId,
    id: Uuid,
) -> Result<Option<Record>, StorageError> {
    let sql = format!("SELECT {} FROM studio_generations WHERE account = :account AND id = :id", row::COLUMNS);
    let row = transaction.find(&sql, &[("account", &account), ("id", &id)])?;
    found(transaction, row)
}

/// The record that has waited longest for a runner.
pub(super) fn oldest_queued(transaction: &Transaction<'_>) -> Result<Option<Record>, StorageError> {
    let row = transaction.find(&oldest_queued_sql(), &[])?;
    found(transaction, row)
}

/// An account's records that its owner may see, newest first.
pub(super) fn list(
    transaction: &Transaction<'_>,
    account: AccountId,
    before: Option<Uuid>,
    limit: usize,
) -> Result<Vec<Record>, StorageError> {
    // No UUIDv7 is as high as the highest UUID, so that it stands for the beginning.
    let before = before.unwrap_or(Uuid::max());
    let rows = transaction.query(&list_sql(), &[("account", &account), ("before", &before), ("limit", &limit)])?;
    let ids = rows.iter().map(|row| row.get("id")).collect::<Result<Vec<Uuid>, _>>()?;
    let mut assets = assets_between(transaction, account, ids.last().copied().zip(ids.first().copied()))?;
    rows.iter().zip(ids).map(|(row, id)| row::record(row, || Ok(assets.remove(&id).unwrap_or_default()))).collect()
}

/// The files of an account's generations from one to another, by generation: one question for a whole page.
fn assets_between(
    transaction: &Transaction<'_>,
    account: AccountId,
    page: Option<(Uuid, Uuid)>,
) -> Result<HashMap<Uuid, Vec<Asset>>, StorageError> {
    let Some((oldest, newest)) = page else { return Ok(HashMap::new()) };
    let sql = "SELECT * FROM studio_assets WHERE account = :account AND generation >= :oldest AND generation <= :newest \
         ORDER BY generation, n";
    let mut assets: HashMap<Uuid, Vec<Asset>> = HashMap::new();
    for row in transaction.query(sql, &[("account", &account), ("oldest", &oldest), ("newest", &newest)])? {
        assets.entry(row.get("generation")?).or_default().push(row::asset(&row)?);
    }
    Ok(assets)
}

/// The records that a sweep has something to see to, oldest first.
pub(super) fn open_records(
    transaction: &Transaction<'_>,
    after: Option<Uuid>,
    limit: usize,
) -> Result<Vec<OpenRecord>, StorageError> {
    let rows = transaction.query(OPEN_RECORDS_SQL, &[("after", &after.unwrap_or(Uuid::nil())), ("limit", &limit)])?;
    rows.iter().map(|row| Ok(OpenRecord { account: row.get("account")?, id: row.get("id")? })).collect()
}

/// One file of a generation that succeeded.
pub(super) fn asset(
    transaction: &Transaction<'_>,
    account: AccountId,
    id: Uuid,
    n: usize,
) -> Result<Option<Asset>, StorageError> {
    let sql = "SELECT studio_assets.* FROM studio_assets \
         JOIN studio_generations ON studio_generations.account = studio_assets.account AND id = generation \
         WHERE studio_assets.account = :account AND generation = :id AND n = :n AND state = 'succeeded'";
    // A place that no column has room for is no file's.
    let Ok(n) = i64::try_from(n) else { return Ok(None) };
    let row = transaction.find(sql, &[("account", &account), ("id", &id), ("n", &n)])?;
    row.as_ref().map(row::asset).transpose()
}
