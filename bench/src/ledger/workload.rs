//! What everybody is asked to do: pairs of a hold and its end, on accounts that are chosen in one of three ways.

use std::sync::Arc;

use credits::{AccountId, Timestamp};
use ledger::{Clock, Ids};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::Serialize;
use uuid::Uuid;

/// How many accounts there are, unless it is the number of accounts that is looked at.
pub const ACCOUNTS: usize = 10_000;

/// What each account has at the beginning: enough for every run.
pub const FUNDS_CREDITS: i64 = 1_000_000_000_000;

/// The most that one hold takes; the least is 1.
pub const AMOUNT_CREDITS_MAX: i64 = 100;

/// One pair of so many ends in a release, the others in a settlement.
pub const PAIRS_A_RELEASE: u32 = 10;

/// How the accounts are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Each as often as the others.
    Uniform,
    /// The second half as often as the first, the third a third as often, and so on.
    Zipf,
    /// Always the same one.
    Hot,
}

impl Shape {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 3] = [Self::Uniform, Self::Zipf, Self::Hot];

    /// The word for it in the table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::Zipf => "zipf",
            Self::Hot => "one hot account",
        }
    }
}

/// A hold and how it ends.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// Which account, counted from 0.
    pub account: usize,
    /// The hold's id; the keys of both operations are made of it.
    pub id: Uuid,
    /// How many credits are held.
    pub amount_credits: i64,
    /// Whether they are spent in the end; otherwise they return.
    pub is_settled: bool,
}

/// Where pairs come from. Every caller has one of its own.
pub struct Pairs {
    random: StdRng,
    ids: Ids,
    chooser: Chooser,
}

/// How the next account is chosen.
#[derive(Clone)]
pub enum Chooser {
    /// One of so many.
    Uniform(usize),
    /// By the sums of the weights up to each account.
    Zipf(Arc<[f64]>),
    /// The first.
    Hot,
}

impl Chooser {
    /// Chooses in this shape among so many accounts.
    #[must_use]
    pub fn new(shape: Shape, accounts: usize) -> Self {
        match shape {
            Shape::Uniform => Self::Uniform(accounts),
            Shape::Hot => Self::Hot,
            Shape::Zipf => {
                let mut sum = 0.0;
                let mut weight = 0.0;
                let sums = (0..accounts).map(|_| {
                    weight += 1.0;
                    sum += 1.0 / weight;
                    sum
                });
                Self::Zipf(sums.collect())
            }
        }
    }
}

impl Pairs {
    /// The pairs of one caller; the same accounts and amounts again for the same seed, but always other ids.
    #[must_use]
    pub fn new(chooser: Chooser, seed: u64) -> Self {
        Self { random: StdRng::seed_from_u64(seed), ids: Ids::system(), chooser }
    }

    /// The next one.
    pub fn next_pair(&mut self) -> Pair {
        let account = match &self.chooser {
            Chooser::Uniform(accounts) => self.random.random_range(0..*accounts),
            Chooser::Hot => 0,
            Chooser::Zipf(sums) => {
                let all = sums.last().copied().unwrap_or(0.0);
                let wanted = self.random.random_range(0.0..all);
                sums.partition_point(|sum| *sum <= wanted)
            }
        };
        Pair {
            account,
            id: self.ids.uuid_v7(Clock::system().now()),
            amount_credits: self.random.random_range(1..=AMOUNT_CREDITS_MAX),
            is_settled: self.random.random_range(0..PAIRS_A_RELEASE) > 0,
        }
    }
}

/// The id of an account: a UUIDv7, as accounts have that were made one after another.
#[must_use]
pub fn account_id(account: usize) -> AccountId {
    let index = u64::try_from(account).unwrap_or(u64::MAX);
    // Some moment, and for each account a millisecond after the one before.
    let at = Timestamp(1_760_000_000_000_000 + i64::try_from(index).unwrap_or(0) * 1_000);
    AccountId(Ids::seeded(index).uuid_v7(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_chooses_as_its_name_says() {
        let count = |shape, account| {
            let mut pairs = Pairs::new(Chooser::new(shape, 100), 1);
            (0..10_000).filter(|_| pairs.next_pair().account == account).count()
        };
        assert_eq!(count(Shape::Hot, 0), 10_000);
        assert!((50..200).contains(&count(Shape::Uniform, 0)));
        let (first, second) = (count(Shape::Zipf, 0), count(Shape::Zipf, 1));
        assert!(first > second * 3 / 2 && first < second * 3, "{first} {second}");
    }

    #[test]
    fn accounts_are_named_in_their_order() {
        assert!((0..100).map(account_id).collect::<Vec<_>>().is_sorted_by(|one, next| one < next));
    }
}
