//! Step 1, accept: what was asked for is valid, costs what was expected, and is recorded under its key.

use credits::{AccountId, Credits, IdempotencyKey, Quote, Request, quote};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Steps;
use crate::record::{Record, Stage};
use crate::running::Submission;
use crate::store::Inserted;
use crate::{Generation, SubmitError};

/// What came of accepting a request.
#[derive(Debug)]
pub enum Acceptance {
    /// It is recorded, by this request or by one before it that came no further; next its credits are held.
    Recorded(Ticket),
    /// The same request was accepted under this key before.
    Known(Generation),
}

/// A recorded request whose credits are to be held. Nobody else takes the step while it lives.
#[derive(Debug)]
pub struct Ticket {
    pub(super) record: Record,
    pub(super) _in_hand: Submission,
}

impl Ticket {
    /// The id that the generation will have.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.record.id
    }
}

impl Steps {
    /// Checks a request and records it, unless its key was used before.
    ///
    /// The key is looked up first: a retry of something that was accepted is answered with it, whatever the catalog says by now.
    ///
    /// # Errors
    /// `KeyReused`, `InProgress`, `Invalid`, `PriceChanged` or `Unavailable`; nothing is recorded then.
    pub async fn accept(
        &self,
        account: AccountId,
        key: IdempotencyKey,
        request: Request,
        expected_cost: Credits,
    ) -> Result<Acceptance, SubmitError> {
        let fingerprint = fingerprint(&request);
        let priced = self.price(&request, expected_cost);
        let record = priced.as_ref().ok().map(|quote| self.record(account, &key, fingerprint, request, quote));
        // Taken in hand before it is recorded, so that a sweep never sees it as left behind.
        let in_hand = record.as_ref().and_then(|record| self.inner.running.begin_submission(record.id));
        let known = match (self.inner.store.insert(account, key, record).await?, in_hand) {
            (Inserted::New(record), Some(in_hand)) => {
                return Ok(Acceptance::Recorded(Ticket { record, _in_hand: in_hand }));
            }
            // An id is new when it is made, so that nobody else has it in hand.
            (Inserted::New(_), None) => return Err(SubmitError::InProgress),
            (Inserted::Known(known), _) => known,
            (Inserted::Nothing, _) => return Err(priced.err().unwrap_or(SubmitError::InProgress)),
        };
        if known.fingerprint != fingerprint {
            return Err(SubmitError::KeyReused);
        }
        if let Some(generation) = self.generation(&known) {
            return Ok(Acceptance::Known(generation));
        }
        if known.cost != expected_cost {
            // It was recorded at another price, and whether that was held is not known here: the sweep completes or drops it, and nobody
            // is charged what they do not expect.
            return Err(SubmitError::InProgress);
        }
        self.resume(&known).await
    }

    /// Goes on from a record whose first attempt came no further, unless somebody is at it.
    async fn resume(&self, known: &Record) -> Result<Acceptance, SubmitError> {
        let in_hand = self.inner.running.begin_submission(known.id).ok_or(SubmitError::InProgress)?;
        // Read again: until it was in hand, the first attempt or the sweep could take it on or drop it.
        let record = self.inner.store.find(known.account, known.id).await?.ok_or(SubmitError::InProgress)?;
        Ok(match self.generation(&record) {
            Some(generation) => Acceptance::Known(generation),
            None => Acceptance::Recorded(Ticket { record, _in_hand: in_hand }),
        })
    }

    fn price(&self, request: &Request, expected_cost: Credits) -> Result<Quote, SubmitError> {
        let quote = quote(&self.inner.catalog, request).map_err(SubmitError::Invalid)?;
        if quote.cost == expected_cost {
            Ok(quote)
        } else {
            Err(SubmitError::PriceChanged { expected_cost, cost: quote.cost })
        }
    }

    fn record(
        &self,
        account: AccountId,
        key: &IdempotencyKey,
        fingerprint: [u8; 32],
        request: Request,
        quote: &Quote,
    ) -> Record {
        let created_at = self.inner.clock.now();
        Record {
            account,
            id: self.inner.ids.uuid_v7(created_at),
            key: key.clone(),
            fingerprint,
            request,
            operation: quote.operation.clone(),
            cost: quote.cost,
            seed: self.inner.ids.number(),
            created_at,
            stage: Stage::Accepted,
            revision: 1,
            attempt: 0,
            leases_lost: 0,
        }
    }
}

/// What makes two requests under one key the same request. The model's length keeps it apart from the prompt. The expected cost is left
/// out: whoever asks again after a price has changed still means what was accepted, and gets it.
fn fingerprint(request: &Request) -> [u8; 32] {
    let Request { kind, model, prompt, aspect_ratio, seconds } = request;
    let (kind, aspect_ratio, model_bytes) = (kind.as_str(), aspect_ratio.as_str(), model.len());
    let words = format!("{kind} {aspect_ratio} {seconds} {model_bytes} {model} {prompt}");
    Sha256::digest(words.as_bytes()).into()
}
