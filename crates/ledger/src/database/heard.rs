//! What the processes on one database tell each other about their records, beside what they write.

use std::sync::Arc;

use tokio::sync::broadcast;
use tokio_postgres::{Client, Notification};

use crate::StorageError;
use crate::postgres::{Audience, Failure, Listener, Server};

/// Tells all who listen, when the transaction is committed.
pub(super) const TELL: &str = "SELECT pg_notify('farebox_records', :told)";

/// How much may be told before whoever is slow to hear it is told that it missed some.
const BACKLOG_MAX: usize = 1_024;

/// Something that another process told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// What it said about a topic.
    Told {
        /// What about: one word.
        topic: String,
        /// What it said.
        words: String,
    },
    /// The connection was lost and is there again: whatever was told meanwhile was not heard.
    Missed,
}

/// The name by which a process knows what it told itself.
#[derive(Debug, Clone)]
pub(super) struct Origin(Arc<str>);

impl Origin {
    /// A name that no other process has.
    pub fn new(random: u128) -> Self {
        Self(format!("{random:032x}").into())
    }

    /// What goes over the wire.
    pub fn tell(&self, topic: &'static str, words: &str) -> String {
        format!("{} {topic} {words}", self.0)
    }

    /// What came over the wire from somebody else.
    fn understood(&self, told: &str) -> Option<Heard> {
        let (origin, told) = told.split_once(' ')?;
        let (topic, words) = told.split_once(' ')?;
        (*origin != *self.0).then(|| Heard::Told { topic: topic.to_owned(), words: words.to_owned() })
    }
}

/// Hears for everybody in this process.
pub(super) struct Ear {
    origin: Origin,
    heard: broadcast::Sender<Heard>,
}

impl Ear {
    pub fn new(origin: Origin) -> Arc<Self> {
        Arc::new(Self { origin, heard: broadcast::channel(BACKLOG_MAX).0 })
    }

    /// What is heard from now on.
    pub fn listen(&self) -> broadcast::Receiver<Heard> {
        self.heard.subscribe()
    }

    /// Begins to hear; ends when what is returned is dropped.
    pub fn open(self: &Arc<Self>, server: &Server) -> Result<Listener, StorageError> {
        Listener::start(server, Arc::clone(self))
    }

    fn pass_on(&self, heard: Heard) {
        // Nobody in this process may be interested, which is no error.
        let _: Result<usize, _> = self.heard.send(heard);
    }
}

impl Audience for Ear {
    const LISTEN: &'static str = "LISTEN farebox_records";

    fn hear(&self, told: &Notification) {
        if let Some(heard) = self.origin.understood(told.payload()) {
            self.pass_on(heard);
        }
    }

    async fn catch_up(&self, _client: &Client) -> Result<(), Failure> {
        self.pass_on(Heard::Missed);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_tell_is_heard_and_what_oneself_told_is_not() {
        let (one, other) = (Origin::new(1), Origin::new(2));
        let told = one.tell("studio", "a b");
        assert_eq!(one.understood(&told), None);
        let heard = Heard::Told { topic: "studio".to_owned(), words: "a b".to_owned() };
        assert_eq!(other.understood(&told), Some(heard));
        assert_eq!(other.understood("nonsense"), None);
    }
}
