//! The edge of time and randomness: the only place that reads a clock or draws a random number. Everything else is given them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use credits::Timestamp;
use parking_lot::Mutex;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::{Builder, Uuid};

/// Where moments come from: the machine, or a test that moves time itself.
#[derive(Debug, Clone)]
pub struct Clock(TimeSource);

#[derive(Debug, Clone)]
enum TimeSource {
    System,
    /// Microseconds since 1970, shared by all clones.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(TimeSource::System)
    }

    /// A clock that stands still until it is moved. All its clones show the same moment.
    #[must_use]
    pub fn manual(start: Timestamp) -> Self {
        Self(TimeSource::Manual(Arc::new(AtomicI64::new(start.0))))
    }

    /// The present moment. May go backwards when the machine's clock is set; [`Ledger::now`](crate::Ledger::now) never does.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            TimeSource::System => {
                Timestamp(0).after(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO))
            }
            TimeSource::Manual(moment) => Timestamp(moment.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock forward. The machine's clock cannot be moved, and stays as it is.
    pub fn advance(&self, by: Duration) {
        match &self.0 {
            TimeSource::System => {}
            TimeSource::Manual(moment) => {
                let later = Timestamp(moment.load(Ordering::SeqCst)).after(by);
                moment.store(later.0, Ordering::SeqCst);
            }
        }
    }

    /// Sets a manual clock back, as an operator or a time server may do to the machine's. That one cannot be moved from here.
    pub fn set_back(&self, by: Duration) {
        match &self.0 {
            TimeSource::System => {}
            TimeSource::Manual(moment) => {
                let earlier = Timestamp(moment.load(Ordering::SeqCst)).before(by);
                moment.store(earlier.0, Ordering::SeqCst);
            }
        }
    }
}

/// Where ids, tokens and seeds come from: the operating system, or a test's seed.
#[derive(Debug, Clone)]
pub struct Ids(Arc<Mutex<IdSource>>);

#[derive(Debug)]
struct IdSource {
    /// `None` draws from the operating system's generator.
    seeded: Option<Box<StdRng>>,
    /// The time part of the last id, in 1/4096 of a millisecond.
    last_tick: u64,
}

impl IdSource {
    fn fill(&mut self, bytes: &mut [u8]) {
        match &mut self.seeded {
            None => rand::rng().fill_bytes(bytes),
            Some(generator) => generator.fill_bytes(bytes),
        }
    }
}

impl Ids {
    /// Unguessable numbers, fit for tokens.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(Mutex::new(IdSource { seeded: None, last_tick: 0 })))
    }

    /// The same numbers in every run with the same seed. For tests and simulations only.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        let seeded = Some(Box::new(StdRng::seed_from_u64(seed)));
        Self(Arc::new(Mutex::new(IdSource { seeded, last_tick: 0 })))
    }

    /// A new UUIDv7 (RFC 9562). Each id of one source is greater than the one before, so that ids order things by their making
    /// even when many are made in one moment or the clock is set back.
    #[must_use]
    pub fn uuid_v7(&self, at: Timestamp) -> Uuid {
        let micros = u64::try_from(at.0).unwrap_or(0);
        let tick_of_clock = ((micros / 1_000) << 12) | ((micros % 1_000) * 4_096 / 1_000);
        let mut source = self.0.lock();
        let tick = tick_of_clock.max(source.last_tick.saturating_add(1));
        source.last_tick = tick;
        let mut tail = [0; 10];
        source.fill(&mut tail);
        let [high, low] = u16::try_from(tick & 0xFFF).unwrap_or(0).to_be_bytes();
        (tail[0], tail[1]) = (high, low);
        Builder::from_unix_timestamp_millis(tick >> 12, &tail).into_uuid()
    }

    /// That many random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().fill(&mut bytes);
        bytes
    }

    /// A random number.
    #[must_use]
    pub fn number(&self) -> u64 {
        u64::from_le_bytes(self.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_only_when_told_and_for_all_its_clones() {
        let clock = Clock::manual(Timestamp(1_000));
        let clone = clock.clone();
        assert_eq!(clone.now(), Timestamp(1_000));
        clock.advance(Duration::from_millis(2));
        assert_eq!(clone.now(), Timestamp(3_000));
        clone.set_back(Duration::from_millis(1));
        assert_eq!(clock.now(), Timestamp(2_000));
    }

    #[test]
    fn ids_grow_within_a_moment_and_when_the_clock_goes_back() {
        let ids = Ids::system();
        let noon = Timestamp(1_780_000_000_000_000);
        let moments = [noon, noon, noon.before(Duration::from_secs(9)), noon.after(Duration::from_micros(1))];
        let made: Vec<Uuid> = moments.into_iter().cycle().take(10_000).map(|at| ids.uuid_v7(at)).collect();
        assert!(made.is_sorted_by(|one, next| one < next));
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn an_id_carries_its_moment() {
        let id = Ids::system().uuid_v7(Timestamp(1_780_000_000_123_000));
        assert_eq!(id.get_timestamp().map(|time| time.to_unix()), Some((1_780_000_000, 123_000_000)));
    }

    #[test]
    fn a_seed_gives_the_same_ids_again_and_another_seed_gives_others() {
        let of = |seed| (Ids::seeded(seed).uuid_v7(Timestamp(5)), Ids::seeded(seed).number());
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
    }
}
