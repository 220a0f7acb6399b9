//! What was answered to calls with an idempotency key: the same call gets the same answer again.

use std::collections::HashMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

/// How long a key is remembered, in seconds. Stripe promises a day and no more.
const KEPT_S: i64 = 24 * 60 * 60;

/// Answers by their keys.
#[derive(Default)]
pub(crate) struct Remembered {
    answers: HashMap<String, Answer>,
}

/// An answer to be given again.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// What was called, and with what.
    pub fingerprint: Vec<u8>,
    pub status: u16,
    pub body: Value,
    /// The id of the call that was answered first.
    pub request: String,
    /// When, in Unix seconds.
    pub at_s: i64,
}

/// What is known of a key.
pub(crate) enum Recall {
    /// Nothing, or nothing any more.
    Nothing,
    /// The same call was answered before.
    Same(Answer),
    /// It was used for something else.
    Other,
}

impl Remembered {
    /// What is known of a key.
    pub(crate) fn recall(&self, key: &str, fingerprint: &[u8], now_s: i64) -> Recall {
        match self.answers.get(key) {
            Some(answer) if now_s.saturating_sub(answer.at_s) >= KEPT_S => Recall::Nothing,
            Some(answer) if answer.fingerprint == fingerprint => Recall::Same(answer.clone()),
            Some(_) => Recall::Other,
            None => Recall::Nothing,
        }
    }

    /// Another answer is given from now on to what was answered before: what Stripe answered last is what it remembers, errors included.
    pub(crate) fn replace(&mut self, key: &str, status: u16, body: Value) {
        if let Some(answer) = self.answers.get_mut(key) {
            (answer.status, answer.body) = (status, body);
        }
    }

    /// Remembers an answer.
    pub(crate) fn remember(&mut self, key: &str, answer: Answer) {
        self.answers.insert(key.to_owned(), answer);
    }
}

/// What makes a call the same as another.
pub(crate) fn fingerprint(method: &str, path: &str, params: &str) -> Vec<u8> {
    Sha256::digest(format!("{method}\n{path}\n{params}").as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_forgotten_after_a_day() {
        let mut remembered = Remembered::default();
        let fingerprint = fingerprint("POST", "/v1/customers", "");
        let answer = Answer {
            fingerprint: fingerprint.clone(),
            status: 200,
            body: Value::Null,
            request: "req_1".to_owned(),
            at_s: 1_000,
        };
        remembered.remember("key", answer);
        assert!(matches!(remembered.recall("key", &fingerprint, 1_000 + KEPT_S - 1), Recall::Same(_)));
        assert!(matches!(remembered.recall("key", b"other", 1_000), Recall::Other));
        assert!(matches!(remembered.recall("key", &fingerprint, 1_000 + KEPT_S), Recall::Nothing));
        assert!(matches!(remembered.recall("new", &fingerprint, 1_000), Recall::Nothing));
    }
}
