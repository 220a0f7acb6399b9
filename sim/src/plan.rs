//! A plan: what is asked of a ledger and what happens to it, step by step. Small numbers only, so that it can be read, shrunk, and printed
//! as Rust.

use credits::decide::{Command, Source, Verb};
use credits::{AccountId, Credits, HoldId, IdempotencyKey, Timestamp};
use ledger::faults::Fault;
use uuid::Uuid;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Callers ask at once, each for commands in an order of its own. The ledger decides in which order the callers come.
    Ask(Vec<Vec<Wish>>),
    /// The clock is set: forward, or back.
    Pass {
        /// By how many seconds.
        seconds: i64,
    },
    /// What is overdue is ended, and callers come at once meanwhile.
    Sweep {
        /// What they ask.
        callers: Vec<Vec<Wish>>,
    },
    /// One of the next transactions meets a fault.
    Fail {
        /// How many go well before it.
        after: u16,
        /// What happens then.
        fault: Fault,
    },
    /// Callers ask at once, and the power fails while their commands are written: nobody was answered.
    Torn {
        /// What they ask.
        callers: Vec<Vec<Wish>>,
        /// What is found of it.
        tear: Tear,
    },
    /// The write-ahead log is merged into the file, and the power could fail at any moment of that.
    Merge {
        /// Which parts of the file were written then.
        chance: u16,
    },
    /// The ledger is closed in good order and opened again.
    Restart,
}

/// What a power failure leaves of the last writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tear {
    /// The first bytes of them.
    Cut {
        /// How many of 65,536.
        share: u16,
    },
    /// Some sectors, others not or with something else in them: a disk writes in the order that it likes until it is told to finish.
    Garbled {
        /// Which.
        chance: u16,
    },
    /// Looked at from outside with every cut that there may be, between any two writes and within each; then nothing fails at all.
    Every,
}

/// A command with small numbers for names, and seconds from the moment at which it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the ledger's verbs, where they are documented")]
pub enum Wish {
    /// See [`Verb::Deposit`].
    Deposit { account: u8, key: u8, amount: i64, lasts: Option<i64> },
    /// See [`Verb::Hold`].
    Hold { account: u8, key: u8, hold: u8, amount: i64, lasts: i64 },
    /// See [`Verb::Settle`].
    Settle { account: u8, key: u8, hold: u8, amount: Option<i64> },
    /// See [`Verb::Release`].
    Release { account: u8, key: u8, hold: u8 },
    /// See [`Verb::Extend`].
    Extend { account: u8, hold: u8, lasts: i64 },
    /// See [`Verb::Expire`].
    Expire { account: u8, hold: u8 },
    /// See [`Verb::Lapse`].
    Lapse { account: u8 },
    /// See [`Verb::Reverse`].
    Reverse { account: u8, key: u8, deposit: u8, amount: i64 },
    /// See [`Verb::Reinstate`].
    Reinstate { account: u8, key: u8, deposit: u8, amount: i64 },
}

/// How many accounts a plan has.
pub const ACCOUNTS: u8 = 3;
/// How many holds each of them may have.
pub const HOLDS: u8 = 6;

/// An account by its number.
#[must_use]
pub fn account(number: u8) -> AccountId {
    AccountId(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// A hold by its number.
#[must_use]
pub fn hold(number: u8) -> HoldId {
    HoldId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)))
}

/// A moment so many seconds later, or earlier.
#[must_use]
pub fn seconds_after(now: Timestamp, seconds: i64) -> Timestamp {
    Timestamp(now.0.saturating_add(seconds.saturating_mul(1_000_000)))
}

impl Wish {
    /// The command, asked at that moment; `None` for an amount that there is no way to ask for.
    #[must_use]
    pub fn command(self, now: Timestamp) -> Option<Command> {
        let at = |seconds| seconds_after(now, seconds);
        let credits = |amount| Credits::new(amount).ok();
        Some(match self {
            Self::Deposit { account: whose, key, amount, lasts } => {
                let source = [Source::Pack, Source::Plan, Source::Grant][usize::from(key % 3)];
                let (amount, note, expires_at) = (credits(amount)?, format!("deposit {key}"), lasts.map(at));
                of(whose, Verb::Deposit { key: name(key)?, amount, source, note, expires_at })
            }
            Self::Hold { account: whose, key, hold: id, amount, lasts } => {
                // Now and then a name that may not be.
                let operation = if key % 16 == 15 { String::new() } else { format!("render {key}") };
                let (amount, expires_at) = (credits(amount)?, at(lasts));
                of(whose, Verb::Hold { key: name(key)?, hold: hold(id), amount, operation, expires_at })
            }
            Self::Settle { account: whose, key, hold: id, amount } => {
                let amount = match amount {
                    Some(amount) => Some(credits(amount)?),
                    None => None,
                };
                of(whose, Verb::Settle { key: name(key)?, hold: hold(id), amount })
            }
            Self::Release { account: whose, key, hold: id } => {
                of(whose, Verb::Release { key: name(key)?, hold: hold(id) })
            }
            Self::Extend { account: whose, hold: id, lasts } => {
                of(whose, Verb::Extend { hold: hold(id), expires_at: at(lasts) })
            }
            Self::Expire { account: whose, hold: id } => of(whose, Verb::Expire { hold: hold(id) }),
            Self::Lapse { account: whose } => of(whose, Verb::Lapse),
            Self::Reverse { account: whose, key, deposit, amount } => {
                let (deposit, amount, note) = (name(deposit)?, credits(amount)?, format!("refund {key}"));
                of(whose, Verb::Reverse { key: name(key)?, deposit, amount, note })
            }
            Self::Reinstate { account: whose, key, deposit, amount } => {
                let (deposit, amount, note) = (name(deposit)?, credits(amount)?, format!("dispute won {key}"));
                of(whose, Verb::Reinstate { key: name(key)?, deposit, amount, note })
            }
        })
    }
}

fn of(whose: u8, verb: Verb) -> Command {
    Command { account: account(whose), verb }
}

fn name(key: u8) -> Option<IdempotencyKey> {
    IdempotencyKey::new(format!("key-{key}")).ok()
}

/// The plan as a test that can be pasted into `sim/tests/reproductions.rs`.
#[must_use]
pub fn as_test(name: &str, store: &str, steps: &[Step]) -> String {
    let mut text = format!("#[test]\nfn {name}() {{\n    reproduce(Kind::{store}, &[\n");
    for step in steps {
        text.push_str(&format!("        {},\n", format!("{step:?}").replace('[', "vec![")));
    }
    text.push_str("    ]);\n}\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_printed_as_rust() {
        let steps = [Step::Ask(vec![vec![Wish::Lapse { account: 0 }]]), Step::Pass { seconds: -5 }];
        let expected = "#[test]\nfn a() {\n    reproduce(Kind::Sqlite, &[\n        Ask(vec![vec![Lapse { account: 0 }]]),\n        \
                        Pass { seconds: -5 },\n    ]);\n}\n";
        assert_eq!(as_test("a", "Sqlite", &steps), expected);
    }
}
