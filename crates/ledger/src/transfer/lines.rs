//! The lines of an exported ledger, as they stand in the file: one JSON object a line. `docs/operating/moving-a-ledger.md` describes them.

use credits::decide::{Chain, Entry, EntryKind, LotId, Source};
use credits::{AccountId, Credits, HoldId, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
