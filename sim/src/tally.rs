//! How much was simulated.

use std::collections::BTreeMap;
use std::fmt;

use credits::decide::{Command, Refusal, Verb, Verdict};

/// Numbers of everything that happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Plans that were run to their end.
    pub plans: u64,
    /// Commands by verb.
    pub operations: BTreeMap<&'static str, u64>,
    /// Refusals by code.
    pub refusals: BTreeMap<&'static str, u64>,
    /// Answers that were given before.
    pub replays: u64,
    /// Commands that were not answered.
    pub unanswered: u64,
    /// Callers who came at the same time as others.
    pub at_once: u64,
    /// Ends of the process between two writes, torn writes included.
    pub crashes: u64,
    /// Power failures in the middle of writes and merges of which the remains were opened beside the ledger.
    pub images: u64,
    /// Transactions that met a fault.
    pub faults: u64,
    /// Times at which every connection to a database was cut while callers asked.
    pub cuts: u64,
    /// Times at which a database's server was killed while callers asked.
    pub kills: u64,
    /// Openings of a ledger that had been open before.
    pub reopenings: u64,
}

impl Tally {
    /// A command and what was said to it; `None` when nothing was.
    pub fn command(&mut self, command: &Command, said: Option<&Result<Verdict, Refusal>>) {
        *self.operations.entry(word(&command.verb)).or_default() += 1;
        match said {
            None => self.unanswered += 1,
            Some(Ok(verdict)) => self.replays += u64::from(verdict.is_replay),
            Some(Err(refusal)) => *self.refusals.entry(refusal.code()).or_default() += 1,
        }
    }

    /// A sweep.
    pub fn sweep(&mut self) {
        *self.operations.entry("sweep").or_default() += 1;
    }
}

const fn word(verb: &Verb) -> &'static str {
    match verb {
        Verb::Deposit { .. } => "deposit",
        Verb::Hold { .. } => "hold",
        Verb::Settle { .. } => "settle",
        Verb::Release { .. } => "release",
        Verb::Extend { .. } => "extend",
        Verb::Expire { .. } => "expire",
        Verb::Lapse => "lapse",
        Verb::Reverse { .. } => "reverse",
        Verb::Reinstate { .. } => "reinstate",
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed = |numbers: &BTreeMap<&str, u64>| {
            let each: Vec<String> = numbers.iter().map(|(word, number)| format!("{word} {number}")).collect();
            format!("{} ({})", numbers.values().sum::<u64>(), each.join(", "))
        };
        writeln!(formatter, "seeds       {}", self.plans)?;
        writeln!(formatter, "operations  {}", listed(&self.operations))?;
        writeln!(formatter, "refusals    {}", listed(&self.refusals))?;
        writeln!(formatter, "replays     {}", self.replays)?;
        writeln!(formatter, "unanswered  {}", self.unanswered)?;
        writeln!(formatter, "at once     {} callers", self.at_once)?;
        writeln!(formatter, "crashes     {}, and {} remains of power failures looked at", self.crashes, self.images)?;
        writeln!(formatter, "faults      {}", self.faults)?;
        writeln!(formatter, "databases   cut off {} times, their server killed {} times", self.cuts, self.kills)?;
        write!(formatter, "reopenings  {}", self.reopenings)
    }
}
