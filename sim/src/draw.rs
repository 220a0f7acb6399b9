//! Draws a plan from a seed: few accounts, keys and holds, so that repetition, reuse and races are the rule and not the exception.

use ledger::faults::Fault;

use crate::dice::Dice;
use crate::plan::{ACCOUNTS, HOLDS, Step, Tear, Wish};

/// How many keys there are: fewer than wishes in all but the shortest plan.
const KEYS: u64 = 48;

/// The most callers at once. Every order of them is tried when their answers are checked.
const CALLERS_MAX: u64 = 4;

/// The plan that follows from a seed.
#[must_use]
pub fn plan(seed: u64) -> Vec<Step> {
    let mut dice = Dice::new(seed);
    // Most plans are short, because short ones find most and shrink soonest.
    let longest = if dice.happens(10) { 120 } else { 30 };
    let steps = dice.between(3, longest);
    let mut drawing = Drawing { dice, asked: Vec::new() };
    (0..steps).map(|_| drawing.step()).collect()
}

struct Drawing {
    dice: Dice,
    /// What was asked before, to be delivered again.
    asked: Vec<Wish>,
}

impl Drawing {
    fn step(&mut self) -> Step {
        match self.dice.below(100) {
            0..66 => Step::Ask(self.callers()),
            66..79 => Step::Pass { seconds: self.pause() },
            79..83 => Step::Sweep { callers: if self.dice.happens(50) { self.callers() } else { Vec::new() } },
            83..91 => Step::Fail { after: u16::from(self.dice.small(4)), fault: self.fault() },
            91..96 => Step::Torn { callers: self.callers(), tear: self.tear() },
            96..98 => Step::Merge { chance: self.dice.bits() },
            _ => Step::Restart,
        }
    }

    fn callers(&mut self) -> Vec<Vec<Wish>> {
        let callers = if self.dice.happens(50) { 1 } else { 1 + self.dice.below(CALLERS_MAX) };
        let mut lists: Vec<Vec<Wish>> = (0..callers).map(|_| self.wishes()).collect();
        // A double click: two callers with the same request at once.
        if callers > 1 && self.dice.happens(20) {
            let (from, to) = (self.dice.place(lists.len()), self.dice.place(lists.len()));
            lists[to] = lists[from].clone();
        }
        lists
    }

    fn wishes(&mut self) -> Vec<Wish> {
        let count = if self.dice.happens(60) { 1 } else { 1 + self.dice.below(5) };
        (0..count).map(|_| self.wish()).collect()
    }

    /// A new wish, or one from before, which comes again or only now: late, and after others that were asked later.
    fn wish(&mut self) -> Wish {
        if !self.asked.is_empty() && self.dice.happens(15) {
            return self.asked[self.dice.place(self.asked.len())];
        }
        let wish = self.new_wish();
        self.asked.push(wish);
        wish
    }

    fn new_wish(&mut self) -> Wish {
        // The first account has most of the traffic.
        let account = if self.dice.happens(60) { 0 } else { self.dice.small(ACCOUNTS) };
        let key = self.key();
        match self.dice.below(100) {
            0..24 => {
                let lasts = self.dice.happens(60).then(|| self.lasts());
                Wish::Deposit { account, key, amount: self.amount(), lasts }
            }
            24..46 => {
                let (hold, amount, lasts) = (self.dice.small(HOLDS), self.amount(), self.lasts());
                Wish::Hold { account, key, hold, amount, lasts }
            }
            46..82 => self.wish_about_a_hold(account, key),
            _ => self.wish_about_a_deposit(account, key),
        }
    }

    fn wish_about_a_hold(&mut self, account: u8, key: u8) -> Wish {
        let (account, hold) = self.hold(account);
        match self.dice.below(36) {
            0..12 => {
                let amount = self.dice.happens(60).then(|| self.amount());
                Wish::Settle { account, key, hold, amount }
            }
            12..20 => Wish::Release { account, key, hold },
            20..26 => Wish::Extend { account, hold, lasts: self.lasts() },
            26..32 => Wish::Expire { account, hold },
            _ => Wish::Lapse { account },
        }
    }

    fn wish_about_a_deposit(&mut self, account: u8, key: u8) -> Wish {
        let (account, deposit) = self.deposit(account);
        let amount = self.amount();
        if self.dice.happens(60) {
            Wish::Reverse { account, key, deposit, amount }
        } else {
            Wish::Reinstate { account, key, deposit, amount }
        }
    }

    fn key(&mut self) -> u8 {
        u8::try_from(self.dice.below(KEYS)).unwrap_or(0)
    }

    /// Mostly a hold that was asked for.
    fn hold(&mut self, account: u8) -> (u8, u8) {
        let of = |wish: &Wish| if let Wish::Hold { account, hold, .. } = wish { Some((*account, *hold)) } else { None };
        let holds: Vec<_> = self.asked.iter().filter_map(of).collect();
        let is_new = holds.is_empty() || self.dice.happens(10);
        if is_new { (account, self.dice.small(HOLDS)) } else { holds[self.dice.place(holds.len())] }
    }

    /// Mostly the key of something that was deposited.
    fn deposit(&mut self, account: u8) -> (u8, u8) {
        let of =
            |wish: &Wish| if let Wish::Deposit { account, key, .. } = wish { Some((*account, *key)) } else { None };
        let deposits: Vec<_> = self.asked.iter().filter_map(of).collect();
        let is_new = deposits.is_empty() || self.dice.happens(10);
        if is_new { (account, self.key()) } else { deposits[self.dice.place(deposits.len())] }
    }

    /// Mostly small; now and then nothing, less than nothing, or as much as there may be.
    fn amount(&mut self) -> i64 {
        match self.dice.below(100) {
            0..3 => 0,
            3..6 => -1,
            6..8 => credits::limits::CREDITS_MAX,
            8..9 => credits::limits::CREDITS_MAX - 5,
            9..40 => self.dice.between(1, 5),
            _ => self.dice.between(1, 60),
        }
    }

    /// Seconds: few different ones, so that moments meet each other exactly.
    fn lasts(&mut self) -> i64 {
        match self.dice.below(100) {
            0..5 => -10,
            5..10 => 0,
            10..13 => 7 * 24 * 3_600,
            13..16 => 7 * 24 * 3_600 + 1,
            _ => 10 * self.dice.between(1, 12),
        }
    }

    fn pause(&mut self) -> i64 {
        match self.dice.below(100) {
            0..15 => -10 * self.dice.between(1, 30),
            15..20 => 8 * 24 * 3_600,
            _ => 10 * self.dice.between(1, 8),
        }
    }

    fn fault(&mut self) -> Fault {
        match self.dice.below(14) {
            0 => Fault::Refused,
            1 | 2 => Fault::Full,
            3..6 => Fault::Interrupted { steps: 1 + self.dice.bits() % 1_500 },
            6 => Fault::LostAtCommit,
            7 => Fault::Panics,
            8..11 => Fault::StopsBefore,
            _ => Fault::StopsAfter,
        }
    }

    fn tear(&mut self) -> Tear {
        match self.dice.below(10) {
            0..5 => Tear::Cut { share: self.dice.bits() },
            5..9 => Tear::Garbled { chance: self.dice.bits() },
            _ => Tear::Every,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_plan_and_another_seed_another() {
        assert_eq!(plan(1), plan(1));
        assert_ne!(plan(1), plan(2));
    }
}
