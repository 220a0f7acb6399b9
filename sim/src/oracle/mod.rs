//! The oracle: what a ledger must have answered and must contain, judged from outside.
//!
//! After a crash nobody knows whether what was not answered was done, and callers who come at once are decided in an order that nobody
//! sees. So the oracle keeps every world that agrees with all that was seen so far. What is seen next leaves fewer of them; when none is
//! left, the ledger did something that no order of events explains.

mod account;
mod purse;

use std::collections::BTreeMap;

use credits::decide::{Balance, Command, Entry, Hold, Refusal, Verb, Verdict};
use credits::{AccountId, Timestamp};
use ledger::LedgerError;

use account::Account;

/// Something that the ledger did and must not do, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference(pub String);

/// What an oracle gets wrong on purpose, to show that it would be noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mistake {
    /// Nothing.
    #[default]
    None,
    /// It believes that credits which return to a lot whose time is over can be spent.
    LapsedCreditsReturn,
    /// It believes that what is not settled of a hold is lost.
    SettleKeepsTheRest,
    /// It believes that what is reversed and was spent is not owed.
    DebtIsForgiven,
    /// It believes that what was torn is there: to it, a ledger that loses what it did not finish has lost what it acknowledged.
    TornWritesSurvive,
}

/// What a caller asked, in an order of its own and all of it or nothing, and what was said.
#[derive(Debug, Clone)]
pub struct Call {
    /// The commands.
    pub commands: Vec<Command>,
    /// The outcomes; `None` for a caller who was not answered.
    pub answers: Option<Vec<Result<Verdict, Refusal>>>,
}

/// What may have been done that nobody was told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unheard {
    /// What became of callers who were not answered.
    pub unanswered: Unanswered,
    /// Whether a caller who was answered may have been decided twice: the first time was kept, and the answer to that lost on its way to the
    /// ledger, which asked again.
    pub may_come_twice: bool,
}

impl Unheard {
    /// The process ended, and nothing else was lost.
    pub const BY_A_CRASH: Self = Self { unanswered: Unanswered::MaybeDone, may_come_twice: false };
}

/// What became of callers who were not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unanswered {
    /// Storage said that it failed: it was not done.
    NotDone,
    /// The process ended: it was done or not.
    MaybeDone,
}

/// A sweep beside the callers, and what it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sweep {
    /// There was none.
    None,
    /// It came to its end and ended so much.
    Ended(usize),
    /// It failed somewhere.
    Failed,
}

/// Everything that can be read of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its balance.
    pub balance: Balance,
    /// Its entries, oldest first.
    pub entries: Vec<Entry>,
    /// Those of its holds that there are, in the order of their ids.
    pub holds: Vec<Hold>,
}

/// One history that would explain all that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct World {
    accounts: BTreeMap<AccountId, Account>,
    /// The moment of the last batch that was written.
    last_written: Timestamp,
}

/// All histories that would explain what was seen.
#[derive(Debug, Clone)]
pub struct Oracle {
    worlds: Vec<World>,
}

impl Call {
    /// A caller and what it was told: answers to all commands, or to none of them.
    ///
    /// # Errors
    /// When some were answered and others not.
    pub fn new(commands: Vec<Command>, outcomes: Vec<Result<Verdict, LedgerError>>) -> Result<Self, Difference> {
        let (asked, said) = (commands.len(), outcomes.len());
        let mut answers = Vec::new();
        for outcome in outcomes {
            match outcome {
                Ok(verdict) => answers.push(Ok(verdict)),
                Err(LedgerError::Refused(refusal)) => answers.push(Err(refusal)),
                Err(LedgerError::Unavailable(_)) => {}
            }
        }
        match answers.len() {
            0 if said == asked => Ok(Self { commands, answers: None }),
            answered if answered == asked => Ok(Self { commands, answers: Some(answers) }),
            answered => Err(Difference(format!("{answered} of {asked} commands of one transaction were answered"))),
        }
    }
}

impl World {
    /// What this world answers to a command.
    fn ask(&mut self, command: &Command, now: Timestamp) -> Result<Verdict, Refusal> {
        let key = command.key().map(credits::IdempotencyKey::as_str);
        let Some(account) = self.accounts.get_mut(&command.account) else { return Err(Refusal::HoldNotFound) };
        let (answer, is_replay) = account.ask(&command.verb, key, now.0)?;
        if !is_replay {
            self.last_written = now;
        }
        Ok(Verdict { answer, is_replay })
    }

