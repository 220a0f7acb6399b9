//! Runs a plan: every answer, every balance, every entry and every hold is compared with the oracle after every step.

use std::collections::BTreeMap;
use std::time::Duration;

use credits::decide::{Balance, Command, Refusal, Verdict};
use credits::{AccountId, Timestamp};
use ledger::faults::Faults;
use ledger::{Clock, Ledger, LedgerError, StorageError};
use tokio::sync::watch;

use crate::beside::{Beside, broken_by, one_caller, one_sweep};
use crate::disk::{Disk, Kind};
use crate::look::look;
use crate::oracle::{Call, Difference, Mistake, Oracle, Seen, Sweep, Unanswered, Unheard};
use crate::plan::{ACCOUNTS, Step, Tear, Wish, account};
use crate::tally::Tally;
use crate::tear::{Image, cut, every_cut, garbled, merging};

/// When every plan begins.
const NOON: Timestamp = Timestamp(1_780_000_000_000_000);

/// Runs a plan over an empty store of that kind.
///
/// # Errors
/// The first thing that is not as the oracle says, with the step at which it was seen.
pub fn run(kind: Kind, steps: &[Step], mistake: Mistake, tally: &mut Tally) -> Result<(), Difference> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Difference(error.to_string()))?;
    runtime.block_on(async {
        let mut run = Run::begin(kind, mistake, tally)?;
        for (place, step) in steps.iter().enumerate() {
            let at_step = |Difference(why)| Difference(format!("step {place}, {step:?}:\n  {why}"));
            run.step(step).await.map_err(at_step)?;
        }
        let at_end = |Difference(why)| Difference(format!("after the last step:\n  {why}"));
        run.end().await.map_err(at_end)
    })
}

/// Opens an empty store for the first time, and looks at what a power failure at any place of that would leave: a ledger that opens, and
/// has nothing in it.
///
/// # Errors
/// When one of them does not.
pub fn tear_the_first_opening(kind: Kind, tally: &mut Tally) -> Result<(), Difference> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Difference(error.to_string()))?;
    runtime.block_on(async {
        let mut run = Run::begin(kind, Mistake::None, tally)?;
        if let Some(after) = run.disk.image()? {
            // The file's first page says that there is a log, and is on the disk before there is one.
            let before = Image { file: after.file.clone(), log: Vec::new() };
            for torn in every_cut(&before, &after) {
                run.open_beside(&torn.image, run.oracle.clone()).await?;
            }
        }
        Ok(())
    })
}

struct Run<'a> {
    kind: Kind,
    disk: Disk,
    clock: Clock,
    faults: Faults,
    /// `None` only while it is opened again.
    ledger: Option<Ledger>,
    watchers: BTreeMap<AccountId, (u64, watch::Receiver<Option<Balance>>)>,
    oracle: Oracle,
    mistake: Mistake,
    /// The ledger's own time: surely that late, and perhaps this late. They differ after a sweep that perhaps found nothing.
    time: (Timestamp, Timestamp),
    /// What was done under a key and must be answered the same for ever.
    done: Vec<Command>,
    tally: &'a mut Tally,
}

impl<'a> Run<'a> {
    fn begin(kind: Kind, mistake: Mistake, tally: &'a mut Tally) -> Result<Self, Difference> {
        let (clock, faults) = (Clock::manual(NOON), Faults::default());
        let disk = Disk::new(kind, faults.clone())?;
        let ledger = Some(disk.open(clock.clone())?);
        let oracle = Oracle::new((0..ACCOUNTS).map(account), mistake);
        let (time, watchers) = (oracle.last_written(), BTreeMap::new());
        let mut run =
            Self { kind, disk, clock, faults, ledger, watchers, oracle, mistake, time, done: Vec::new(), tally };
        run.watch(&BTreeMap::new())?;
        Ok(run)
    }

