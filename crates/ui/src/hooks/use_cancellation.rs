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
    /// Whether it has been asked for, and has not failed.
    pub is_asked_for: RwSignal<bool>,
    id: Uuid,
    generations: GenerationsContext,
    notices: Notices,
}

/// The end of this generation's work, on request.
#[must_use]
pub fn use_cancellation(id: Uuid) -> Cancellation {
    let (generations, notices) = (use_generations(), use_notices());
    Cancellation { is_asked_for: RwSignal::new(false), id, generations, notices }
}

impl Cancellation {
    /// Asks for it, once.
    pub fn ask(self) {
        if !self.is_asked_for.get_untracked() {
            self.is_asked_for.set(true);
            spawn_local(async move { self.take(client::cancel(self.id).await) });
        }
    }

    fn take(self, answer: Result<Generation, ApiError>) {
        match answer {
            Ok(generation) => self.generations.told(generation),
            Err(error) => {
                // The card may have been built anew in between, with a button of its own.
                let _ = self.is_asked_for.try_set(false);
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
                is_asked_for: RwSignal::new(true),
                id: Uuid::from_u128(1),
                generations: GenerationsContext::new(List { items: Vec::new(), next_cursor: None }, Timestamp(0)),
                notices: Notices(RwSignal::new(None)),
            };
            cancellation.take(Err(ApiError::Unreachable));
            assert!(!cancellation.is_asked_for.get_untracked());
            assert_eq!(cancellation.notices.0.get_untracked().map(|said| said.tone), Some(Tone::Bad));
        });
    }
}