    /// This world after a caller, if it gives the answers that the caller had.
    fn after(&self, call: &Call, now: Timestamp) -> Result<Self, Difference> {
        let mut world = self.clone();
        for (place, command) in call.commands.iter().enumerate() {
            let expected = world.ask(command, now);
            let said = call.answers.as_ref().and_then(|answers| answers.get(place));
            if said.is_some_and(|said| *said != expected) {
                let (command, at) = (format!("{command:?}"), now.0);
                return Err(Difference(format!(
                    "{command} at {at}\n  was answered {said:?}\n  and should be   Some({expected:?})"
                )));
            }
        }
        Ok(world)
    }

    /// This world after a caller whose answers were lost.
    fn after_unheard(&self, call: &Call, now: Timestamp) -> Self {
        let mut world = self.clone();
        for command in &call.commands {
            // What is answered is nobody's news.
            drop(world.ask(command, now));
        }
        world
    }

    /// The worlds after all that waits, in every order that the answers allow.
    fn orders(&self, waiting: &Waiting<'_>, now: Timestamp, found: &mut Found) {
        if waiting.may_be_over() {
            found.add(self.clone());
        }
        for (place, (call, may_come_twice)) in waiting.calls.iter().enumerate() {
            if call.answers.is_none() && waiting.unanswered == Unanswered::NotDone {
                continue;
            }
            if *may_come_twice {
                let world = self.after_unheard(call, now);
                if world != *self {
                    let mut others = waiting.clone();
                    others.calls[place].1 = false;
                    world.orders(&others, now, found);
                }
            }
            match self.after(call, now) {
                Ok(world) => {
                    let mut others = waiting.clone();
                    others.calls.remove(place);
                    world.orders(&others, now, found);
                }
                Err(difference) => found.first_difference = found.first_difference.take().or(Some(difference)),
            }
        }
        let (mut world, mut others) = (self.clone(), waiting.clone());
        match waiting.sweep_parts {
            2 => others.ended += world.expire_all(now),
            1 => others.ended += world.lapse_all(now),
            _ => return,
        }
        others.sweep_parts -= 1;
        if let Sweep::Ended(said) = waiting.sweep
            && others.sweep_parts == 0
            && said != others.ended
        {
            let difference = format!("a sweep at {} ended {said} and should end {}", now.0, others.ended);
            found.first_difference = found.first_difference.take().or(Some(Difference(difference)));
        }
        world.orders(&others, now, found);
    }

    fn disagreement(&self, id: AccountId, seen: &Seen) -> Option<Difference> {
        let account = self.accounts.get(&id)?;
        if account.entries() != seen.entries {
            let place = account.entries().iter().zip(&seen.entries).take_while(|(one, other)| one == other).count();
            let (expected, found) = (account.entries().get(place), seen.entries.get(place));
            return Some(Difference(format!("an entry of {id} is {found:?}\n  and should be {expected:?}")));
        }
        if account.balance() != seen.balance {
            let (expected, found) = (account.balance(), seen.balance);
            return Some(Difference(format!("the balance of {id} is {found:?}\n  and should be {expected:?}")));
        }
        let (expected, found) = (account.holds(), &seen.holds);
        (expected != *found)
            .then(|| Difference(format!("the holds of {id} are {found:?}\n  and should be {expected:?}")))
    }

    /// The first part of a sweep: how many holds it ends.
    fn expire_all(&mut self, now: Timestamp) -> usize {
        let mut overdue: Vec<_> = Vec::new();
        for (id, account) in &self.accounts {
            overdue.extend(account.overdue(now.0).into_iter().map(|(at, hold)| (at, *id, hold)));
        }
        overdue.sort_unstable();
        let expire = |(_, account, hold)| Command { account, verb: Verb::Expire { hold } };
        overdue.into_iter().filter(|overdue| self.ask(&expire(*overdue), now).is_ok()).count()
    }

    /// The second part: of how many accounts lots lapse.
    fn lapse_all(&mut self, now: Timestamp) -> usize {
        let lapsing = self.accounts.iter().filter(|(_, account)| account.lapses(now.0)).map(|(id, _)| *id);
        let lapsing: Vec<AccountId> = lapsing.collect();
        let lapse = |account| Command { account, verb: Verb::Lapse };
        lapsing.into_iter().filter(|account| self.ask(&lapse(*account), now).is_ok()).count()
    }
}

