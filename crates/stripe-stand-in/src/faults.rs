//! How it misbehaves: what may go wrong, and whether it does, drawn from the seed.

use std::collections::VecDeque;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde::{Deserialize, Serialize};

/// Keeps the draws of faults apart from those of ids, so that more calls do not change which ids come next.
const LUCK: u64 = 0x5EED_FA17;

/// How it misbehaves. A permille of 1000 is always, 0 is never. [`Faults::default`] is a Stripe that behaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// How many of a thousand deliveries are made twice.
    pub duplicate_permille: u16,
    /// How many of a thousand deliveries are held back until the next one was begun, or for a moment if there is none.
    pub reorder_permille: u16,
    /// How many of a thousand deliveries are never made, and not repeated either. The event itself can be read by the API.
    pub drop_permille: u16,
    /// How long deliveries are delayed at most, in milliseconds. Each is delayed by itself, so that they overtake one another.
    pub delay_ms_max: u64,
    /// How many of a thousand calls are [`Failure::Timeout`].
    pub api_timeout_permille: u16,
    /// How many of a thousand calls are [`Failure::TooManyRequests`].
    pub api_429_permille: u16,
    /// The `Retry-After` of those, in seconds.
    pub api_429_retry_after_s: u64,
    /// How many of a thousand calls are [`Failure::ServerErrorBefore`].
    pub api_500_before_permille: u16,
    /// How many of a thousand calls are [`Failure::ServerErrorAfter`].
    pub api_500_after_permille: u16,
    /// How long a call hangs that times out, in milliseconds. Callers have to give up sooner to see a timeout.
    pub hang_ms: u64,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            duplicate_permille: 0,
            reorder_permille: 0,
            drop_permille: 0,
            delay_ms_max: 0,
            api_timeout_permille: 0,
            api_429_permille: 0,
            api_429_retry_after_s: 1,
            api_500_before_permille: 0,
            api_500_after_permille: 0,
            hang_ms: 1_000,
        }
    }
}

/// How one call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// No answer for `hang_ms`. Whether the work is done is drawn: if it is, its late answer is the true one, and else it is an
    /// error 500.
    Timeout,
    /// An answer 429; the work is not done.
    TooManyRequests {
        /// What `Retry-After` says, in seconds.
        retry_after_s: u64,
    },
    /// An answer 500; the work is not done.
    ServerErrorBefore,
    /// An answer 500, although the work is done. The same idempotency key gets that answer again, as at Stripe.
    ServerErrorAfter,
}

/// What faults are drawn from.
pub(crate) struct Luck {
    pub faults: Faults,
    random: StdRng,
    next: VecDeque<Failure>,
}

/// What befalls one delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DeliveryPlan {
    /// Whether others may go first.
    pub is_held_back: bool,
    /// How long it waits, in milliseconds.
    pub delay_ms: u64,
}

impl DeliveryPlan {
    /// A delivery without faults.
    pub(crate) const PLAIN: Self = Self { is_held_back: false, delay_ms: 0 };
}

impl Luck {
    pub(crate) fn new(seed: u64, faults: Faults) -> Self {
        Self { faults, random: StdRng::seed_from_u64(seed ^ LUCK), next: VecDeque::new() }
    }

    /// Makes the next calls fail, after those that were to fail already.
    pub(crate) fn fail_next(&mut self, calls: usize, failure: Failure) {
        self.next.extend(std::iter::repeat_n(failure, calls));
    }

    /// Whether, and how, this call fails.
    pub(crate) fn for_call(&mut self) -> Option<Failure> {
        if let Some(failure) = self.next.pop_front() {
            return Some(failure);
        }
        let roll = self.roll();
        let faults = &self.faults;
        let chances = [
            (faults.api_timeout_permille, Failure::Timeout),
            (faults.api_429_permille, Failure::TooManyRequests { retry_after_s: faults.api_429_retry_after_s }),
            (faults.api_500_before_permille, Failure::ServerErrorBefore),
            (faults.api_500_after_permille, Failure::ServerErrorAfter),
        ];
        let mut below = 0;
        chances.into_iter().find_map(|(permille, failure)| {
            below += u32::from(permille);
            (roll < below).then_some(failure)
        })
    }

    /// The deliveries that are made of one event to one endpoint: none, one, or two.
    pub(crate) fn for_event(&mut self) -> Vec<DeliveryPlan> {
        if self.happens(self.faults.drop_permille) {
            return Vec::new();
        }
        let copies = if self.happens(self.faults.duplicate_permille) { 2 } else { 1 };
        (0..copies).map(|_| self.for_delivery()).collect()
    }

    /// Either of two things.
    pub(crate) fn coin(&mut self) -> bool {
        self.random.random_range(0..2_u8) == 0
    }

    fn for_delivery(&mut self) -> DeliveryPlan {
        let is_held_back = self.happens(self.faults.reorder_permille);
        DeliveryPlan { is_held_back, delay_ms: self.random.random_range(0..=self.faults.delay_ms_max) }
    }

    fn happens(&mut self, permille: u16) -> bool {
        self.roll() < u32::from(permille)
    }

    fn roll(&mut self) -> u32 {
        self.random.random_range(0..1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_always_happens_happens_and_what_never_does_does_not() {
        let mut luck = Luck::new(1, Faults::default());
        assert!((0..100).all(|_| luck.for_call().is_none()));
        assert!((0..100).all(|_| luck.for_event() == [DeliveryPlan::PLAIN]));
        luck.faults = Faults { duplicate_permille: 1_000, reorder_permille: 1_000, ..Faults::default() };
        let held_back = DeliveryPlan { is_held_back: true, delay_ms: 0 };
        assert!((0..100).all(|_| luck.for_event() == [held_back, held_back]));
        luck.faults = Faults { drop_permille: 1_000, api_500_after_permille: 1_000, ..Faults::default() };
        assert!((0..100).all(|_| luck.for_event().is_empty()));
        assert!((0..100).all(|_| luck.for_call() == Some(Failure::ServerErrorAfter)));
    }

    #[test]
    fn about_as_many_calls_fail_as_were_to() {
        let faults = Faults { api_timeout_permille: 100, api_500_before_permille: 200, ..Faults::default() };
        let mut luck = Luck::new(1, faults);
        let failures: Vec<_> = (0..10_000).filter_map(|_| luck.for_call()).collect();
        let timeouts = failures.iter().filter(|failure| **failure == Failure::Timeout).count();
        assert!((800..1_200).contains(&timeouts), "{timeouts}");
        assert!((2_700..3_300).contains(&failures.len()), "{}", failures.len());
    }

    #[test]
    fn the_next_calls_fail_in_turn_and_no_others() {
        let mut luck = Luck::new(1, Faults::default());
        luck.fail_next(2, Failure::ServerErrorBefore);
        luck.fail_next(1, Failure::TooManyRequests { retry_after_s: 3 });
        let drawn: Vec<_> = (0..4).map(|_| luck.for_call()).collect();
        let before = Some(Failure::ServerErrorBefore);
        assert_eq!(drawn, [before, before, Some(Failure::TooManyRequests { retry_after_s: 3 }), None]);
    }

    #[test]
    fn the_same_seed_is_the_same_luck() {
        let draw = |seed| {
            let mut luck = Luck::new(seed, Faults { api_429_permille: 500, ..Faults::default() });
            (0..50).map(|_| luck.for_call().is_some()).collect::<Vec<_>>()
        };
        assert_eq!(draw(3), draw(3));
        assert_ne!(draw(3), draw(4));
    }
}
