//! What the audit reads of each row.

use credits::decide::{Balance, Chain, Entry, EntryKind, HoldState, LotId};
use credits::{Credits, HoldId, Timestamp};

use crate::StorageError;
use crate::store::columns;
use crate::store::rows::{self, Columns};
use crate::store::snapshot::Reading;

/// The rows of a snapshot as the audit wants them.
pub(super) struct Audited;

impl Reading for Audited {
    type Balance = Stored;
    type Entry = Line;
    type Lot = LotLine;
    type Hold = HoldLine;
    /// The entry that the key answers with.
    type Key = u64;

    const OF_A_HOLD: &str = "account, hold, amount, state, ended_at, spent, expired_at, parts";
    const OF_A_KEY: &str = "account, version";

    fn balance<C: Columns>(row: &C) -> Result<Stored, StorageError> {
        Ok(Stored { balance: rows::balance(row, 1)?, chain: rows::chain(row, 4)?, newest_at: rows::moment(row, 5)? })
    }

    fn entry<C: Columns>(row: &C) -> Result<Line, StorageError> {
        let (available, held) = (rows::credits(row, 10)?, rows::credits(row, 11)?);
        Ok(Line { entry: rows::entry(row)?, available, held, chain: rows::chain(row, 12)? })
    }

    fn lot<C: Columns>(row: &C) -> Result<LotLine, StorageError> {
        Ok(LotLine {
            lot: rows::lot_id(row, 1)?,
            amount: rows::credits(row, 3)?,
            remaining: rows::credits(row, 4)?,
            reversed: rows::credits(row, 5)?,
        })
    }

    fn hold<C: Columns>(row: &C) -> Result<HoldLine, StorageError> {
        let state = columns::hold_state(rows::text(row, 3)?, || rows::timestamp(row, 4), || rows::credits(row, 5))?;
        Ok(HoldLine {
            id: rows::hold_id(row, 1)?,
            amount: rows::credits(row, 2)?,
            state,
            expired_at: rows::moment(row, 6)?,
            taken: columns::parts(rows::text(row, 7)?)?.iter().map(|part| part.amount.get()).sum(),
        })
    }

    fn key<C: Columns>(row: &C) -> Result<u64, StorageError> {
        rows::version(row, 1)
    }
}

/// What is stored of a balance, and of the entry that made it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stored {
    pub balance: Balance,
    pub chain: Chain,
    /// The moment of the newest entry, where a store keeps it beside the balance.
    pub newest_at: Option<Timestamp>,
}

/// What the audit reads of an entry: the entry, what it says of the balance after it, and its link of the chain.
pub(super) struct Line {
    pub entry: Entry,
    pub available: Credits,
    pub held: Credits,
    pub chain: Chain,
}

impl Line {
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