    async fn step(&mut self, step: &Step) -> Result<(), Difference> {
        match step {
            Step::Ask(callers) => {
                self.ask_again_until_answered(callers, Beside::Nothing).await?;
            }
            Step::Sweep { callers } => {
                self.ask_again_until_answered(callers, Beside::Sweep).await?;
            }
            Step::Pass { seconds } => self.pass(*seconds)?,
            Step::Fail { after, fault } => self.faults.arm(*after, *fault),
            Step::Torn { callers, tear } => self.torn(callers, *tear).await?,
            Step::Merge { chance } => self.merge(*chance).await?,
            Step::Restart => {
                self.ledger = None;
                self.open().await?;
            }
        }
        Ok(())
    }

    /// Everything is asked once more, over a ledger that was closed in good order.
    async fn end(&mut self) -> Result<(), Difference> {
        self.ledger = None;
        self.open().await?;
        self.ask(&[], Beside::Sweep).await?;
        self.tally.faults += self.faults.fired();
        self.tally.plans += 1;
        self.disk.audit()
    }

    fn ledger(&self) -> Result<&Ledger, Difference> {
        self.ledger.as_ref().ok_or_else(|| Difference("the ledger is closed".to_owned()))
    }

    /// The ledger's time, if it is the clock's or that of the last batch, whichever is later.
    fn now(&self) -> Result<Timestamp, Difference> {
        let (now, clock) = (self.ledger()?.now(), self.clock.now());
        if now == clock.max(self.time.0) || now == clock.max(self.time.1) {
            return Ok(now);
        }
        Err(Difference(format!("it is {} in the ledger, {} by the clock, {:?} were seen", now.0, clock.0, self.time)))
    }

    /// Callers come at once. Who is not answered because the process ended asks again when it is back. Says whether it ended.
    async fn ask_again_until_answered(&mut self, callers: &[Vec<Wish>], beside: Beside) -> Result<bool, Difference> {
        let (calls, has_stopped) = self.ask(callers, beside).await?;
        if has_stopped {
            self.crash(None).await?;
            let asked = callers.iter().zip(&calls);
            let lost = asked.filter(|(_, call)| call.answers.is_none()).map(|(wishes, _)| wishes.clone());
            // Whatever broke is whole again.
            let beside = if beside.breaks_connections() { Beside::Nothing } else { beside };
            self.ask(&lost.collect::<Vec<_>>(), beside).await?;
        }
        Ok(has_stopped)
    }

    /// Callers come at once, and what they are told is compared. Says whether the process ended meanwhile.
    async fn ask(&mut self, callers: &[Vec<Wish>], beside: Beside) -> Result<(Vec<Call>, bool), Difference> {
        let now = self.now()?;
        let commands = |wishes: &Vec<Wish>| wishes.iter().filter_map(|wish| wish.command(now)).collect();
        self.send(callers.iter().map(commands).collect(), beside, now).await
    }

    async fn send(
        &mut self,
        callers: Vec<Vec<Command>>,
        beside: Beside,
        now: Timestamp,
    ) -> Result<(Vec<Call>, bool), Difference> {
        let (ledger, fired) = (self.ledger()?.clone(), self.faults.fired());
        self.tally.at_once += if callers.len() > 1 { callers.len() as u64 } else { 0 };
        let sweeper = (beside == Beside::Sweep).then(|| tokio::spawn(one_sweep(ledger.clone())));
        let breaker = self.disk.address().and_then(|address| beside.breaks(address, self.tally));
        let one_of_many = |commands| tokio::spawn(one_caller(ledger.clone(), commands, beside));
        let tasks: Vec<_> = callers.into_iter().map(one_of_many).collect();
        let mut calls = Vec::new();
        for task in tasks {
            let (commands, outcomes) = task.await.map_err(|error| Difference(error.to_string()))?;
            calls.push(self.take_answers(commands, outcomes, (beside, fired))?);
        }
        if let Some(breaker) = breaker {
            let broken = breaker.await.map_err(|error| Difference(error.to_string()))?;
            broken.map_err(|error| Difference(format!("the simulation cannot go on: {error}")))?;
        }
        let sweep = match sweeper {
            None => Sweep::None,
            Some(task) => {
                self.take_count(task.await.map_err(|error| Difference(error.to_string()))?, (beside, fired))?
            }
        };
        drop(ledger);
        // Who is not answered because a connection was cut knows no more than after a crash, and the process goes with a server that is killed.
        let is_lost = matches!(beside, Beside::Cut(_)) && calls.iter().any(|call| call.answers.is_none());
        let has_stopped = self.faults.has_stopped() || is_lost || matches!(beside, Beside::Kill(_));
        let may_come_twice =
            self.disk.address().is_some() && (beside.breaks_connections() || self.faults.fired() > fired);
        let unanswered = if has_stopped { Unanswered::MaybeDone } else { Unanswered::NotDone };
        // What a sweep ended the first time it does not count the second time.
        let sweep = if may_come_twice && sweep != Sweep::None { Sweep::Failed } else { sweep };
        self.oracle.asked(&calls, Unheard { unanswered, may_come_twice }, sweep, now)?;
        if calls.iter().any(|call| call.answers.is_some()) {
            self.time = (now, now);
        }
        if sweep != Sweep::None {
            self.time.1 = now;
        }
        if !has_stopped {
            self.look().await?;
        }
        Ok((calls, has_stopped))
    }

