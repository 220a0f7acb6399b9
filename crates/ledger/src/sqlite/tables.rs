//! The rows that an audit reads, table beside table in the order of the accounts.

use credits::decide::{Balance, Chain, Entry, EntryKind, HoldState, LotId};
use credits::{AccountId, Credits, HoldId, Timestamp};
use rusqlite::{Row, Rows};

use super::rows;
use crate::StorageError;

/// A table's rows in the order of their accounts, the next one looked at beforehand.
pub(super) struct Stream<'s, T> {
    rows: Rows<'s>,
    read: fn(&Row<'_>) -> Result<T, StorageError>,
    next: Option<(AccountId, T)>,
}

impl<'s, T> Stream<'s, T> {
    pub fn new(rows: Rows<'s>, read: fn(&Row<'_>) -> Result<T, StorageError>) -> Result<Self, StorageError> {
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

/// The tables of a ledger, each at its next row.
pub(super) struct Tables<'s> {
    pub balances: Stream<'s, (Balance, Chain)>,
    pub entries: Stream<'s, Line>,
    pub holds: Stream<'s, HoldLine>,
    pub keys: Stream<'s, u64>,
    pub lots: Stream<'s, LotLine>,
}

impl Tables<'_> {
    /// The first account of which any table has rows left.
    pub fn next_account(&self) -> Option<AccountId> {
        let accounts = [
            self.balances.account(),
            self.entries.account(),
            self.holds.account(),
            self.keys.account(),
            self.lots.account(),
        ];
        accounts.into_iter().flatten().min()
    }
}

/// What the audit reads of an entry: the entry, what it says of the balance after it, and its link of the chain.
pub(super) struct Line {
    pub entry: Entry,
    pub available: Credits,
    pub held: Credits,
    pub chain: Chain,
}

impl Line {
    pub fn read(row: &Row<'_>) -> Result<Self, StorageError> {
        let (available, held) = (rows::credits(row, 10)?, rows::credits(row, 11)?);
        Ok(Self { entry: rows::entry(row)?, available, held, chain: rows::chain(row, 12)? })
    }

    /// Whether the deltas are ones that a command of this kind makes.
    pub fn has_deltas_of_its_kind(&self) -> bool {
        let (available, held) = (self.entry.available_delta.get(), self.entry.held_delta.get());
        match self.entry.kind {
            EntryKind::Deposit | EntryKind::Reinstate => available >= 0 && held == 0,
            EntryKind::Hold => held >= 0 && available == -held,
            // Of a hold that had expired nothing is held any more: what is spent is taken again.
            EntryKind::Settle => held <= 0 && available + held <= 0 && (available >= 0 || held == 0),
            EntryKind::Release | EntryKind::Expire => held <= 0 && available == -held,
            EntryKind::Lapse => available < 0 && held == 0,
            EntryKind::Reverse => available <= 0 && held == 0,
        }
    }
}

/// What the audit reads of a hold.
pub(super) struct HoldLine {
    pub id: HoldId,
    pub amount: Credits,
    pub state: HoldState,
    pub expired_at: Option<Timestamp>,
    /// What its parts add up to.
    pub taken: i64,
}

impl HoldLine {
    pub fn read(row: &Row<'_>) -> Result<Self, StorageError> {
        let (word, parts): (String, String) = (row.get(3)?, row.get(7)?);
        let state = rows::hold_state(&word, || rows::timestamp(row, 4), || rows::credits(row, 5))?;
        Ok(Self {
            id: rows::hold_id(row, 1)?,
            amount: rows::credits(row, 2)?,
            state,
            expired_at: row.get::<_, Option<i64>>(6)?.map(Timestamp),
            taken: rows::parts(&parts)?.iter().map(|part| part.amount.get()).sum(),
        })
    }

    /// How many credits its parts must add up to.
    pub const fn owed(&self) -> i64 {
        match self.state {
            HoldState::Active => self.amount.get(),
            HoldState::Settled { spent, .. } => spent.get(),
            HoldState::Released { .. } | HoldState::Expired { .. } => 0,
        }
    }
}

/// What the audit reads of a lot.
pub(super) struct LotLine {
    pub lot: LotId,
    pub amount: Credits,
    pub remaining: Credits,
    pub reversed: Credits,
}

impl LotLine {
    pub fn read(row: &Row<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            lot: rows::lot_id(row, 1)?,
            amount: rows::credits(row, 2)?,
            remaining: rows::credits(row, 3)?,
            reversed: rows::credits(row, 4)?,
        })
    }
}
