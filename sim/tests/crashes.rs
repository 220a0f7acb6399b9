//! Small plans in which the process ends before and after every transaction, and the power fails at every place within each write.
#![expect(clippy::panic, reason = "a test may end at the first thing that is not as expected")]

use ledger::faults::Fault::*;
use sim::Step::*;
use sim::Wish::*;
use sim::{Kind, Mistake, Step, Tally, Tear, Wish, run, tear_the_first_opening};

/// Every verb, with lots that lapse and a debt. The last lot is left for a sweep.
const WISHES: [Wish; 12] = [
    Deposit { account: 0, key: 1, amount: 20, lasts: Some(20) },
    Deposit { account: 0, key: 2, amount: 5, lasts: None },
    Hold { account: 0, key: 3, hold: 0, amount: 22, lasts: 10 },
    Hold { account: 0, key: 4, hold: 1, amount: 1, lasts: 60 },
    Extend { account: 0, hold: 0, lasts: 30 },
    Settle { account: 0, key: 5, hold: 0, amount: Some(12) },
    Reverse { account: 0, key: 6, deposit: 1, amount: 20 },
    Reinstate { account: 0, key: 7, deposit: 1, amount: 15 },
    Release { account: 0, key: 8, hold: 1 },
    Expire { account: 0, hold: 1 },
    Lapse { account: 0 },
    Deposit { account: 0, key: 9, amount: 20, lasts: Some(10) },
];

/// Each wish in a transaction of its own, then what is overdue.
fn steps() -> Vec<Step> {
    let each = WISHES.iter().enumerate().flat_map(|(place, wish)| {
        let ask = Ask(vec![vec![*wish]]);
        if place % 4 == 3 { vec![ask, Pass { seconds: 10 }] } else { vec![ask] }
    });
    each.chain([Sweep { callers: vec![] }]).collect()
}

fn check(kind: Kind, steps: &[Step], tally: &mut Tally) {
    if let Err(difference) = run(kind, steps, Mistake::None, tally) {
        panic!("{steps:?}\n{}", difference.0);
    }
}

#[test]
fn the_process_ends_before_and_after_every_transaction() {
    for kind in Kind::ALL {
        let mut tally = Tally::default();
        for after in 0..13 {
            for fault in [StopsBefore, StopsAfter, LostAtCommit] {
                let steps: Vec<Step> = [Fail { after, fault }].into_iter().chain(steps()).collect();
                check(kind, &steps, &mut tally);
            }
        }
        assert!(tally.crashes == 26, "{tally}");
    }
}

#[test]
fn the_power_fails_at_every_place_of_every_write() {
    let torn = |step: Step| match step {
        Ask(callers) => Torn { callers, tear: Tear::Every },
        other => other,
    };
    let mut tally = Tally::default();
    check(Kind::Sqlite, &steps().into_iter().map(torn).collect::<Vec<_>>(), &mut tally);
    let all_in_one = [Torn { callers: vec![WISHES.to_vec()], tear: Tear::Every }];
    check(Kind::Sqlite, &all_in_one, &mut tally);
    // After a merge the log begins again from the front, over what is left of the old one.
    let merged: Vec<Step> = steps().into_iter().flat_map(|step| [Merge { chance: 1 }, torn(step)]).take(12).collect();
    check(Kind::Sqlite, &merged, &mut tally);
    assert!(tally.images > 300, "{tally}");
}

#[test]
fn a_transaction_fails_at_every_step_of_sqlites_machine() {
    let batch = || Ask(vec![WISHES.to_vec()]);
    // Every nineteenth: a step is less than a write.
    for steps in (1..).step_by(19) {
        let mut tally = Tally::default();
        check(Kind::Sqlite, &[Fail { after: 0, fault: Interrupted { steps } }, batch(), batch()], &mut tally);
        if tally.unanswered == 0 {
            assert!(steps > 500, "a batch is over after {steps} steps");
            break;
        }
    }
}

#[test]
fn a_transaction_over_postgresql_fails_at_every_row_in_every_way() {
    let batch = || Ask(vec![WISHES.to_vec()]);
    let fails = |row: u16, how: u16| {
        let mut tally = Tally::default();
        let fault = Interrupted { steps: 4 * row + how };
        check(Kind::Postgres, &[Fail { after: 0, fault }, batch(), batch()], &mut tally);
        tally.unanswered > 0
    };
    let told: Vec<bool> = (0..32).map(|row| fails(row, 0)).collect();
    let rows = told.iter().filter(|is_told| **is_told).count();
    assert!((20..32).contains(&rows) && told.is_sorted_by(|one, next| one >= next), "{told:?}");
    // From a conflict, the end of a session and an answer that was lost the ledger goes on by itself, and nobody is told.
    for row in (0..32).step_by(4) {
        assert!((1..4).all(|how| !fails(row, how)), "at row {row}");
    }
}

#[test]
fn connections_are_cut_at_every_moment_of_a_batch() {
    let mut tally = Tally::default();
    for share in (0..6_000).step_by(150) {
        let torn = Torn { callers: vec![WISHES.to_vec()], tear: Tear::Cut { share } };
        check(Kind::Postgres, &[torn, Ask(vec![WISHES.to_vec()])], &mut tally);
    }
    assert_eq!((tally.cuts, tally.unanswered), (40, 0), "{tally}");
}

#[test]
fn the_power_fails_at_every_place_of_the_first_opening() {
    let mut tally = Tally::default();
    assert_eq!(tear_the_first_opening(Kind::Sqlite, &mut tally), Ok(()));
    assert!(tally.images > 20, "{tally}");
}
