//! Some seconds of simulation in every run of the tests: seeds that are always the same, and one that never is.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test may end at the first thing that is not as expected")]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sim::{Kind, Tally, soak};

fn soak_from(kind: Kind, seed: u64, lasts: Duration) {
    let mut tally = Tally::default();
    let outcome = soak(kind, seed, lasts, &mut tally);
    println!("{kind:?} from seed {seed}:\n{tally}");
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

fn fresh_seed() -> u64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    u64::try_from(since_1970.as_micros()).unwrap()
}

#[test]
fn seeds_that_are_always_the_same() {
    for seed in [1, 1_000, 1_000_000] {
        soak_from(Kind::Memory, seed, Duration::from_secs(1));
        soak_from(Kind::Sqlite, seed, Duration::from_secs(1));
    }
}

#[test]
fn seeds_that_were_never_tried_over_memory() {
    soak_from(Kind::Memory, fresh_seed(), Duration::from_secs(4));
}

#[test]
fn seeds_that_were_never_tried_over_postgresql() {
    soak_from(Kind::Postgres, fresh_seed(), Duration::from_secs(10));
}

#[test]
fn seeds_that_were_never_tried_over_sqlite() {
    soak_from(Kind::Sqlite, fresh_seed(), Duration::from_secs(6));
}
