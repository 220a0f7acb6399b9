//! Submit: accept, hold and queue in a row, as one answer to whoever asked.

use credits::decide::Balance;
use credits::{AccountId, Credits, IdempotencyKey, Request};

use super::{Acceptance, Steps};
use crate::{Generation, SubmitError};

/// A request that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The work.
    pub generation: Generation,
    /// The balance after its hold; for a repetition, the balance now.
    pub balance: Balance,
    /// True when the same request was accepted before and this is the same generation again.
    pub is_replay: bool,
}

impl Steps {
    /// Accepts a request, sets its credits aside and queues it.
    pub(crate) async fn submit(
        &self,
        account: AccountId,
        key: IdempotencyKey,
        request: Request,
        expected_cost: Credits,
    ) -> Result<Accepted, SubmitError> {
        let ticket = match self.accept(account, key, request, expected_cost).await? {
            Acceptance::Recorded(ticket) => ticket,
            Acceptance::Known(generation) => {
                let balance = self.inner.ledger.balance(account).await?;
                return Ok(Accepted { generation, balance, is_replay: true });
            }
        };
        let id = ticket.record.id;
        let balance = self.hold(&ticket).await?;
        match self.queue(account, id).await? {
            Some(generation) => Ok(Accepted { generation, balance, is_replay: false }),
            None => {
                // An attempt before this one was refused its hold and has removed the record, after which this one was granted it:
                // credits came in between. Without a record nobody works for them, so that they go back; a repetition begins anew.
                self.release(account, id).await?;
                Err(SubmitError::InProgress)
            }
        }
    }
}
