//! The names of things: accounts, holds, and the keys that make a repeated request the same request.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::limits::IDEMPOTENCY_KEY_BYTES_MAX;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::from_str(text).map(Self)
            }
        }
    };
}

id! {
    /// Who owns credits. One per user; a UUIDv7 (RFC 9562).
    AccountId
}

id! {
    /// Credits set aside for one operation. In the studio it is the generation's own id, so that neither can exist twice.
    HoldId
}

/// The name of one intent to write: the same key with the same request is the same request, for ever.
///
/// 1 to 255 visible ASCII characters, no spaces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdempotencyKey(Box<str>);

/// A key that is empty, too long, or has a character that does not belong into a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an idempotency key is 1 to {IDEMPOTENCY_KEY_BYTES_MAX} visible ASCII characters without spaces")]
pub struct InvalidIdempotencyKey;

impl IdempotencyKey {
    /// Takes a key from outside.
    ///
    /// # Errors
    /// When it is empty, longer than 255 bytes, or has anything but visible ASCII characters.
    pub fn new(key: impl Into<Box<str>>) -> Result<Self, InvalidIdempotencyKey> {
        let key = key.into();
        let fits = !key.is_empty() && key.len() <= IDEMPOTENCY_KEY_BYTES_MAX;
        if fits && key.bytes().all(|byte| byte.is_ascii_graphic()) { Ok(Self(key)) } else { Err(InvalidIdempotencyKey) }
    }

    /// A key of our own, made of a verb and an id: `settle:0192…`. Both are visible ASCII by construction.
    #[must_use]
    pub fn of(verb: &'static str, id: Uuid) -> Self {
        Self(format!("{verb}:{id}").into_boxed_str())
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for IdempotencyKey {
    type Error = InvalidIdempotencyKey;

    fn try_from(key: String) -> Result<Self, InvalidIdempotencyKey> {
        Self::new(key)
    }
}

impl From<IdempotencyKey> for String {
    fn from(key: IdempotencyKey) -> Self {
        key.0.into()
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_visible_ascii_of_bounded_length() {
        for good in ["a", "7b0c6d1e-intent", "x/y+z=~!"] {
            assert!(IdempotencyKey::new(good).is_ok(), "{good}");
        }
        assert!(IdempotencyKey::new("k".repeat(255)).is_ok());
        for bad in [String::new(), "k".repeat(256), "two words".into(), "tab\t".into(), "é".into(), "line\n".into()] {
            assert_eq!(IdempotencyKey::new(bad.clone()), Err(InvalidIdempotencyKey), "{bad:?}");
        }
    }

    #[test]
    fn a_key_of_our_own_is_one_that_we_would_accept() {
        let key = IdempotencyKey::of("settle", Uuid::nil());
        assert_eq!(IdempotencyKey::new(key.as_str()), Ok(key));
    }
}
