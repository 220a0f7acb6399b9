//! A whole ledger as it is at one moment, read once, table beside table in the order of the accounts: what an audit and an export read,
//! from whichever store. Nothing but the row at hand is kept in memory.

use credits::AccountId;

use super::rows::{self, Columns};
use crate::StorageError;

/// Rows, one after another.
pub(crate) trait Rows {
    /// What one of them is.
    type Row: Columns;
    /// The next one.
    fn next(&mut self) -> Result<Option<&Self::Row>, StorageError>;
}

/// Answers to questions about one account, as it is at the same moment.
pub(crate) trait Asked {
    /// Gives every row of a statement whose one parameter, `$1`, is the account.
    fn ask(
        &self,
        sql: &'static str,
        account: AccountId,
        take: &mut dyn FnMut(&dyn Columns) -> Result<(), StorageError>,
    ) -> Result<(), StorageError>;
}

/// How many tables there are, with the one row that says when the last batch was.
const TABLES: usize = 6;

/// A ledger at one moment.
pub(crate) struct Snapshot<'s, S> {
    rows: [S; TABLES],
    pub asked: &'s dyn Asked,
}

/// What a store is asked for a snapshot, given the moment that it keeps beside an account's balance and, if not all accounts are wanted, the
/// condition that those meet which are.
pub(crate) type Statements = fn(newest_at: &str, which: &str) -> [String; TABLES];

/// Which accounts of a ledger are read, in the order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accounts {
    All,
    Before(AccountId),
    From(AccountId),
}

/// What a store must be asked for somebody who reads: the tables in the order of their accounts. Stores sort accounts and holds by the bytes
/// of their ids, and keys by the bytes of their text.
pub(crate) fn statements<R: Reading>(newest_at: &str, which: &str) -> [String; TABLES] {
    [
        format!("SELECT account, available, held, version, chain, {newest_at} FROM balances {which} ORDER BY account"),
        format!(
            "SELECT account, version, at, kind, available_delta, held_delta, hold, source, note, lot, available, held, chain
             FROM entries {which} ORDER BY account, version"
        ),
        format!(
            "SELECT account, lot, source, amount, remaining, reversed, expires_at FROM lots {which} ORDER BY account, lot"
        ),
        format!("SELECT {} FROM holds {which} ORDER BY account, hold", R::OF_A_HOLD),
        format!("SELECT {} FROM keys {which} ORDER BY account, key", R::OF_A_KEY),
        "SELECT at FROM last_batch".to_owned(),
    ]
}

/// What is read of each table's rows.
pub(crate) trait Reading {
    type Balance;
    type Entry;
    type Lot;
    type Hold;
    type Key;
    /// The columns that are read of a hold and of a key, the account first: there are as many of them as entries, and what is not read
    /// need not be fetched.
    const OF_A_HOLD: &str;
    const OF_A_KEY: &str;
    fn balance<C: Columns>(row: &C) -> Result<Self::Balance, StorageError>;
    fn entry<C: Columns>(row: &C) -> Result<Self::Entry, StorageError>;
    fn lot<C: Columns>(row: &C) -> Result<Self::Lot, StorageError>;
    fn hold<C: Columns>(row: &C) -> Result<Self::Hold, StorageError>;
    fn key<C: Columns>(row: &C) -> Result<Self::Key, StorageError>;
}

/// The tables of a ledger, each at its next row.
pub(crate) struct Tables<S: Rows, R: Reading> {
    pub balances: Stream<S, R::Balance>,
    pub entries: Stream<S, R::Entry>,
    pub lots: Stream<S, R::Lot>,
    pub holds: Stream<S, R::Hold>,
    pub keys: Stream<S, R::Key>,
    last_batch: S,
}

impl<'s, S: Rows> Snapshot<'s, S> {
    /// The rows of all statements, in their order.
    pub fn new(rows: Vec<S>, asked: &'s dyn Asked) -> Result<Self, StorageError> {
        let rows = rows.try_into().map_err(|_| StorageError::unavailable("a snapshot has rows of every table"))?;
        Ok(Self { rows, asked })
    }

    /// The tables, read as somebody wants them read.
    pub fn tables<R: Reading>(self) -> Result<Tables<S, R>, StorageError> {
        let [balances, entries, lots, holds, keys, last_batch] = self.rows;
        Ok(Tables {
            balances: Stream::new(balances, R::balance)?,
            entries: Stream::new(entries, R::entry)?,
            lots: Stream::new(lots, R::lot)?,
            holds: Stream::new(holds, R::hold)?,
            keys: Stream::new(keys, R::key)?,
            last_batch,
        })
    }
}

impl<S: Rows, R: Reading> Tables<S, R> {
    /// The first account of which any table has rows left.
    pub fn next_account(&self) -> Option<AccountId> {
        let accounts = [
            self.balances.account(),
            self.entries.account(),
            self.lots.account(),
            self.holds.account(),
            self.keys.account(),
        ];
        accounts.into_iter().flatten().min()
    }

    /// The moment of the last batch, or the earliest that there is where no batch was yet. Asked once.
    pub fn last_batch(&mut self) -> Result<Option<i64>, StorageError> {
        match self.last_batch.next()? {
            Some(row) => row.integer(0),
            None => Ok(None),
        }
    }
}

/// A table's rows in the order of their accounts, the next one looked at beforehand.
pub(crate) struct Stream<S: Rows, T> {
    rows: S,
    read: fn(&S::Row) -> Result<T, StorageError>,
    next: Option<(AccountId, T)>,
}

impl<S: Rows, T> Stream<S, T> {
    fn new(rows: S, read: fn(&S::Row) -> Result<T, StorageError>) -> Result<Self, StorageError> {
        let mut stream = Self { rows, read, next: None };
        stream.advance()?;
        Ok(stream)
    }

    fn advance(&mut self) -> Result<Option<(AccountId, T)>, StorageError> {
        let next = match self.rows.next()? {
            Some(row) => Some((rows::account(row, 0)?, (self.read)(row)?)),
            None => None,
        };
        Ok(std::mem::replace(&mut self.next, next))
    }

    fn account(&self) -> Option<AccountId> {
        self.next.as_ref().map(|(account, _)| *account)
    }

    /// The account's next row.
    pub fn next_of(&mut self, account: AccountId) -> Result<Option<T>, StorageError> {
        if self.account() == Some(account) { Ok(self.advance()?.map(|(_, row)| row)) } else { Ok(None) }
    }
}
