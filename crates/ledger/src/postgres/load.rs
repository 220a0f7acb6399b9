//! Locks the accounts of a batch and reads what it touches: one statement a table, all of them on their way at once.

use credits::HoldId;
use credits::decide::{Fingerprint, KeyRecord, OpenLot, Purchase};
use tokio_postgres::Row;
use uuid::Uuid;

use super::connection::Session;
use super::failure::Failure;
use super::rows;
use super::statements::{ADD_ACCOUNTS, BEGIN, HOLDS, KEYS, LOCK_ACCOUNTS, OPEN_LOTS, PURCHASES};
use crate::StorageError;
use crate::store::{AccountState, KeyPath, Loaded, Touched, columns};

/// Begins a transaction, locks, and reads everything that is there of what is touched.
pub(super) async fn begin_and_load(session: &Session, touched: &Touched) -> Result<Loaded, Failure> {
    let mut loaded = Loaded::default();
    // In the order of their ids, as every batch of every process locks them.
    let accounts: Vec<Uuid> = touched.accounts.iter().map(|account| account.0).collect();
    let accounts = [&accounts as _];
    let locked = tokio::try_join!(
        biased;
        session.control(BEGIN),
        session.execute(ADD_ACCOUNTS, &accounts),
        session.query(LOCK_ACCOUNTS, &accounts),
    );
    let (holders, holds): (Vec<Uuid>, Vec<Uuid>) = touched.holds.iter().map(|(owner, id)| (owner.0, id.0)).unzip();
    let (key_owners, keys) = paths(touched.keys.iter());
    let (buyers, deposits) = paths(touched.deposits.iter());
    let (_, _, balances) = locked?;
    // Not before: what these see was committed when they begin, which must be after the locks are there.
    let (lots, holds, keys, purchases) = tokio::try_join!(
        biased;
        session.query(OPEN_LOTS, &accounts),
        some(session, HOLDS, [&holders as _, &holds as _], holds.len()),
        some(session, KEYS, [&key_owners as _, &keys as _], keys.len()),
        some(session, PURCHASES, [&buyers as _, &deposits as _], deposits.len()),
    )?;
    read_accounts(&mut loaded, &balances)?;
    read_lots(&mut loaded, &lots)?;
    for row in &holds {
        loaded.holds.insert((rows::account(row, 0)?, rows::hold_id(row, 1)?), rows::hold(row)?);
    }
    for row in &keys {
        loaded.keys.insert((rows::account(row, 0)?, rows::key(row, 1)?), key_record(row)?);
    }
    for row in &purchases {
        loaded.purchases.insert((rows::account(row, 0)?, rows::key(row, 1)?), purchase(row)?);
    }
    Ok(loaded)
}

/// Asks only if there is something to ask for.
async fn some(
    session: &Session,
    sql: &'static str,
    parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 2],
    asked: usize,
) -> Result<Vec<Row>, Failure> {
    if asked == 0 { Ok(Vec::new()) } else { session.query(sql, &parameters).await }
}

fn paths<'p>(paths: impl Iterator<Item = &'p KeyPath>) -> (Vec<Uuid>, Vec<&'p str>) {
    paths.map(|(account, key)| (account.0, key.as_str())).unzip()
}

/// Accounts without entries have a row because it is their lock; there is nothing to know about them.
fn read_accounts(loaded: &mut Loaded, balances: &[Row]) -> Result<(), StorageError> {
    for row in balances {
        let balance = rows::balance(row, 1)?;
        if balance.version > 0 {
            let state = AccountState { balance, chain: rows::chain(row, 4)?, lots: Vec::new() };
            loaded.newest = loaded.newest.max(Some(rows::timestamp(row, 5)?));
            loaded.accounts.insert(rows::account(row, 0)?, state);
        }
    }
    Ok(())
}

fn read_lots(loaded: &mut Loaded, lots: &[Row]) -> Result<(), StorageError> {
    for row in lots {
        let account = rows::account(row, 0)?;
        let lot =
            OpenLot { id: rows::lot_id(row, 1)?, remaining: rows::credits(row, 2)?, expires_at: rows::moment(row, 3)? };
        match loaded.accounts.get_mut(&account) {
            Some(state) => state.lots.push(lot),
            None => return Err(StorageError::damaged(format!("account {account} has lots and no balance"))),
        }
    }
    Ok(())
}

/// Reads `account, key, fingerprint, version`, then of the entry `kind, available_delta, held_delta, hold`, then the balance.
fn key_record(row: &Row) -> Result<KeyRecord, StorageError> {
    let (fingerprint, entry) = (Fingerprint(rows::hash(row, 2)?), rows::version(row, 3)?);
    let (Some(kind), Some(_)) = (rows::get::<Option<&str>>(row, 4)?, rows::get::<Option<i64>>(row, 10)?) else {
        let account = rows::account(row, 0)?;
        let cause =
            format!("a key of account {account} answers with entry {entry}, or one after it, which is not there");
        return Err(StorageError::damaged(cause));
    };
    let deltas = (rows::credits(row, 5)?, rows::credits(row, 6)?);
    let hold = rows::get::<Option<Uuid>>(row, 7)?.map(HoldId);
    let answer = columns::answer(columns::known_kind(kind)?, deltas, hold, rows::balance(row, 8)?)?;
    Ok(KeyRecord { fingerprint, entry, answer })
}

/// Reads `account, key, lot, amount, reversed, expires_at`.
fn purchase(row: &Row) -> Result<Purchase, StorageError> {
    Ok(Purchase {
        lot: rows::lot_id(row, 2)?,
        amount: rows::credits(row, 3)?,
        reversed: rows::credits(row, 4)?,
        expires_at: rows::moment(row, 5)?,
    })
}
