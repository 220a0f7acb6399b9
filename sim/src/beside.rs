//! Callers, and what happens beside them while they are at work: a sweep, or a connection that breaks.

use std::time::Duration;

use credits::decide::{Command, Verdict};
use ledger::{Ledger, LedgerError, StorageError};
use postgres_fixture::FixtureError;
use tokio::task::JoinHandle;

use crate::database::{cut_connections, kill_server, may_kill};
use crate::plan::Tear;
use crate::tally::Tally;

/// About how long callers at once are at work over a database, in microseconds.
const CALLERS_TAKE_US: u16 = 6_000;

/// Of so many power failures one is a server that is killed, where that may be.
const TEARS_A_KILL: u16 = 16;

/// What happens beside the callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// Nothing.
    Nothing,
    /// A sweep.
    Sweep,
    /// Every connection to the database is cut, so much later.
    Cut(Duration),
    /// The database's server is killed, so much later, and comes back.
    Kill(Duration),
}

impl Beside {
    /// Whether connections to a database break.
    #[must_use]
    pub const fn breaks_connections(self) -> bool {
        matches!(self, Self::Cut(_) | Self::Kill(_))
    }

    /// Breaks the connections to the database of that address, on a thread of its own, if that is what happens.
    pub fn breaks(self, address: &str, tally: &mut Tally) -> Option<JoinHandle<Result<(), FixtureError>>> {
        let address = address.to_owned();
        match self {
            Self::Nothing | Self::Sweep => None,
            Self::Cut(after) => {
                tally.cuts += 1;
                Some(tokio::task::spawn_blocking(move || cut_connections(&address, after)))
            }
            Self::Kill(after) => {
                tally.kills += 1;
                Some(tokio::task::spawn_blocking(move || kill_server(after)))
            }
        }
    }
}

/// What a power failure is to a ledger whose database is elsewhere: connections break, or the server is killed.
pub fn broken_by(tear: Tear) -> Beside {
    let chance = match tear {
        Tear::Cut { share: chance } | Tear::Garbled { chance } => chance,
        Tear::Every => 0,
    };
    let after = Duration::from_micros(u64::from(chance % CALLERS_TAKE_US));
    if may_kill() && chance.is_multiple_of(TEARS_A_KILL) { Beside::Kill(after) } else { Beside::Cut(after) }
}

/// Sends what one caller asks: a lone command by itself, several in one transaction.
pub async fn one_caller(
    ledger: Ledger,
    commands: Vec<Command>,
    beside: Beside,
) -> (Vec<Command>, Vec<Result<Verdict, LedgerError>>) {
    if let (Beside::Sweep, Some(command)) = (beside, commands.first()) {
        // A read first, as the sweep does: who of them is at the writer sooner is open then.
        drop(ledger.entries(command.account, None, 1).await);
    }
    let outcomes = match commands.as_slice() {
        [command] => vec![ledger.execute(command.clone()).await],
        several => match ledger.execute_all(several.to_vec()).await {
            Ok(outcomes) => outcomes,
            Err(error) => several.iter().map(|_| Err(LedgerError::Unavailable(error.clone()))).collect(),
        },
    };
    (commands, outcomes)
}

/// A sweep, by whoever sweeps.
pub async fn one_sweep(ledger: Ledger) -> Result<usize, StorageError> {
    ledger.sweep().await
}
