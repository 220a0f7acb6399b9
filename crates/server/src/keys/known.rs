//! Which keys were valid a moment ago.

use std::collections::HashMap;
use std::time::Duration;

use credits::Timestamp;

use super::secret::Digested;

/// How long a key counts as valid after it was read. As long as a revocation may take to be noticed in a process that does not hear of it.
const REMEMBERED: Duration = Duration::from_secs(5);

/// How many keys are remembered. An operator makes few; with more, all of them are looked up again.
const KEYS_MAX: usize = 1_024;

/// When each key was last read and valid.
#[derive(Debug, Default)]
pub(super) struct KnownKeys {
    read_at: HashMap<Digested, Timestamp>,
    /// Counts how often all were forgotten.
    age: u64,
}

impl KnownKeys {
    /// Whether the key was valid a moment ago. A moment in the future was before the clock was set back, and nobody knows how long.
    pub fn has(&self, key: &Digested, now: Timestamp) -> bool {
        self.read_at.get(key).is_some_and(|at| *at <= now && now < at.after(REMEMBERED))
    }

    /// What [`Self::remember`] is told later.
    pub const fn age(&self) -> u64 {
        self.age
    }

    /// Remembers a valid key that was read at that moment, unless all were forgotten since.
    pub fn remember(&mut self, key: Digested, at: Timestamp, age: u64) {
        if age != self.age {
            return;
        }
        if self.read_at.len() >= KEYS_MAX {
            self.read_at.clear();
        }
        self.read_at.insert(key, at);
    }

    /// Forgets all, and whatever was read before now and comes to be remembered.
    pub fn forget_all(&mut self) {
        self.read_at.clear();
        self.age += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Digested = [1; 32];
    const NOON: Timestamp = Timestamp(1_000_000_000);

    #[test]
    fn a_key_is_remembered_for_a_few_seconds_and_not_from_the_future() {
        let mut known = KnownKeys::default();
        known.remember(KEY, NOON, known.age());
        assert!(known.has(&KEY, NOON) && known.has(&KEY, Timestamp(NOON.after(REMEMBERED).0 - 1)));
        assert!(!known.has(&KEY, NOON.after(REMEMBERED)) && !known.has(&KEY, Timestamp(NOON.0 - 1)));
        assert!(!known.has(&[2; 32], NOON));
    }

    #[test]
    fn what_was_read_before_a_revocation_is_not_remembered_after_it() {
        let mut known = KnownKeys::default();
        let age = known.age();
        known.remember(KEY, NOON, age);
        known.forget_all();
        assert!(!known.has(&KEY, NOON));
        known.remember(KEY, NOON, age);
        assert!(!known.has(&KEY, NOON));
    }

    #[test]
    fn many_keys_do_not_grow_it_without_end() {
        let mut known = KnownKeys::default();
        for n in 0..10_000_u32 {
            let mut key = KEY;
            key[..4].copy_from_slice(&n.to_be_bytes());
            known.remember(key, NOON, 0);
            assert!(known.read_at.len() <= KEYS_MAX && known.has(&key, NOON));
        }
    }
}
