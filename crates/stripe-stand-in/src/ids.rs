//! Names as Stripe makes them: a prefix, and letters drawn from the seed.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Where names come from.
pub(crate) struct Ids {
    random: StdRng,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self { random: StdRng::seed_from_u64(seed) }
    }

    /// The id of an object, such as `in_` and 24 letters.
    pub(crate) fn object(&mut self, prefix: &str) -> String {
        self.name(prefix, 24)
    }

    /// The id of a checkout session, which is as long as Stripe's: more than what some columns hold.
    pub(crate) fn session(&mut self) -> String {
        self.name("cs_test_a1", 56)
    }

    /// What the events for an endpoint are signed with.
    pub(crate) fn webhook_secret(&mut self) -> String {
        self.name("whsec_", 32)
    }

    /// The id of a call.
    pub(crate) fn request(&mut self) -> String {
        self.name("req_", 14)
    }

    fn name(&mut self, prefix: &str, length: usize) -> String {
        let mut name = prefix.to_owned();
        for _ in 0..length {
            name.push(char::from(LETTERS[self.random.random_range(0..LETTERS.len())]));
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_the_seed() {
        let (mut one, mut same, mut other) = (Ids::new(7), Ids::new(7), Ids::new(8));
        let name = one.object("in_");
        assert_eq!((name.len(), name.starts_with("in_")), (27, true));
        assert_eq!(name, same.object("in_"));
        assert_ne!(name, other.object("in_"));
        assert_ne!(name, one.object("in_"));
        assert_eq!(one.session().len(), 66);
    }
}
