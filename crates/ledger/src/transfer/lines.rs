//! The lines of an exported ledger, as they stand in the file: one JSON object a line. `docs/operating/moving-a-ledger.md` describes them.

use credits::decide::{Balance, Chain, Entry, EntryKind, Hold, LotId, NewLot, Source};
use credits::{AccountId, Credits, HoldId, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::StorageError;
use crate::store::columns::{hold_state, known_source, parts};
use crate::store::rows::{self, Columns};
use crate::store::snapshot::Reading;

/// What the first line says the file is.
pub(super) const FORMAT: &str = "farebox-ledger";

/// The version of the format that this program writes, and the only one that it reads.
pub(super) const VERSION: u32 = 1;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Line {
    /// The first one.
    Ledger(HeaderLine),
    /// An account begins. Its entries, lots, holds and keys follow, in this order.
    Account(AccountLine),
    Entry(EntryLine),
    Lot(LotLine),
    Hold(HoldLine),
    Key(KeyLine),
    /// The last one.
    End(EndLine),
}

/// What the file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeaderLine {
    pub format: String,
    pub version: u32,
    /// The moment of the ledger's last batch, in microseconds since 1970.
    pub last_batch: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountLine {
    pub id: Uuid,
    pub available: Credits,
    pub held: Credits,
    pub version: u64,
    #[serde(with = "hexadecimal")]
    pub chain: [u8; 16],
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EntryLine {
    pub version: u64,
    pub at: i64,
    pub kind: EntryKind,
    pub available_delta: Credits,
    pub held_delta: Credits,
    pub hold: Option<Uuid>,
    pub lot: Option<u64>,
    pub source: Option<Source>,
    pub note: String,
    #[serde(with = "hexadecimal")]
    pub chain: [u8; 16],
}

impl EntryLine {
    /// The entry that the line tells of.
    pub fn entry(&self, account: AccountId) -> Entry {
        Entry {
            account,
            version: self.version,
            at: Timestamp(self.at),
            kind: self.kind,
            available_delta: self.available_delta,
            held_delta: self.held_delta,
            hold: self.hold.map(HoldId),
            lot: self.lot.map(LotId),
            source: self.source,
            note: self.note.clone(),
        }
    }

    /// The line that tells of an entry.
    pub fn of(entry: Entry, chain: Chain) -> Self {
        Self {
            version: entry.version,
            at: entry.at.0,
            kind: entry.kind,
            available_delta: entry.available_delta,
            held_delta: entry.held_delta,
            hold: entry.hold.map(|hold| hold.0),
            lot: entry.lot.map(|lot| lot.0),
            source: entry.source,
            note: entry.note,
            chain: chain.0,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LotLine {
    pub id: u64,
    pub source: Source,
    pub amount: Credits,
    pub remaining: Credits,
    pub reversed: Credits,
    pub expires_at: Option<i64>,
}

/// A hold, as it is stored: its state in a word, its parts in theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HoldLine {
    pub id: Uuid,
    pub amount: Credits,
    pub operation: String,
    pub expires_at: i64,
    pub state: String,
    pub ended_at: Option<i64>,
    pub spent: Option<Credits>,
    pub expired_at: Option<i64>,
    pub parts: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyLine {
    pub key: String,
    #[serde(with = "hexadecimal")]
    pub fingerprint: [u8; 16],
    pub version: u64,
    pub last_version: Option<u64>,
}

impl HoldLine {
    /// The hold that the line tells of.
    pub fn hold(&self) -> Result<Hold, StorageError> {
        let missing = |what| StorageError::damaged(format!("hold {} is {} and has no {what}", self.id, self.state));
        let ended_at = || self.ended_at.map(Timestamp).ok_or_else(|| missing("end"));
        Ok(Hold {
            id: HoldId(self.id),
            amount: self.amount,
            operation: self.operation.clone(),
            expires_at: Timestamp(self.expires_at),
            state: hold_state(&self.state, ended_at, || self.spent.ok_or_else(|| missing("amount that was spent")))?,
            expired_at: self.expired_at.map(Timestamp),
            parts: parts(&self.parts)?,
        })
    }
}

impl LotLine {
    /// The lot that the line tells of, as it began.
    pub fn begun(&self) -> NewLot {
        let expires_at = self.expires_at.map(Timestamp);
        NewLot { id: LotId(self.id), source: self.source, amount: self.amount, expires_at }
    }
}

/// The rows of a snapshot as the lines that tell of them.
pub(super) struct Lines;

impl Reading for Lines {
    type Balance = AccountLine;
    type Entry = EntryLine;
    type Lot = LotLine;
    type Hold = HoldLine;
    type Key = KeyLine;

    const OF_A_HOLD: &str = "account, hold, amount, operation, expires_at, state, ended_at, spent, expired_at, parts";
    const OF_A_KEY: &str = "account, key, fingerprint, version, last_version";

    fn balance<C: Columns>(row: &C) -> Result<AccountLine, StorageError> {
        let Balance { available, held, version } = rows::balance(row, 1)?;
        Ok(AccountLine { id: rows::id(row, 0)?, available, held, version, chain: rows::hash(row, 4)? })
    }

    fn entry<C: Columns>(row: &C) -> Result<EntryLine, StorageError> {
        Ok(EntryLine::of(rows::entry(row)?, rows::chain(row, 12)?))
    }

    fn lot<C: Columns>(row: &C) -> Result<LotLine, StorageError> {
        Ok(LotLine {
            id: rows::version(row, 1)?,
            source: known_source(rows::text(row, 2)?)?,
            amount: rows::credits(row, 3)?,
            remaining: rows::credits(row, 4)?,
            reversed: rows::credits(row, 5)?,
            expires_at: row.integer(6)?,
        })
    }

    fn hold<C: Columns>(row: &C) -> Result<HoldLine, StorageError> {
        Ok(HoldLine {
            id: rows::id(row, 1)?,
            amount: rows::credits(row, 2)?,
            operation: rows::text(row, 3)?.to_owned(),
            expires_at: rows::integer(row, 4)?,
            state: rows::text(row, 5)?.to_owned(),
            ended_at: row.integer(6)?,
            spent: row.integer(7)?.map(|_| rows::credits(row, 7)).transpose()?,
            expired_at: row.integer(8)?,
            parts: rows::text(row, 9)?.to_owned(),
        })
    }

    fn key<C: Columns>(row: &C) -> Result<KeyLine, StorageError> {
        Ok(KeyLine {
            key: rows::text(row, 1)?.to_owned(),
            fingerprint: rows::hash(row, 2)?,
            version: rows::version(row, 3)?,
            last_version: row.integer(4)?.map(|_| rows::version(row, 4)).transpose()?,
        })
    }
}

/// What the lines before add up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndLine {
    pub accounts: u64,
    pub entries: u64,
    pub lots: u64,
    pub holds: u64,
    pub keys: u64,
    /// The SHA-256 of every byte before this line.
    pub sha256: String,
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

mod hexadecimal {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8; 16], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::hex(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 16], D::Error> {
        let text = String::deserialize(deserializer)?;
        u128::from_str_radix(&text, 16)
            .ok()
            .filter(|_| text.len() == 32)
            .map(u128::to_be_bytes)
            .ok_or_else(|| D::Error::custom("not 32 hexadecimal digits"))
    }
}
