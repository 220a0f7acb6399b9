//! One intent to spend, and the key that makes every attempt at it the same request.

use credits::Request;
use serde::{Deserialize, Serialize};

/// What a person wants to make, from their first click until the server has accepted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// The `Idempotency-Key` of every attempt.
    pub key: String,
    /// What is asked for.
    pub request: Request,
    /// Whether it waits for credits, so that `Continue` is offered once they have come.
    pub is_waiting: bool,
}

/// The last request that was accepted, and when, on the page's own clock.
#[derive(Debug, Clone, PartialEq)]
pub struct LastAccepted {
    /// What was accepted.
    pub request: Request,
    /// When, in milliseconds.
    pub at_ms: f64,
}

/// Two clicks on the same thing that are closer than this are one click: a held key or a nervous finger, not a second intent.
pub const SAME_CLICK_MS: f64 = 600.0;

/// The kept intent when it is for the same request, so that its key is used again; a fresh one otherwise.
#[must_use]
pub fn reuse_or_begin(kept: Option<Intent>, request: &Request, fresh_key: impl FnOnce() -> String) -> Intent {
    kept.filter(|kept| kept.request == *request).unwrap_or_else(|| Intent {
        key: fresh_key(),
        request: request.clone(),
        is_waiting: false,
    })
}

impl LastAccepted {
    /// Whether a click at that time on the same request belongs to the click that has been served.
    #[must_use]
    pub fn is_same_click(&self, request: &Request, at_ms: f64) -> bool {
        self.request == *request && at_ms - self.at_ms < SAME_CLICK_MS
    }
}

#[cfg(test)]
mod tests {
    use credits::{AspectRatio, Kind};

    use super::*;

    fn request(prompt: &str) -> Request {
        Request {
            kind: Kind::Render,
            model: "sora-2".to_owned(),
            prompt: prompt.to_owned(),
            aspect_ratio: AspectRatio::Wide,
            seconds: 5,
        }
    }

    #[test]
    fn the_same_request_keeps_its_key_and_another_gets_its_own() {
        let first = reuse_or_begin(None, &request("a"), || "one".to_owned());
        let again = reuse_or_begin(Some(first.clone()), &request("a"), || "two".to_owned());
        let other = reuse_or_begin(Some(first), &request("b"), || "three".to_owned());
        assert_eq!((again.key.as_str(), other.key.as_str()), ("one", "three"));
    }

    #[test]
    fn every_setting_is_part_of_the_intent() {
        let first = reuse_or_begin(None, &request("a"), || "one".to_owned());
        for changed in [
            Request { seconds: 8, ..request("a") },
            Request { aspect_ratio: AspectRatio::Tall, ..request("a") },
            Request { model: "luma-ray3".to_owned(), ..request("a") },
            Request { kind: Kind::Draft, ..request("a") },
        ] {
            assert_eq!(reuse_or_begin(Some(first.clone()), &changed, || "new".to_owned()).key, "new");
        }
    }

    #[test]
    fn a_double_click_is_one_click() {
        let last = LastAccepted { request: request("a"), at_ms: 1_000.0 };
        assert!(last.is_same_click(&request("a"), 1_200.0));
        assert!(!last.is_same_click(&request("b"), 1_200.0));
        assert!(!last.is_same_click(&request("a"), 2_000.0));
    }
}
