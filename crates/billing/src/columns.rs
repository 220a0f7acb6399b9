//! Reads typed values out of rows. A value that no version of ours wrote fails loudly.

use std::error::Error;

use credits::{AccountId, Credits, Money, Timestamp};
use rusqlite::Row;
use rusqlite::types::Type;
use uuid::Uuid;

use crate::ProductKind;

/// A stored value that no version of ours writes.
#[derive(Debug, thiserror::Error)]
#[error("column `{column}` holds `{value}`, which no version of this program writes")]
struct UnknownValue {
    column: &'static str,
    value: String,
}

/// The error for a stored word that nobody knows.
pub(crate) fn unknown(column: &'static str, value: impl Into<String>) -> rusqlite::Error {
    wrong(UnknownValue { column, value: value.into() })
}

/// The error for a stored value that is out of its type's range.
pub(crate) fn wrong(error: impl Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Null, Box::new(error))
}

pub(crate) fn uuid(row: &Row<'_>, column: &'static str) -> rusqlite::Result<Uuid> {
    Uuid::from_slice(&row.get::<_, Vec<u8>>(column)?).map_err(wrong)
}

pub(crate) fn account(row: &Row<'_>) -> rusqlite::Result<AccountId> {
    uuid(row, "account").map(AccountId)
}

pub(crate) fn timestamp(row: &Row<'_>, column: &'static str) -> rusqlite::Result<Timestamp> {
    row.get(column).map(Timestamp)
}

pub(crate) fn quantity(row: &Row<'_>) -> rusqlite::Result<u32> {
    row.get("quantity")
}

pub(crate) fn credits(row: &Row<'_>) -> rusqlite::Result<Credits> {
    Credits::new(row.get("credits")?).map_err(wrong)
}

pub(crate) fn money(row: &Row<'_>) -> rusqlite::Result<Money> {
    let amount_minor = u64::try_from(row.get::<_, i64>("amount_minor")?).map_err(wrong)?;
    Ok(Money { amount_minor, currency: row.get("currency")? })
}

/// An amount of money as SQLite takes it.
pub(crate) fn amount_minor(money: &Money) -> rusqlite::Result<i64> {
    i64::try_from(money.amount_minor).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

pub(crate) fn product_kind(row: &Row<'_>) -> rusqlite::Result<ProductKind> {
    let word: String = row.get("product_kind")?;
    ProductKind::from_word(&word).ok_or_else(|| unknown("product_kind", word))
}
