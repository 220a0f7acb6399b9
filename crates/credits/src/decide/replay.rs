//! A repeated request is the same request: the key's memory.

use sha2::{Digest, Sha256};

use super::{Answer, Command, Effects, Refusal, Verb, View};
use crate::IdempotencyKey;

/// What makes two requests under one key the same request: the first 16 bytes of the SHA-256 of what was asked.
///
/// Remembered for ever, so that neither the words below nor the hash may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 16]);

/// What a key was used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyRecord {
    /// Which request it was.
    pub fingerprint: Fingerprint,
    /// The version of the entry that it wrote. What lapsed after that in the same decision has entries behind it, the last of which has the
    /// version of the answer's balance.
    pub entry: u64,
    /// What was answered, and will be for ever.
    pub answer: Answer,
}

impl Fingerprint {
    /// The fingerprint of a command that carries a key. Times are left out: a retry of the same intent is made later, and its
    /// hold ends later.
    fn of(verb: &Verb) -> Option<Self> {
        let words = match verb {
            Verb::Deposit { amount, source, .. } => format!("deposit {amount} {}", source.as_str()),
            Verb::Hold { hold, amount, operation, .. } => format!("hold {hold} {amount} {operation}"),
            Verb::Settle { hold, amount: Some(amount), .. } => format!("settle {hold} {amount}"),
            Verb::Settle { hold, amount: None, .. } => format!("settle {hold} all"),
            Verb::Release { hold, .. } => format!("release {hold}"),
            Verb::Reverse { deposit, amount, .. } => format!("reverse {amount} {}", deposit.as_str()),
            Verb::Reinstate { deposit, amount, .. } => format!("reinstate {amount} {}", deposit.as_str()),
            Verb::Extend { .. } | Verb::Expire { .. } | Verb::Lapse => return None,
        };
        let digest = Sha256::digest(words.as_bytes());
        let mut first = [0; 16];
        first.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Some(Self(first))
    }
}

/// The first answer again when the key was used for this very request; a refusal when it was used for another.
pub(super) fn first_answer(view: &View, command: &Command) -> Result<Option<Effects>, Refusal> {
    match (view.key, Fingerprint::of(&command.verb)) {
        (Some(record), Some(fingerprint)) if record.fingerprint == fingerprint => {
            Ok(Some(Effects::nothing(record.answer, true)))
        }
        (Some(_), Some(_)) => Err(Refusal::KeyReused),
        (None, _) | (_, None) => Ok(None),
    }
}

/// The key to remember for a command, with its request's fingerprint.
pub(super) fn key_to_remember(command: &Command) -> Option<(IdempotencyKey, Fingerprint)> {
    command.key().cloned().zip(Fingerprint::of(&command.verb))
}