    fn take_count(&mut self, said: Result<usize, StorageError>, since: (Beside, u64)) -> Result<Sweep, Difference> {
        self.tally.sweep();
        match said {
            Ok(ended) => Ok(Sweep::Ended(ended)),
            Err(error) => self.only_after_a_fault(&error, since).map(|()| Sweep::Failed),
        }
    }

    /// Nobody is refused by storage that did what it should, and faults do no damage.
    fn only_after_a_fault(&self, error: &StorageError, (beside, fired): (Beside, u64)) -> Result<(), Difference> {
        let has_failed = self.faults.fired() > fired || beside.breaks_connections();
        if error.is_damaged() || !has_failed {
            return Err(Difference(format!("without any fault: {error}")));
        }
        Ok(())
    }

    /// Counts what was said, and remembers what must be said again.
    fn take_answers(
        &mut self,
        commands: Vec<Command>,
        outcomes: Vec<Result<Verdict, LedgerError>>,
        since: (Beside, u64),
    ) -> Result<Call, Difference> {
        for outcome in &outcomes {
            if let Err(LedgerError::Unavailable(error)) = outcome {
                self.only_after_a_fault(error, since)?;
            }
        }
        let call = Call::new(commands, outcomes)?;
        for (place, command) in call.commands.iter().enumerate() {
            let said: Option<&Result<Verdict, Refusal>> = call.answers.as_ref().and_then(|answers| answers.get(place));
            self.tally.command(command, said);
            let is_same = |done: &Command| done.account == command.account && done.key() == command.key();
            if matches!(said, Some(Ok(_))) && command.key().is_some() && !self.done.iter().any(is_same) {
                self.done.push(command.clone());
            }
        }
        Ok(call)
    }

    fn pass(&mut self, seconds: i64) -> Result<(), Difference> {
        let by = Duration::from_secs(seconds.unsigned_abs());
        if seconds < 0 {
            self.clock.set_back(by)
        } else {
            self.clock.advance(by)
        }
        self.now().map(drop)
    }

    /// Reads everything, and what was told to those who watch.
    async fn look(&mut self) -> Result<(), Difference> {
        let seen = look(self.ledger()?).await?;
        self.oracle.saw(&seen)?;
        for (id, (first, watcher)) in &self.watchers {
            let balance = seen.get(id).map(|seen| seen.balance);
            let expected = balance.filter(|balance| balance.version != *first);
            let told = *watcher.borrow();
            // Whoever listens to a database reads all balances when a connection was lost, and tells them: what is there is no news then.
            let is_told_again = told.is_some() && told == balance && self.disk.address().is_some();
            if told != expected && !is_told_again {
                return Err(Difference(format!("who watches {id} was told {told:?} and should be {expected:?}")));
            }
        }
        Ok(())
    }

