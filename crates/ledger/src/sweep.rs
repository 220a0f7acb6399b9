//! The sweep: holds whose time has come are ended by ordinary commands. A hold that nobody ended returns by itself.

use std::time::Duration;

use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::verbs::expire_command;
use crate::{Ledger, LedgerError, StorageError};

/// How many overdue holds are read and ended at once.
const HOLDS_A_PAGE: usize = 500;

impl Ledger {
    /// Ends every overdue hold and says how many it ended. A hold that its owner ends at the same moment is nobody's loss: whichever
    /// is decided first wins.
    ///
    /// # Errors
    /// When overdue holds cannot be read, or their end cannot be kept.
    pub async fn sweep(&self) -> Result<usize, StorageError> {
        let now = self.now();
        let mut ended = 0;
        let mut after = None;
        loop {
            let page = self.read(move |reader| reader.overdue(now, after, HOLDS_A_PAGE)).await?;
            let Some(last) = page.last().copied() else { return Ok(ended) };
            // Going on after the last one read, and not from the start, passes a hold that cannot be ended.
            after = Some(last);
            let commands = page.iter().map(|overdue| expire_command(overdue.account, overdue.hold)).collect();
            for outcome in self.execute_all(commands).await? {
                match outcome {
                    Ok(_) => ended += 1,
                    // Settled, released or extended since it was read.
                    Err(LedgerError::Refused(_)) => {}
                    // Damage is one account's own and has been logged; the others' holds are still to be ended.
                    Err(LedgerError::Unavailable(error)) if error.is_damaged() => {}
                    Err(LedgerError::Unavailable(error)) => return Err(error),
                }
            }
        }
    }

    /// Sweeps now and then every so often, until told to stop. Trouble is logged and tried again the next time.
    pub async fn run_sweeper(self, every: Duration, shutdown: CancellationToken) {
        let mut ticks = tokio::time::interval(every.max(Duration::from_millis(1)));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                _ = ticks.tick() => {}
            }
            match self.sweep().await {
                Ok(0) => {}
                Ok(holds) => tracing::info!(holds, "overdue holds returned their credits"),
                Err(error) => tracing::warn!(cause = %error, "overdue holds could not be ended; trying again"),
            }
        }
    }
}
