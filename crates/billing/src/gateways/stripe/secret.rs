//! A secret that Stripe gave: an API key, or what a webhook endpoint signs with.

use std::fmt;

/// Text that nobody may see. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct StripeSecret(String);

impl StripeSecret {
    /// Takes a secret; `None` for text that cannot be one: empty, longer than 255 bytes, or not visible ASCII.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let fits = !text.is_empty() && text.len() <= 255 && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it is a key with which real money moves.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.0.starts_with("sk_live_") || self.0.starts_with("rk_live_")
    }
}

impl fmt::Debug for StripeSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_printed_and_says_whether_money_moves() {
        let test = StripeSecret::new("sk_test_abc").unwrap();
        assert_eq!((format!("{test:?}").as_str(), test.is_live()), ("***", false));
        assert!(StripeSecret::new("sk_live_abc").unwrap().is_live());
        assert!(StripeSecret::new("rk_live_abc").unwrap().is_live());
        for text in ["", "a b", "line\n", &"x".repeat(256)] {
            assert_eq!(StripeSecret::new(text), None, "{text:?}");
        }
    }
}
