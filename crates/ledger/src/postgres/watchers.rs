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

/// The session by which this process changes balances. What is heard of that one was told to its watchers by the writer already, and told
/// again it would be taken for a change by whoever began to watch in between.
#[derive(Debug, Clone, Default)]
pub(super) struct OwnSession(Arc<Own>);

#[derive(Debug, Default)]
struct Own {
    number: AtomicI32,
    /// The session was lost, and with it perhaps the outcome of what it did last.
    lost: Notify,
}

impl OwnSession {
    /// The writer has a session with this number now.
    pub fn begin(&self, number: i32) {
        self.0.number.store(number, Ordering::Release);
    }

    /// The writer has lost its session, and perhaps the outcome of what it did last: all that is heard of it is news again, and what was
    /// heard of it already, and left to the writer to tell, is read.
    pub fn end(&self) {
        self.0.number.store(NO_SESSION, Ordering::Release);
        self.0.lost.notify_one();
    }

    fn is(&self, number: i32) -> bool {
        self.0.number.load(Ordering::Acquire) == number
    }
}

/// No session has this number.
const NO_SESSION: i32 = 0;

/// The subscribers of this process.
pub(super) struct Watchers {
    /// Who watches which balance.
    pub subscribers: Arc<Subscribers>,
    /// By which session this process tells others.
    pub own: OwnSession,
}

impl Audience for Watchers {
    const LISTEN: &'static str = statements::LISTEN;

    fn hear(&self, told: &Notification) {
        if self.own.is(told.process_id()) {
            return;
        }
        match understood(told.payload()) {
            Some(balances) => self.subscribers.publish(balances),
            None => tracing::warn!("somebody else spoke on the ledger's channel"),
        }
    }

    async fn may_have_missed(&self) {
        self.own.0.lost.notified().await;
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
