//! Reads what several tables have in common. A value that no version of ours wrote fails loudly.

use credits::{Credits, Money};
use ledger::StorageError;
use ledger::database::{Row, unreadable};

use crate::ProductKind;

pub(crate) fn credits(row: &Row) -> Result<Credits, StorageError> {
    row.parse("credits", Credits::new)
}

pub(crate) fn money(row: &Row) -> Result<Money, StorageError> {
    Ok(Money { amount_minor: row.get("amount_minor")?, currency: row.get("currency")? })
}

pub(crate) fn product_kind(row: &Row) -> Result<ProductKind, StorageError> {
    let word: String = row.get("product_kind")?;
    ProductKind::from_word(&word).ok_or_else(|| unknown("product_kind", &word))
}

/// The error for a stored word that nobody knows.
pub(crate) fn unknown(column: &str, word: &str) -> StorageError {
    unreadable(column, format!("`{word}` is no word that any version of this program writes"))
}