    /// The process ends, with nothing of it tidied up, and begins anew over what is found: what is there now, or what the power left.
    async fn crash(&mut self, left: Option<Image>) -> Result<(), Difference> {
        self.tally.crashes += 1;
        let left = match left {
            Some(left) => Some(left),
            None => self.disk.image()?,
        };
        self.ledger = None;
        if let Some(left) = left {
            self.disk.put(&left)?;
        }
        self.open().await
    }

    /// Opens it again: everything that was acknowledged is there, and answered again as it was answered before.
    async fn open(&mut self) -> Result<(), Difference> {
        self.tally.reopenings += 1;
        self.ledger = Some(self.disk.open(self.clock.clone())?);
        let now = self.ledger()?.now();
        self.oracle.opened(now, self.clock.now())?;
        let seen = look(self.ledger()?).await?;
        self.oracle.saw(&seen)?;
        self.time = self.oracle.last_written();
        self.watch(&seen)?;
        self.disk.audit()?;
        let done = self.done.clone();
        if !done.is_empty() {
            self.send(vec![done], Beside::Nothing, now).await?;
        }
        Ok(())
    }

    fn watch(&mut self, seen: &BTreeMap<AccountId, Seen>) -> Result<(), Difference> {
        let ledger = self.ledger()?;
        let version = |id: &AccountId| seen.get(id).map_or(0, |seen| seen.balance.version);
        let watchers = (0..ACCOUNTS).map(account).map(|id| (id, (version(&id), ledger.subscribe(id)))).collect();
        self.watchers = watchers;
        Ok(())
    }

    /// The power fails while commands are written. Until they were answered, what was there before them counts as well as what was there
    /// after them.
    async fn torn(&mut self, callers: &[Vec<Wish>], tear: Tear) -> Result<(), Difference> {
        if self.disk.address().is_some() {
            return self.ask_again_until_answered(callers, broken_by(tear)).await.map(drop);
        }
        let (before, now) = (self.disk.image()?, self.now()?);
        let (oracle, done, time) = (self.oracle.clone(), self.done.len(), self.time);
        if self.ask_again_until_answered(callers, Beside::Nothing).await? {
            return Ok(());
        }
        let (Some(before), Some(after)) = (before, self.disk.image()?) else { return self.crash(None).await };
        let commands = |wishes: &Vec<Wish>| wishes.iter().filter_map(|wish| wish.command(now)).collect();
        let calls: Vec<Call> =
            callers.iter().map(|wishes| Call { commands: commands(wishes), answers: None }).collect();
        let mut either = oracle;
        either.asked(&calls, Unheard::BY_A_CRASH, Sweep::None, now)?;
        let torn = match tear {
            Tear::Cut { share } => cut(&before, &after, share),
            Tear::Garbled { chance } => garbled(&before, &after, chance),
            Tear::Every => {
                for torn in every_cut(&before, &after) {
                    let oracle = if torn.is_whole { &self.oracle } else { &either };
                    self.open_beside(&torn.image, oracle.clone()).await?;
                }
                return Ok(());
            }
        };
        if !torn.is_whole && self.mistake != Mistake::TornWritesSurvive {
            (self.oracle, self.time) = (either, time);
            self.done.truncate(done);
        }
        self.crash(Some(torn.image)).await?;
        self.ask(callers, Beside::Nothing).await.map(drop)
    }

    /// The log is merged, and looked at as if the power had failed in the middle of that.
    async fn merge(&mut self, chance: u16) -> Result<(), Difference> {
        let before = self.disk.image()?;
        self.disk.merge()?;
        if let (Some(before), Some(after)) = (before, self.disk.image()?) {
            for image in [merging(&before, &after, chance), after] {
                self.open_beside(&image, self.oracle.clone()).await?;
            }
        }
        self.look().await
    }

    /// Opens what a power failure would have left, beside the ledger that goes on.
    async fn open_beside(&mut self, image: &Image, mut oracle: Oracle) -> Result<(), Difference> {
        self.tally.images += 1;
        let disk = Disk::new(self.kind, Faults::default())?;
        disk.put(image)?;
        let ledger = disk.open(self.clock.clone())?;
        oracle.opened(ledger.now(), self.clock.now())?;
        oracle.saw(&look(&ledger).await?)?;
        disk.audit()
    }
}
