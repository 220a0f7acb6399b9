//! The chain over an account's entries: each link is a hash of the one before and of an entry, so that an entry that is altered, removed or
//! put in leaves a chain that does not fit.

use sha2::{Digest, Sha256};

use super::Entry;
use crate::Credits;

/// A link: the first 16 bytes of a SHA-256. Written down for ever, so that neither the words below nor the hash may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Chain(pub [u8; 16]);

impl Chain {
    /// Before the first entry.
    pub const START: Self = Self([0; 16]);

    /// The link after an entry.
    #[must_use]
    pub fn after(self, entry: &Entry) -> Self {
        let Entry { account, version, at, kind, available_delta, held_delta, hold, lot, source, note } = entry;
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(account.0.as_bytes());
        hash.update(version.to_le_bytes());
        hash.update(at.0.to_le_bytes());
        for amount in [*available_delta, *held_delta] {
            hash.update(Credits::get(amount).to_le_bytes());
        }
        hash.update(hold.map_or([0; 16], |hold| *hold.0.as_bytes()));
        hash.update(lot.map_or(0, |lot| lot.0).to_le_bytes());
        // Lengths, so that no two entries are written the same.
        for word in [kind.as_str(), source.map_or("", super::Source::as_str), note] {
            hash.update(u64::try_from(word.len()).unwrap_or(u64::MAX).to_le_bytes());
            hash.update(word.as_bytes());
        }
        let mut first = [0; 16];
        first.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
        Self(first)
    }
}
