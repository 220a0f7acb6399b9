//! A generation as it is recorded, and the state machine: from which stage it may go to which. Pure, so that every rule is testable.

use std::mem;

use credits::{AccountId, Credits, IdempotencyKey, Request, Timestamp};
use uuid::Uuid;

use crate::{Asset, Generation, State};

/// How far the revisions of two changes of state are apart: progress, which is not recorded, counts between them.
const REVISIONS_PER_CHANGE: u64 = 10_000;

/// A generation with all that its steps need and its owner need not see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub account: AccountId,
    pub id: Uuid,
    pub key: IdempotencyKey,
    /// What makes two requests under one key the same request.
    pub fingerprint: [u8; 32],
    pub request: Request,
    pub operation: String,
    pub cost: Credits,
    pub seed: u64,
    pub created_at: Timestamp,
    pub stage: Stage,
    /// Counts the changes of state.
    pub revision: u32,
    /// Counts the claims, so that the runner of an earlier attempt is known by its number and changes nothing any more.
    pub attempt: u32,
    /// Counts the attempts whose runner was lost.
    pub leases_lost: u32,
}

/// The stages of a generation. What its owner sees is [`State`]; the two more that are here lie between two stores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Recorded; whether its credits are on hold is not known yet. Its owner has not been told of it.
    Accepted,
    /// Its credits are on hold.
    Queued,
    /// A runner works on it.
    Running { started_at: Timestamp, lease_until: Timestamp },
    /// Its files are stored, and next its credits are spent. Nobody can cancel it any more.
    Stored { started_at: Timestamp, assets: Vec<Asset> },
    /// Its credits are spent.
    Succeeded { at: Timestamp, assets: Vec<Asset> },
    /// It gave no result.
    Failed { at: Timestamp, reason: String, hold_return: HoldReturn },
    /// Its owner stopped it.
    Cancelled { at: Timestamp, hold_return: HoldReturn },
}

/// Whether the end of a generation that gave no result has been carried out: credits returned, files removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HoldReturn {
    Owed,
    Done,
}

impl Record {
    /// Whether a sweep has something to see to.
    pub(crate) const fn is_open(&self) -> bool {
        match &self.stage {
            Stage::Accepted | Stage::Queued | Stage::Running { .. } | Stage::Stored { .. } => true,
            Stage::Succeeded { .. } => false,
            Stage::Failed { hold_return, .. } | Stage::Cancelled { hold_return, .. } => match hold_return {
                HoldReturn::Owed => true,
                HoldReturn::Done => false,
            },
        }
    }

    /// The generation as its owner sees it; `None` before its credits are on hold.
    pub(crate) fn generation(&self, progress_permille: u32) -> Option<Generation> {
        // While files wait for their credits to be spent, the work is at its very end and not beyond it.
        let running = |started_at, lease_until, progress_permille| State::Running {
            started_at,
            lease_until,
            attempt: self.attempt,
            progress_permille,
        };
        let state = match &self.stage {
            Stage::Accepted => return None,
            Stage::Queued => State::Queued,
            Stage::Running { started_at, lease_until } => running(*started_at, *lease_until, progress_permille),
            Stage::Stored { started_at, .. } => running(*started_at, *started_at, 1_000),
            Stage::Succeeded { at, assets } => State::Succeeded { assets: assets.clone(), at: *at },
            Stage::Failed { at, reason, .. } => State::Failed { reason: reason.clone(), at: *at },
            Stage::Cancelled { at, .. } => State::Cancelled { at: *at },
        };
        let progress_counted = match &state {
            State::Running { progress_permille, .. } => u64::from(*progress_permille),
            State::Queued | State::Succeeded { .. } | State::Failed { .. } | State::Cancelled { .. } => 0,
        };
        Some(Generation {
            id: self.id,
            account: self.account,
            request: self.request.clone(),
            operation: self.operation.clone(),
            cost: self.cost,
            seed: self.seed,
            state,
            created_at: self.created_at,
            revision: u64::from(self.revision) * REVISIONS_PER_CHANGE + progress_counted,
        })
    }

    /// The record in another stage, with a higher revision if its owner can tell the two apart.
    fn at(&self, stage: Stage) -> Self {
        let is_change = mem::discriminant(&stage) != mem::discriminant(&self.stage);
        Self { stage, revision: self.revision.saturating_add(u32::from(is_change)), ..self.clone() }
    }

    /// Its credits are on hold.
    pub(crate) fn queued(&self) -> Option<Self> {
        matches!(self.stage, Stage::Accepted).then(|| self.at(Stage::Queued))
    }

