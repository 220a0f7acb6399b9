//! Sessions that end, here or in another process on the same database: whatever hangs on them ends too.

use std::fmt::Write as _;

use ledger::StorageError;
use ledger::database::{Heard, Transaction};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::{Accounts, SessionId};

/// What other processes are told when a session ends.
const SESSION_ENDED: &str = "session_ended";

/// Which sessions ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// This one.
    One(SessionId),
    /// Perhaps any: what other processes told was missed for a while.
    PerhapsAny,
}

impl Ended {
    /// Whether a session may have ended by this.
    pub fn concerns(self, session: SessionId) -> bool {
        match self {
            Self::One(ended) => ended == session,
            Self::PerhapsAny => true,
        }
    }
}

impl Accounts {
    /// Tells the event streams of a session that it is over.
    pub(super) fn announce_end(&self, session: Option<SessionId>) {
        if let Some(session) = session {
            pass_on(&self.ended, Ended::One(session));
        }
    }
}

/// Tells other processes that a session is over, when the transaction is committed.
pub(super) fn tell_of_end(transaction: &Transaction<'_>, session: SessionId) -> Result<(), StorageError> {
    let mut words = String::new();
    for byte in session.0 {
        // Writing to a String cannot fail.
        let _ = write!(words, "{byte:02x}");
    }
    transaction.tell(SESSION_ENDED, &words)
}

/// Passes on what other processes tell, for as long as the database is open.
pub(super) async fn hear_of_ends(mut heard: broadcast::Receiver<Heard>, ended: broadcast::Sender<Ended>) {
    loop {
        match heard.recv().await {
            Ok(Heard::Told { topic, words }) if topic == SESSION_ENDED => {
                pass_on(&ended, understood(&words).map_or(Ended::PerhapsAny, Ended::One));
            }
            Ok(Heard::Told { .. }) => {}
            Ok(Heard::Missed) | Err(RecvError::Lagged(_)) => pass_on(&ended, Ended::PerhapsAny),
            Err(RecvError::Closed) => return,
        }
    }
}

fn understood(words: &str) -> Option<SessionId> {
    let digits = |n: usize| u8::from_str_radix(words.get(n..n + 2)?, 16).ok();
    let bytes: Vec<u8> = (0..words.len()).step_by(2).map(digits).collect::<Option<_>>()?;
    bytes.try_into().ok().map(SessionId)
}

fn pass_on(ended: &broadcast::Sender<Ended>, which: Ended) {
    // Nobody listens when no stream is open, which is no error.
    let _listeners = ended.send(which);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_name_is_a_session() {
        assert_eq!(understood(&"0f".repeat(32)), Some(SessionId([0x0f; 32])));
        for words in ["", "0f", &"0f".repeat(33), &"0g".repeat(32), &"é".repeat(32)] {
            assert!(understood(words).is_none(), "{words}");
        }
    }

    #[test]
    fn a_session_is_concerned_by_its_own_end_and_by_any_that_was_missed() {
        let (one, other) = (SessionId([1; 32]), SessionId([2; 32]));
        assert!(Ended::One(one).concerns(one) && !Ended::One(one).concerns(other));
        assert!(Ended::PerhapsAny.concerns(one));
    }
}
