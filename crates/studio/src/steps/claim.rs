//! Step 3, claim: a runner takes the oldest that waits, under a lease.

use ledger::StorageError;

use super::Steps;
use crate::Generation;
use crate::generators::Work;
use crate::record::Record;
use crate::running::Seat;

/// A runner's right to work on a generation, for as long as its lease is extended. Dropping it gives up the place, not the lease.
#[derive(Debug)]
pub struct Claim {
    pub(crate) record: Record,
    pub(crate) seat: Seat,
}

impl Claim {
    /// The work for the generator.
    #[must_use]
    pub fn work(&self) -> Work {
        let request = self.record.request.clone();
        Work {
            kind: request.kind,
            model: request.model,
            prompt: request.prompt,
            aspect_ratio: request.aspect_ratio,
            seconds: request.seconds,
            seed: self.record.seed,
        }
    }

    /// The generation as it was when it was claimed.
    #[must_use]
    pub fn generation(&self) -> Option<Generation> {
        self.record.generation(0)
    }
}

impl Steps {
    /// Takes the oldest generation that waits; `None` when none does.
    ///
    /// # Errors
    /// When the store cannot be reached. If it was claimed nevertheless, its lease runs out.
    pub async fn claim(&self) -> Result<Option<Claim>, StorageError> {
        let Some(record) = self.inner.store.claim(self.inner.clock.now(), self.lease_until()).await? else {
            return Ok(None);
        };
        let seat = self.inner.running.sit_down(record.id, record.attempt);
        self.publish(&record);
        Ok(Some(Claim { record, seat }))
    }
}
