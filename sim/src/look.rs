//! Reads everything that a ledger says about the accounts of a plan.

use std::collections::BTreeMap;

use credits::AccountId;
use ledger::{Ledger, StorageError};

use crate::oracle::{Difference, Seen};
use crate::plan::{ACCOUNTS, HOLDS, account, hold};

/// How many entries one read asks for.
const ENTRIES_A_READ: usize = 1_000;

/// Reads balances, entries and holds.
///
/// # Errors
/// When something cannot be read: no fault hinders readers.
pub async fn look(ledger: &Ledger) -> Result<BTreeMap<AccountId, Seen>, Difference> {
    let mut seen = BTreeMap::new();
    for id in (0..ACCOUNTS).map(account) {
        let read = look_at(ledger, id).await.map_err(|error| Difference(format!("cannot be read: {error}")))?;
        seen.insert(id, read);
    }
    Ok(seen)
}

async fn look_at(ledger: &Ledger, id: AccountId) -> Result<Seen, StorageError> {
    let balance = ledger.balance(id).await?;
    let (mut entries, mut below) = (Vec::new(), None);
    loop {
        let page = ledger.entries(id, below, ENTRIES_A_READ).await?;
        below = page.last().map(|entry| entry.version);
        let is_last = page.len() < ENTRIES_A_READ;
        entries.extend(page);
        if is_last {
            break;
        }
    }
    entries.reverse();
    let mut holds = Vec::new();
    for number in 0..HOLDS {
        holds.extend(ledger.find_hold(id, hold(number)).await?);
    }
    Ok(Seen { balance, entries, holds })
}