/// What happens at once, and has no place yet in the order of things.
#[derive(Clone)]
struct Waiting<'a> {
    /// Callers, and whether what they ask may be done once more before it is done and answered.
    calls: Vec<(&'a Call, bool)>,
    unanswered: Unanswered,
    sweep: Sweep,
    /// How many of the two parts of the sweep are still to come, each of them one transaction.
    sweep_parts: u8,
    /// What the sweep ended so far.
    ended: usize,
}

impl Waiting<'_> {
    /// Whether nothing needs to happen any more.
    fn may_be_over(&self) -> bool {
        let sweep_may_be_over = match self.sweep {
            Sweep::None | Sweep::Failed => true,
            Sweep::Ended(said) => self.sweep_parts == 0 && self.ended == said,
        };
        sweep_may_be_over && self.calls.iter().all(|(call, _)| call.answers.is_none())
    }
}

/// The worlds that were found so far, each once, and why the first that was not one is none.
#[derive(Default)]
struct Found {
    worlds: Vec<World>,
    first_difference: Option<Difference>,
}

impl Found {
    fn add(&mut self, world: World) {
        if !self.worlds.contains(&world) {
            self.worlds.push(world);
        }
    }
}

impl Oracle {
    /// The one world in which nothing has happened.
    #[must_use]
    pub fn new(accounts: impl IntoIterator<Item = AccountId>, mistake: Mistake) -> Self {
        let accounts = accounts.into_iter().map(|id| (id, Account::new(id, mistake))).collect();
        Self { worlds: vec![World { accounts, last_written: Timestamp(i64::MIN) }] }
    }

    /// Callers came at once, at that moment, and perhaps a sweep among them.
    ///
    /// # Errors
    /// When no order of them gives these answers.
    pub fn asked(&mut self, calls: &[Call], unheard: Unheard, sweep: Sweep, now: Timestamp) -> Result<(), Difference> {
        let sweep_parts = if sweep == Sweep::None { 0 } else { 2 };
        let Unheard { unanswered, may_come_twice } = unheard;
        let calls = calls.iter().map(|call| (call, may_come_twice)).collect();
        let waiting = Waiting { calls, unanswered, sweep, sweep_parts, ended: 0 };
        let mut found = Found::default();
        for world in &self.worlds {
            world.orders(&waiting, now, &mut found);
        }
        self.keep(found)
    }

    /// What was read of all accounts.
    ///
    /// # Errors
    /// When no world looks like that.
    pub fn saw(&mut self, seen: &BTreeMap<AccountId, Seen>) -> Result<(), Difference> {
        let mut found = Found::default();
        for world in &self.worlds {
            match seen.iter().find_map(|(id, seen)| world.disagreement(*id, seen)) {
                None => found.add(world.clone()),
                Some(difference) => found.first_difference = Some(difference),
            }
        }
        self.keep(found)
    }

    /// What time it is for a ledger that was just opened, while the clock shows this.
    ///
    /// # Errors
    /// When in no world it is as late as that.
    pub fn opened(&mut self, now: Timestamp, clock: Timestamp) -> Result<(), Difference> {
        let mut found = Found::default();
        for world in &self.worlds {
            let expected = clock.max(world.last_written);
            if expected == now {
                found.add(world.clone());
            } else {
                let (now, expected) = (now.0, expected.0);
                let difference = format!("the ledger begins again at {now} and should begin at {expected}");
                found.first_difference = Some(Difference(difference));
            }
        }
        self.keep(found)
    }

    /// The moment of the last batch that was written: not before the first, and not after the second.
    #[must_use]
    pub fn last_written(&self) -> (Timestamp, Timestamp) {
        let moments = || self.worlds.iter().map(|world| world.last_written);
        let never = Timestamp(i64::MIN);
        (moments().min().unwrap_or(never), moments().max().unwrap_or(never))
    }

    fn keep(&mut self, found: Found) -> Result<(), Difference> {
        if found.worlds.is_empty() {
            let unexplained = || Difference("nothing explains what was seen".to_owned());
            return Err(found.first_difference.unwrap_or_else(unexplained));
        }
        self.worlds = found.worlds;
        Ok(())
    }
}
