//! The stream itself: what is, then what changes, until the session, the server or the stream's own time ends.

use std::collections::VecDeque;
use std::pin::Pin;
use std::time::Duration;

use credits::AccountId;
use futures_util::Stream;
use futures_util::stream::unfold;
use ledger::StorageError;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::time::Sleep;
use uuid::Uuid;

use super::Frame;
use super::pause::pause;
use crate::App;
use crate::accounts::{Ended, SessionId};
use crate::convert;
use crate::extract::SignedIn;
use crate::problem::Refused;

/// How long one stream lives. The browser opens the next by itself and is asked for its session again.
const LIFE: Duration = Duration::from_secs(60 * 60);

/// How many generations are read at once, and how many at most when a stream begins.
const PAGE: usize = 50;
const PRESENT_MAX: usize = 500;

struct Listener {
    app: App,
    account: AccountId,
    session: SessionId,
    /// What was heard and not yet read. Nothing is listened to before all of it was read, so that it holds how a stream begins, or the
    /// answer to one thing heard: a frame, or the present generations. A slow reader makes it no longer.
    waiting: VecDeque<Frame>,
    /// The highest version of the balance that was told: what comes late and lower is not.
    told_version: Option<u64>,
    balances: watch::Receiver<Option<credits::decide::Balance>>,
    generations: broadcast::Receiver<studio::Generation>,
    ended_sessions: broadcast::Receiver<Ended>,
    end_of_life: Pin<Box<Sleep>>,
}

/// Whether the stream goes on.
enum Next {
    Goes,
    Ends,
}

/// The stream for a caller who has seen the balance of that version, or none. Listening begins before anything is read, so that
/// nothing can fall between the two.
pub(crate) async fn stream(
    app: &App,
    caller: &SignedIn,
    seen_version: Option<u64>,
) -> Result<impl Stream<Item = Frame> + Send + use<>, Refused> {
    let account = caller.id();
    let mut listener = Listener {
        app: app.clone(),
        account,
        session: caller.session,
        waiting: VecDeque::from([Frame::Pause(pause(app.ids.number()))]),
        told_version: None,
        balances: app.ledger.subscribe(account),
        generations: app.studio.subscribe(account),
        ended_sessions: app.accounts.ended_sessions(),
        end_of_life: Box::pin(tokio::time::sleep(LIFE)),
    };
    // Asked again, because it may have ended before its end was listened for.
    if !app.accounts.is_session(caller.session).await? {
        return Err(Refused::signed_out());
    }
    let balance = app.ledger.balance(account).await?;
    // Nobody can have seen what is not yet there: such an id is of another ledger or account, and would keep the balance from its reader.
    listener.told_version = seen_version.filter(|seen| *seen <= balance.version);
    listener.tell_balance(balance);
    listener.tell_present_generations().await?;
    Ok(unfold(listener, Listener::next))
}

impl Listener {
    async fn next(mut self) -> Option<(Frame, Self)> {
        loop {
            if self.app.closing.is_cancelled() {
                return None;
            }
            if let Some(frame) = self.waiting.pop_front() {
                return Some((frame, self));
            }
            match self.listen().await {
                Next::Goes => {}
                Next::Ends => return None,
            }
        }
    }

    /// Waits for one thing to happen.
    async fn listen(&mut self) -> Next {
        tokio::select! {
            () = self.app.closing.cancelled() => Next::Ends,
            () = &mut self.end_of_life => Next::Ends,
            ended = self.ended_sessions.recv() => match ended {
                Ok(ended) if !ended.concerns(self.session) => Next::Goes,
                // Too many ended to know whether this was among them: the next stream is asked for its session.
                Ok(_) | Err(RecvError::Lagged(_) | RecvError::Closed) => Next::Ends,
            },
            changed = self.balances.changed() => match changed {
                Ok(()) => {
                    let balance = *self.balances.borrow_and_update();
                    if let Some(balance) = balance {
                        self.tell_balance(balance);
                    }
                    Next::Goes
                }
                Err(_) => Next::Ends,
            },
            heard = self.generations.recv() => self.tell_heard(heard).await,
        }
    }

    fn tell_balance(&mut self, balance: credits::decide::Balance) {
        if self.told_version.is_none_or(|told| told < balance.version) {
            self.told_version = Some(balance.version);
            self.waiting.push_back(Frame::Balance(balance.into()));
        }
    }

    async fn tell_heard(&mut self, heard: Result<studio::Generation, RecvError>) -> Next {
        match heard {
            Ok(generation) => {
                self.waiting.push_back(Frame::Generation(Box::new(convert::generation(generation))));
                Next::Goes
            }
            // Some changes were missed: the list has how things stand now, and readers ignore what they knew.
            Err(RecvError::Lagged(_)) => match self.tell_present_generations().await {
                Ok(()) => Next::Goes,
                Err(error) => {
                    tracing::warn!(%error, "an event stream ended because the generations could not be read");
                    Next::Ends
                }
            },
            Err(RecvError::Closed) => Next::Ends,
        }
    }

    /// Tells how the newest generations stand, ended ones too: one may have ended since the page was made. Of the older ones only
    /// what is unfinished. The oldest first, so that a reader's list grows in order.
    async fn tell_present_generations(&mut self) -> Result<(), StorageError> {
        let mut present = Vec::new();
        let mut cursor: Option<Uuid> = None;
        let mut is_first_page = true;
        while present.len() < PRESENT_MAX {
            let (generations, next) = self.app.studio.list(self.account, cursor, PAGE).await?;
            let seen = generations.len();
            let before = present.len();
            present.extend(generations.into_iter().filter(|found| is_first_page || !found.state.is_final()));
            // Work is done about in order of age: a page on which everything has ended is followed by more of the same.
            let is_settled = !is_first_page && present.len() == before;
            cursor = next;
            is_first_page = false;
            if cursor.is_none() || seen == 0 || is_settled {
                break;
            }
        }
        let frames = present.into_iter().rev().map(|found| Frame::Generation(Box::new(convert::generation(found))));
        self.waiting.extend(frames);
        Ok(())
    }
}
