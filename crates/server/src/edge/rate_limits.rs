//! How often may be tried what costs us work or someone credits.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use credits::AccountId;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use wire::Code;

use super::Address;
use crate::ServerSettings;
use crate::problem::Refused;

/// After so many questions, whoever has not asked for a while is forgotten: memory follows the callers of the last minute.
const ASKED_BETWEEN_SWEEPS: u32 = 1_024;

/// The limits of the HTTP side.
pub(crate) struct RateLimits {
    sign_in: Limit<Address>,
    spending: Limit<AccountId>,
}

struct Limit<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    asked: AtomicU32,
}

impl RateLimits {
    /// The limits as they are set.
    pub fn new(settings: &ServerSettings) -> Self {
        Self {
            sign_in: Limit::a_minute(settings.sign_in_a_minute),
            spending: Limit::a_minute(settings.spending_a_minute),
        }
    }

    /// Whether an address may try to sign in or up once more.
    pub fn sign_in(&self, address: Address) -> Result<(), Refused> {
        self.sign_in.ask(&address).map_err(|wait| refused("Too many attempts from your address.", wait))
    }

    /// Whether an account may spend once more.
    pub fn spend(&self, account: AccountId) -> Result<(), Refused> {
        self.spending.ask(&account).map_err(|wait| refused("Too many requests from your account.", wait))
    }
}

impl<K: Hash + Eq + Clone> Limit<K> {
    fn a_minute(times: u32) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN));
        Self { limiter: RateLimiter::keyed(quota), asked: AtomicU32::new(0) }
    }

    fn ask(&self, key: &K) -> Result<(), Duration> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % ASKED_BETWEEN_SWEEPS == ASKED_BETWEEN_SWEEPS - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.check_key(key).map_err(|until| until.wait_time_from(DefaultClock::default().now()))
    }
}

fn refused(what: &str, wait: Duration) -> Refused {
    let seconds = wait.as_secs() + 1;
    Refused::new(Code::RateLimited, format!("{what} Try again in {seconds} s.")).retry_after(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_caller_has_a_limit_of_its_own() {
        let limit = Limit::a_minute(3);
        for _ in 0..3 {
            assert_eq!(limit.ask(&"ada"), Ok(()));
        }
        assert!(limit.ask(&"ada").is_err_and(|wait| wait <= Duration::from_secs(20)));
        assert_eq!(limit.ask(&"bob"), Ok(()));
    }

    #[test]
    fn callers_that_stopped_asking_are_forgotten() {
        // With the highest quota a caller is as good as new after a few nanoseconds.
        let limit = Limit::a_minute(u32::MAX);
        for caller in 0..10 * ASKED_BETWEEN_SWEEPS {
            let _answer = limit.ask(&caller);
        }
        assert!(limit.limiter.len() < 3 * ASKED_BETWEEN_SWEEPS as usize, "{}", limit.limiter.len());
    }
}
