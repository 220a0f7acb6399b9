//! Listens to what other processes change, and tells whoever watches here. What it may have missed while it was not connected it reads.

use std::future::poll_fn;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::time::{interval, sleep, timeout};
use tokio_postgres::tls::NoTlsStream;
use tokio_postgres::{AsyncMessage, Client, NoTls, Socket};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::address::Server;
use super::announce::understood;
use super::failure::Failure;
use super::rows;
use super::statements::{BALANCES, LISTEN};
use crate::StorageError;
use crate::publish::Subscribers;

/// How long it waits before it connects again: the first time, and at most.
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// How often a silent connection is asked whether it is still there, and how long it has to answer.
const ASK_EVERY: Duration = Duration::from_secs(20);
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// How many watched accounts are read at once.
const ACCOUNTS_A_READ: usize = 1_000;

/// The session by which this process changes balances. What is heard of that one was told to its watchers by the writer already, and told
/// again it would be taken for a change by whoever began to watch in between.
#[derive(Debug, Clone, Default)]
pub(super) struct OwnSession(Arc<AtomicI32>);

impl OwnSession {
    /// The writer has a session with this number now.
    pub fn begin(&self, number: i32) {
        self.0.store(number, Ordering::Release);
    }

    /// The writer has lost its session, and perhaps the outcome of what it did last: all that is heard of it is news again.
    pub fn end(&self) {
        self.0.store(NO_SESSION, Ordering::Release);
    }

    fn is(&self, number: i32) -> bool {
        self.0.load(Ordering::Acquire) == number
    }
}

/// No session has this number.
const NO_SESSION: i32 = 0;

/// The thread that listens. Dropped, it has ended.
pub(super) struct Listener {
    stop: CancellationToken,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop.cancel();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the ledger's listener ended by a panic");
        }
    }
}

impl Listener {
    /// Begins to listen, and goes on through every loss of connection. Comes back when it listens, so that nobody who begins to watch
    /// afterwards is told what was there before.
    pub fn start(server: &Server, subscribers: Arc<Subscribers>, own: OwnSession) -> Result<Self, StorageError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (server, stop) = (server.clone(), CancellationToken::new());
        let stopped = stop.clone();
        let (first, listening) = mpsc::channel();
        let progress = Progress { first: Some(first), wait: FIRST_WAIT };
        let listen = move || {
            // Never ends by itself.
            let _: Option<()> =
                runtime.block_on(stopped.run_until_cancelled(keep_listening(&server, &subscribers, &own, progress)));
        };
        let thread = std::thread::Builder::new().name("ledger-listener".to_owned()).spawn(listen)?;
        // Nothing is ever sent: it ends when the other end is dropped.
        let _: Result<(), mpsc::RecvError> = listening.recv();
        Ok(Self { stop, thread: Some(thread) })
    }
}

/// How far the listener has come.
struct Progress {
    /// Dropped when it listens for the first time, or could not: somebody waits for that.
    first: Option<mpsc::Sender<()>>,
    /// How long it waits before it connects again.
    wait: Duration,
}

impl Progress {
    fn listens(&mut self) {
        self.first = None;
        self.wait = FIRST_WAIT;
    }
}

async fn keep_listening(server: &Server, subscribers: &Subscribers, own: &OwnSession, mut progress: Progress) {
    loop {
        let ended = listen(server, subscribers, own, &mut progress).await;
        progress.first = None;
        tracing::warn!(cause = %StorageError::from(ended), "changes by other processes are not heard; connecting again");
        sleep(progress.wait).await;
        progress.wait = (progress.wait * 2).min(LONGEST_WAIT);
    }
}

/// Listens until the connection is lost, and says why it was.
async fn listen(server: &Server, subscribers: &Subscribers, own: &OwnSession, progress: &mut Progress) -> Failure {
    let (client, mut connection) = match server.config.connect(NoTls).await {
        Ok(connected) => connected,
        Err(error) => return error.into(),
    };
    let heard = hear(&mut connection, subscribers, own);
    let kept = keep(&client, subscribers, progress);
    tokio::select! {
        failure = heard => failure,
        failure = kept => failure,
    }
}

/// Drives the connection, and tells what is heard over it.
async fn hear(
    connection: &mut tokio_postgres::Connection<Socket, NoTlsStream>,
    subscribers: &Subscribers,
    own: &OwnSession,
) -> Failure {
    loop {
        match poll_fn(|context| connection.poll_message(context)).await {
            Some(Ok(AsyncMessage::Notification(told))) if own.is(told.process_id()) => {}
            Some(Ok(AsyncMessage::Notification(told))) => match understood(told.payload()) {
                Some(balances) => subscribers.publish(balances),
                None => tracing::warn!("somebody else spoke on the ledger's channel"),
            },
            Some(Ok(_)) => {}
            Some(Err(error)) => return error.into(),
            None => return Failure::Lost(StorageError::unavailable("the connection was closed")),
        }
    }
}

/// First listens and then reads what is watched: what was changed before is read, and what is changed after is heard. From then on it asks
/// now and then whether the connection is still there.
async fn keep(client: &Client, subscribers: &Subscribers, progress: &mut Progress) -> Failure {
    if let Err(failure) = catch_up(client, subscribers).await {
        return failure;
    }
    progress.listens();
    let mut ticks = interval(ASK_EVERY);
    loop {
        ticks.tick().await;
        match timeout(ANSWER_WITHIN, client.check_connection()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return error.into(),
            Err(_) => return Failure::Lost(StorageError::unavailable("the database does not answer")),
        }
    }
}

async fn catch_up(client: &Client, subscribers: &Subscribers) -> Result<(), Failure> {
    client.batch_execute(LISTEN).await?;
    let watched: Vec<Uuid> = subscribers.watched().into_iter().map(|account| account.0).collect();
    for accounts in watched.chunks(ACCOUNTS_A_READ) {
        let found = client.query(BALANCES, &[&accounts]).await?;
        let balances = found.iter().map(|row| Ok((rows::account(row, 0)?, rows::balance(row, 1)?)));
        subscribers.publish(balances.collect::<Result<Vec<_>, StorageError>>()?);
    }
    Ok(())
}
