//! Money that comes in, at a Stripe that misbehaves and with a server that crashes: seeds that are always the same, and one that never is.
#![expect(clippy::unwrap_used, reason = "a test may end at the first thing that is not as expected")]

use std::time::{SystemTime, UNIX_EPOCH};

use sim::{PaymentsMistake, simulate_payments};

/// As many things as fit into some seconds of a development build.
const STEPS: u64 = 250;

fn simulate(seed: u64) {
    let tally = simulate_payments(seed, STEPS, PaymentsMistake::None).unwrap();
    println!("seed {seed}:\n{tally}");
    // Something of everything that matters was tried.
    for what in ["paid", "refunds", "disputes", "crashes", "return pages"] {
        assert!(tally.of(what) > 0, "{what}");
    }
}

#[test]
fn a_seed_that_is_always_the_same() {
    simulate(1);
}

#[test]
fn a_seed_that_was_never_tried() {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    simulate(u64::try_from(since_1970.as_micros()).unwrap());
}

#[test]
fn an_oracle_that_errs_is_noticed() {
    for mistake in
        [PaymentsMistake::ForgetsReturns, PaymentsMistake::TakesWonForLost, PaymentsMistake::ForgetsWhatIsKept]
    {
        let why = simulate_payments(1, 2 * STEPS, mistake).unwrap_err();
        assert!(why.contains("credits came in, and"), "{mistake:?}: {why}");
    }
}
