//! The sweep: holds and lots whose time has come are ended by ordinary commands. A hold that nobody ended returns by itself.

use std::time::Duration;

use credits::decide::Command;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::verbs::{expire_command, lapse_command};
use crate::{Ledger, LedgerError, StorageError};

/// How much of what is overdue is read and ended at once.
const ROWS_A_PAGE: usize = 500;

impl Ledger {
    /// Ends every overdue hold, lets every overdue lot lapse, and says how many holds and accounts that were. What its owner ends at the
    /// same moment is nobody's loss: whichever is decided first wins.
    ///
    /// # Errors
    /// When what is overdue cannot be read, or its end cannot be kept.
    pub async fn sweep(&self) -> Result<usize, StorageError> {
        Ok(self.sweep_holds().await? + self.sweep_lots().await?)
    }

    async fn sweep_holds(&self) -> Result<usize, StorageError> {
        let now = self.now();
        let mut ended = 0;
        let mut after = None;
        loop {
            let page = self.read(move |reader| reader.overdue(now, after, ROWS_A_PAGE)).await?;
            let Some(last) = page.last().copied() else { return Ok(ended) };
            // Going on after the last one read, and not from the start, passes a hold that cannot be ended.
            after = Some(last);
            ended += self.end(page.iter().map(|overdue| expire_command(overdue.account, overdue.hold))).await?;
        }
    }

    async fn sweep_lots(&self) -> Result<usize, StorageError> {
        let now = self.now();
        let mut ended = 0;
        let mut after = None;
        loop {
            let page = self.read(move |reader| reader.lapsing(now, after, ROWS_A_PAGE)).await?;
            let Some(last) = page.last().copied() else { return Ok(ended) };
            after = Some(last);
            ended += self.end(page.into_iter().map(lapse_command)).await?;
        }
    }

    /// Does commands that end something, and says how many did.
    async fn end(&self, commands: impl Iterator<Item = Command>) -> Result<usize, StorageError> {
        let mut ended = 0;
        for outcome in self.execute_all(commands.collect()).await? {
            match outcome {
                Ok(verdict) => ended += usize::from(!verdict.is_replay),
                // Settled, released or extended since it was read.
                Err(LedgerError::Refused(_)) => {}
                // Damage is one account's own and has been logged; what is overdue of the others is still to be ended.
                Err(LedgerError::Unavailable(error)) if error.is_damaged() => {}
                Err(LedgerError::Unavailable(error)) => return Err(error),
            }
        }
        Ok(ended)
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
                Ok(ended) => tracing::info!(ended, "overdue holds returned their credits, overdue lots lapsed"),
                Err(error) => tracing::warn!(cause = %error, "what is overdue could not be ended; trying again"),
            }
        }
    }
}
