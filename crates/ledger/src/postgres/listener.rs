//! Listens to what other processes tell, and goes on through every loss of connection. Who hears it catches up after each.

use std::future::poll_fn;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::time::{interval, sleep, timeout};
use tokio_postgres::{AsyncMessage, Client, Notification};
use tokio_util::sync::CancellationToken;

use super::address::{Link, Server};
use super::failure::Failure;
use crate::StorageError;

/// How long it waits before it connects again: the first time, and at most.
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// How often a silent connection is asked whether it is still there, and how long it has to answer.
const ASK_EVERY: Duration = Duration::from_secs(20);
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// How long it may take to begin to listen and to read what may have been missed.
const BEGIN_WITHIN: Duration = Duration::from_secs(60);

/// Who hears what is told.
pub(crate) trait Audience: Send + Sync + 'static {
    /// The statement that begins to listen to its channel.
    const LISTEN: &'static str;

    /// Hears what a process told, be it another or this one.
    fn hear(&self, told: &Notification);

    /// Returns when something may have been missed although the connection is there.
    async fn may_have_missed(&self) {
        std::future::pending().await
    }

    /// Makes up for what may have been missed. It listens already: what is changed from now on is heard.
    async fn catch_up(&self, client: &Client) -> Result<(), Failure>;
}

/// The thread that listens. Dropped, it has ended.
pub(crate) struct Listener {
    stop: CancellationToken,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop.cancel();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("a listener ended by a panic");
        }
    }
}

impl Listener {
    /// Begins to listen, and goes on through every loss of connection. Comes back when it listens, so that nobody who begins to watch
    /// afterwards is told what was there before.
    pub fn start<A: Audience>(server: &Server, audience: Arc<A>) -> Result<Self, StorageError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (server, stop) = (server.clone(), CancellationToken::new());
        let stopped = stop.clone();
        let (first, listening) = mpsc::channel();
        let progress = Progress { first: Some(first), wait: FIRST_WAIT };
        let listen = move || {
            // Never ends by itself.
            let _: Option<()> =
                runtime.block_on(stopped.run_until_cancelled(keep_listening(&server, &*audience, progress)));
            // Not by the runtime's own end, which waits for a name that is being looked up.
            runtime.shutdown_background();
        };
        let thread = std::thread::Builder::new().name("listener".to_owned()).spawn(listen)?;
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

async fn keep_listening<A: Audience>(server: &Server, audience: &A, mut progress: Progress) {
    loop {
        let ended = listen(server, audience, &mut progress).await;
        progress.first = None;
        tracing::warn!(cause = %StorageError::from(ended), "changes by other processes are not heard; connecting again");
        sleep(progress.wait).await;
        progress.wait = (progress.wait * 2).min(LONGEST_WAIT);
    }
}

/// Listens until the connection is lost, and says why it was.
async fn listen<A: Audience>(server: &Server, audience: &A, progress: &mut Progress) -> Failure {
    let (client, mut link) = match server.connect().await {
        Ok(connected) => connected,
        Err(failure) => return failure,
    };
    let heard = hear(&mut link, audience);
    let kept = keep(&client, audience, progress);
    tokio::select! {
        failure = heard => failure,
        failure = kept => failure,
    }
}

/// Drives the connection, and passes on what is heard over it.
async fn hear<A: Audience>(link: &mut Link, audience: &A) -> Failure {
    loop {
        match poll_fn(|context| link.poll_message(context)).await {
            Some(Ok(AsyncMessage::Notification(told))) => audience.hear(&told),
            Some(Ok(_)) => {}
            Some(Err(error)) => return error.into(),
            None => return Failure::Lost(StorageError::unavailable("the connection was closed")),
        }
    }
}

/// First listens and then catches up: what was changed before is read, and what is changed after is heard. From then on it asks now and
/// then whether the connection is still there.
async fn keep<A: Audience>(client: &Client, audience: &A, progress: &mut Progress) -> Failure {
    match timeout(BEGIN_WITHIN, begin(client, audience)).await {
        Ok(Ok(())) => {}
        Ok(Err(failure)) => return failure,
        Err(_) => return Failure::Lost(StorageError::unavailable("the database does not answer")),
    }
    progress.listens();
    let mut ticks = interval(ASK_EVERY);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = audience.may_have_missed() => {
                if let Err(failure) = audience.catch_up(client).await {
                    return failure;
                }
            }
        }
        match timeout(ANSWER_WITHIN, client.check_connection()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return error.into(),
            Err(_) => return Failure::Lost(StorageError::unavailable("the database does not answer")),
        }
    }
}

async fn begin<A: Audience>(client: &Client, audience: &A) -> Result<(), Failure> {
    client.batch_execute(A::LISTEN).await?;
    audience.catch_up(client).await
}