    /// A runner takes it.
    pub(crate) fn claimed(&self, started_at: Timestamp, lease_until: Timestamp) -> Option<Self> {
        let claimed =
            || Self { attempt: self.attempt.saturating_add(1), ..self.at(Stage::Running { started_at, lease_until }) };
        matches!(self.stage, Stage::Queued).then(claimed)
    }

    /// When the present attempt began, if it is this one and at work.
    fn running_since(&self, attempt: u32) -> Option<Timestamp> {
        match self.stage {
            Stage::Running { started_at, .. } if self.attempt == attempt => Some(started_at),
            Stage::Running { .. }
            | Stage::Accepted
            | Stage::Queued
            | Stage::Stored { .. }
            | Stage::Succeeded { .. }
            | Stage::Failed { .. }
            | Stage::Cancelled { .. } => None,
        }
    }

    /// The attempt's runner is still there.
    pub(crate) fn heard_of(&self, attempt: u32, lease_until: Timestamp) -> Option<Self> {
        let started_at = self.running_since(attempt)?;
        Some(self.at(Stage::Running { started_at, lease_until }))
    }

    /// The attempt's files are stored.
    pub(crate) fn stored(&self, attempt: u32, assets: Vec<Asset>) -> Option<Self> {
        let started_at = self.running_since(attempt)?;
        Some(self.at(Stage::Stored { started_at, assets }))
    }

    /// The attempt gave no result.
    pub(crate) fn failed(&self, attempt: u32, reason: &str, at: Timestamp) -> Option<Self> {
        self.running_since(attempt)?;
        Some(self.failed_at(reason, at))
    }

    /// The attempt's runner puts the work down so that another can take it up; nothing went wrong.
    pub(crate) fn put_down(&self, attempt: u32) -> Option<Self> {
        self.running_since(attempt)?;
        Some(self.at(Stage::Queued))
    }

    /// The attempt's runner was lost: another takes the work, unless too many were lost over it.
    pub(crate) fn lease_lost(&self, attempt: u32, attempts_max: u32, reason: &str, at: Timestamp) -> Option<Self> {
        self.running_since(attempt)?;
        let lost = Self { leases_lost: self.leases_lost.saturating_add(1), ..self.clone() };
        Some(if lost.leases_lost < attempts_max { lost.at(Stage::Queued) } else { lost.failed_at(reason, at) })
    }

    /// Its credits returned while it waited.
    pub(crate) fn failed_waiting(&self, reason: &str, at: Timestamp) -> Option<Self> {
        matches!(self.stage, Stage::Queued).then(|| self.failed_at(reason, at))
    }

    /// Its credits returned before they could be spent.
    pub(crate) fn failed_unpaid(&self, reason: &str, at: Timestamp) -> Option<Self> {
        matches!(self.stage, Stage::Stored { .. }).then(|| self.failed_at(reason, at))
    }

    fn failed_at(&self, reason: &str, at: Timestamp) -> Self {
        self.at(Stage::Failed { at, reason: reason.to_owned(), hold_return: HoldReturn::Owed })
    }

    /// Its credits are spent.
    pub(crate) fn succeeded(&self, at: Timestamp) -> Option<Self> {
        match &self.stage {
            Stage::Stored { assets, .. } => Some(self.at(Stage::Succeeded { at, assets: assets.clone() })),
            Stage::Accepted
            | Stage::Queued
            | Stage::Running { .. }
            | Stage::Succeeded { .. }
            | Stage::Failed { .. }
            | Stage::Cancelled { .. } => None,
        }
    }

    /// Its owner stops it. Once its files are stored it is too late.
    pub(crate) fn cancelled(&self, at: Timestamp) -> Option<Self> {
        match &self.stage {
            Stage::Queued | Stage::Running { .. } => {
                Some(self.at(Stage::Cancelled { at, hold_return: HoldReturn::Owed }))
            }
            Stage::Accepted
            | Stage::Stored { .. }
            | Stage::Succeeded { .. }
            | Stage::Failed { .. }
            | Stage::Cancelled { .. } => None,
        }
    }

    /// Its end without a result has been carried out.
    pub(crate) fn wound_up(&self) -> Option<Self> {
        let hold_return = HoldReturn::Done;
        match &self.stage {
            Stage::Failed { at, reason, .. } => {
                Some(self.at(Stage::Failed { at: *at, reason: reason.clone(), hold_return }))
            }
            Stage::Cancelled { at, .. } => Some(self.at(Stage::Cancelled { at: *at, hold_return })),
            Stage::Accepted
            | Stage::Queued
            | Stage::Running { .. }
            | Stage::Stored { .. }
            | Stage::Succeeded { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests;
