//! Stops the work of one generation. When that fails, it can be tried again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use wire::Generation;

use crate::api::client;
use crate::api::error::ApiError;
use crate::contexts::generations::{GenerationsContext, use_generations};
use crate::contexts::notices::{Notices, Tone, use_notices};
use crate::state::answer;

/// The end of one generation's work, on request.
#[derive(Clone, Copy)]
pub struct Cancellation {
    id: Uuid,
    generations: GenerationsContext,
    notices: Notices,
}

/// The end of this generation's work, on request.
#[must_use]
pub fn use_cancellation(id: Uuid) -> Cancellation {
    let (generations, notices) = (use_generations(), use_notices());
    Cancellation { id, generations, notices }
}

impl Cancellation {
    /// Whether it has been asked for, and has not failed.
    #[must_use]
    pub fn is_asked_for(self) -> bool {
        self.generations.calls.cancels.with(|cancels| cancels.contains(&self.id))
    }

    /// Asks for it, once.
    pub fn ask(self) {
        if !untrack(|| self.is_asked_for()) {
            self.generations.calls.cancels.update(|cancels| cancels.push(self.id));
            spawn_local(async move { self.take(client::cancel(self.id).await) });
        }
    }

    fn take(self, answer: Result<Generation, ApiError>) {
        match answer {
            Ok(generation) => self.generations.told(generation),
            Err(error) => {
                self.generations.calls.cancels.update(|cancels| cancels.retain(|id| *id != self.id));
                self.notices.say(Tone::Bad, answer::sentence(error));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use credits::Timestamp;
    use wire::List;

    use super::*;

    #[test]
    fn a_cancel_that_failed_can_be_tried_again_and_says_why() {
        Owner::new().with(|| {
            let cancellation = Cancellation {
                id: Uuid::from_u128(1),
                generations: GenerationsContext::new(List { items: Vec::new(), next_cursor: None }, Timestamp(0)),
                notices: Notices(RwSignal::new(None)),
            };
            cancellation.generations.calls.cancels.set(vec![Uuid::from_u128(2), Uuid::from_u128(1)]);
            assert!(cancellation.is_asked_for());
            cancellation.take(Err(ApiError::Unreachable));
            assert!(!cancellation.is_asked_for());
            assert_eq!(cancellation.generations.calls.cancels.get_untracked(), [Uuid::from_u128(2)]);
            assert_eq!(cancellation.notices.0.get_untracked().map(|said| said.tone), Some(Tone::Bad));
        });
    }
}
