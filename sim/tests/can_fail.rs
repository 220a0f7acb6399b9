//! The simulation finds what is wrong: an oracle that errs and a store that lies are found, and what shows it is short.

use sim::Step::*;
use sim::Wish::*;
use sim::{Fault, Kind, Mistake, Step, Tally, run, shrink, try_seed};

/// How many seeds may pass before a mistake is noticed.
const SEEDS: u64 = 300;

fn wishes(steps: &[Step]) -> usize {
    let count = |step: &Step| match step {
        Ask(callers) | Torn { callers, .. } | Sweep { callers } if !callers.is_empty() => {
            callers.iter().map(Vec::len).sum()
        }
        Ask(_) | Torn { .. } | Sweep { .. } | Pass { .. } | Fail { .. } | Merge { .. } | Restart => 1,
    };
    steps.iter().map(count).sum()
}

#[test]
fn every_mistake_of_the_oracle_is_found_and_shown_by_a_few_operations() {
    for mistake in [Mistake::LapsedCreditsReturn, Mistake::SettleKeepsTheRest, Mistake::DebtIsForgiven] {
        let find = |seed| try_seed(Kind::Memory, seed, mistake, &mut Tally::default()).err();
        let failure = (0..SEEDS).find_map(find).unwrap_or_else(|| panic!("{mistake:?} is not noticed"));
        assert!(wishes(&failure.steps) <= 6, "{mistake:?}: {failure}");
        assert!(failure.test.contains("reproduce(Kind::Memory, &["), "{failure}");
        // What is printed fails again, and not without the mistake.
        assert!(run(Kind::Memory, &failure.steps, mistake, &mut Tally::default()).is_err());
        assert_eq!(run(Kind::Memory, &failure.steps, Mistake::None, &mut Tally::default()), Ok(()));
    }
}

#[test]
fn a_torn_write_that_counts_as_acknowledged_is_found_and_shown_by_a_few_operations() {
    let mistake = Mistake::TornWritesSurvive;
    // What callers at once write in an order that does not come again shrinks to nothing.
    let comes_again = |steps: &[Step]| run(Kind::Sqlite, steps, mistake, &mut Tally::default()).is_err();
    let find = |seed| try_seed(Kind::Sqlite, seed, mistake, &mut Tally::default()).err();
    let failure = (0..SEEDS).filter_map(find).find(|failure| comes_again(&failure.steps));
    let failure = failure.unwrap_or_else(|| panic!("a loss is not noticed"));
    assert!(failure.steps.len() == 1 && wishes(&failure.steps) == 1, "{failure}");
    assert_eq!(run(Kind::Sqlite, &failure.steps, Mistake::None, &mut Tally::default()), Ok(()));
}

#[test]
fn a_store_that_acknowledges_what_it_does_not_keep_is_found_over_every_store() {
    for kind in Kind::ALL {
        let mut steps = sim::plan(5);
        steps.push(Fail { after: 0, fault: Fault::Lies });
        steps.push(Ask(vec![vec![Deposit { account: 0, key: 200, amount: 50, lasts: Some(30) }]]));
        let fails = |steps: &[Step]| run(kind, steps, Mistake::None, &mut Tally::default()).is_err();
        assert!(fails(&steps), "a lie is not noticed");
        let shortest = shrink(&steps, fails);
        assert!(shortest.len() == 2 && wishes(&shortest) == 2, "{shortest:?}");
    }
}

#[test]
fn a_difference_says_what_was_answered_and_what_should_have_been() {
    let steps = [
        Ask(vec![vec![
            Deposit { account: 0, key: 1, amount: 10, lasts: None },
            Hold { account: 0, key: 2, hold: 0, amount: 10, lasts: 60 },
        ]]),
        Ask(vec![vec![Settle { account: 0, key: 3, hold: 0, amount: Some(4) }]]),
    ];
    let difference = run(Kind::Memory, &steps, Mistake::SettleKeepsTheRest, &mut Tally::default()).unwrap_err();
    for part in ["step 1", "Settle", "was answered", "Credits(6)", "and should be", "Credits(0)"] {
        assert!(difference.0.contains(part), "{part} is missing: {}", difference.0);
    }
}
