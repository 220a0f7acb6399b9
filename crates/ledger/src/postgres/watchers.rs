//! Those of this process who watch balances, told what other processes change. What they may have missed is read.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use tokio::sync::Notify;
use tokio_postgres::{Client, Notification};
use uuid::Uuid;

use super::announce::understood;
use super::failure::Failure;
use super::listener::Audience;
use super::rows;
use super::statements;
use crate::StorageError;
use crate::publish::Subscribers;

/// How many watched accounts are read at once.
const ACCOUNTS_A_READ: usize = 1_000;

/// A session by which this process changes balances. What is heard of it was told to its watchers by the writer already, and told
/// again it would be taken for a change by whoever began to watch in between.
#[derive(Debug, Clone)]
pub(super) struct OwnSession {
    number: Arc<AtomicI32>,
    /// Told when a session was lost, and with it perhaps the outcome of what it did last.
    lost: Arc<Notify>,
}

impl OwnSession {
    /// The writer has a session with this number now.
    pub fn begin(&self, number: i32) {
        self.number.store(number, Ordering::Release);
    }

    /// The writer has lost its session, and perhaps the outcome of what it did last: all that is heard of it is news again, and what was
    /// heard of it already, and left to the writer to tell, is read.
    pub fn end(&self) {
        self.number.store(NO_SESSION, Ordering::Release);
        self.lost.notify_one();
    }

    fn is(&self, number: i32) -> bool {
        self.number.load(Ordering::Acquire) == number
    }
}

/// No session has this number.
const NO_SESSION: i32 = 0;

/// The subscribers of this process.
pub(super) struct Watchers {
    /// Who watches which balance.
    pub subscribers: Arc<Subscribers>,
    /// By which session each of this process's writers tells others.
    pub own: Vec<OwnSession>,
    lost: Arc<Notify>,
}

impl Watchers {
    /// Of a process that has so many writers.
    pub fn new(subscribers: &Arc<Subscribers>, writers: usize) -> Self {
        let lost = Arc::<Notify>::default();
        let own = || OwnSession { number: Arc::new(AtomicI32::new(NO_SESSION)), lost: Arc::clone(&lost) };
        Self { subscribers: Arc::clone(subscribers), own: std::iter::repeat_with(own).take(writers).collect(), lost }
    }
}

impl Audience for Watchers {
    const LISTEN: &'static str = statements::LISTEN;

    fn hear(&self, told: &Notification) {
        if self.own.iter().any(|own| own.is(told.process_id())) {
            return;
        }
        match understood(told.payload()) {
            Some(balances) => self.subscribers.publish(balances),
            None => tracing::warn!("somebody else spoke on the ledger's channel"),
        }
    }

    async fn may_have_missed(&self) {
        self.lost.notified().await;
    }

    async fn catch_up(&self, client: &Client) -> Result<(), Failure> {
        let watched: Vec<Uuid> = self.subscribers.watched().into_iter().map(|account| account.0).collect();
        for accounts in watched.chunks(ACCOUNTS_A_READ) {
            let found = client.query(statements::BALANCES, &[&accounts]).await?;
            let balances = found.iter().map(|row| Ok((rows::account(row, 0)?, rows::balance(row, 1)?)));
            self.subscribers.publish(balances.collect::<Result<Vec<_>, StorageError>>()?);
        }
        Ok(())
    }
}
