//! Ten thousand random sequences of a hundred commands over each store, and fewer over PostgreSQL, each answer compared with the model's.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use credits::AccountId;
use credits::decide::{Answer, Command, EntryKind, HoldState};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::model::{Account, Model, Said};
use crate::world::*;

const SEQUENCES: u32 = 10_000;
const COMMANDS_A_SEQUENCE: usize = 100;
const ACCOUNTS_A_SEQUENCE: u128 = 2;
const HOLDS: u128 = 12;
/// How many sequences go on side by side over a disk, so that they share the waits for the disk.
const SEQUENCES_A_CASE: usize = 10;
/// How many cases share one file or database before it is opened again and everything in it is asked once more.
const CASES_A_PLACE: usize = 50;
/// Each batch over PostgreSQL is a conversation with another process.
const SEQUENCES_OVER_POSTGRES: u32 = 500;

/// A command before its accounts and moments are known.
#[derive(Debug, Clone)]
enum Wish {
    Deposit { key: u8, amount: i64, minutes: Option<u64> },
    Hold { key: u8, hold: u128, amount: i64, minutes: u64 },
    Settle { key: u8, hold: u128, amount: Option<i64> },
    Release { key: u8, hold: u128 },
    Extend { hold: u128, minutes: u64 },
    Expire { hold: u128 },
    Lapse,
    Reverse { key: u8, deposit: u8, amount: i64 },
    Reinstate { key: u8, deposit: u8, amount: i64 },
}

/// Few keys, holds and accounts, so that repetitions, reuse and races between ends are the rule and not the exception.
fn wish() -> impl Strategy<Value = Wish> {
    let (key, hold, amount, minutes) = (0..60_u8, 0..HOLDS, -1..60_i64, 0..5_u64);
    prop_oneof![
        3 => (key.clone(), amount.clone(), prop::option::of(minutes.clone()))
            .prop_map(|(key, amount, minutes)| Wish::Deposit { key, amount, minutes }),
        2 => (key.clone(), key.clone(), amount.clone())
            .prop_map(|(key, deposit, amount)| Wish::Reverse { key, deposit, amount }),
        1 => (key.clone(), key.clone(), amount.clone())
            .prop_map(|(key, deposit, amount)| Wish::Reinstate { key, deposit, amount }),
        5 => (key.clone(), hold.clone(), amount.clone(), minutes.clone())
            .prop_map(|(key, hold, amount, minutes)| Wish::Hold { key, hold, amount, minutes }),
        2 => (key.clone(), hold.clone(), prop::option::of(amount))
            .prop_map(|(key, hold, amount)| Wish::Settle { key, hold, amount }),
        2 => (key, hold.clone()).prop_map(|(key, hold)| Wish::Release { key, hold }),
        1 => (hold.clone(), minutes).prop_map(|(hold, minutes)| Wish::Extend { hold, minutes }),
        2 => hold.prop_map(|hold| Wish::Expire { hold }),
        1 => Just(Wish::Lapse),
    ]
}

/// A wish, whose account of the sequence's accounts, and whether a minute passes before it.
type Step = (Wish, u128, bool);

fn sequence() -> impl Strategy<Value = Vec<Step>> {
    let step = (wish(), 0..ACCOUNTS_A_SEQUENCE, prop::bool::weighted(0.03));
    prop::collection::vec(step, COMMANDS_A_SEQUENCE)
}

fn command(wish: &Wish, owner: AccountId, now: credits::Timestamp) -> Command {
    let name = |key: &u8| format!("key-{key}");
    let moment = |minutes: &u64| now.after(Duration::from_secs(60 * minutes));
    match wish {
        Wish::Deposit { key, amount, minutes } => {
            deposit_until(owner, &name(key), *amount, minutes.as_ref().map(moment))
        }
        Wish::Hold { key, hold: id, amount, minutes } => hold(owner, &name(key), *id, *amount, moment(minutes)),
        Wish::Settle { key, hold, amount } => settle(owner, &name(key), *hold, *amount),
        Wish::Release { key, hold } => release(owner, &name(key), *hold),
        Wish::Extend { hold, minutes } => extend(owner, *hold, moment(minutes)),
        Wish::Expire { hold } => expire(owner, *hold),
        Wish::Lapse => lapse(owner),
        Wish::Reverse { key, deposit, amount } => reverse(owner, &name(key), &name(deposit), *amount),
        Wish::Reinstate { key, deposit, amount } => reinstate(owner, &name(key), &name(deposit), *amount),
    }
}

/// Every request that was done under a key, and its answer.
type Answered = Vec<(Command, Answer)>;

/// Runs sequences side by side, each for accounts of its own, and compares every answer. Time passes for all of them when it passes
/// for the first; each stretch between two ticks goes in one go.
async fn play(world: &World, first_account: u128, sequences: &[Vec<Step>]) -> Result<(Model, Answered), TestCaseError> {
    let (mut model, mut answered) = (Model::default(), Vec::new());
    let mut begin = 0;
    for stretch in sequences[0].chunk_by(|_, (_, _, tick)| !tick) {
        if stretch[0].2 {
            world.clock.advance(Duration::from_secs(60));
        }
        let now = world.clock.now();
        let end = begin + stretch.len();
        let mut commands = Vec::new();
        for (first_account, steps) in (first_account..).step_by(ACCOUNTS_A_SEQUENCE as usize).zip(sequences) {
            let owned = |(wish, owner, _): &Step| command(wish, account(first_account + owner), now);
            commands.extend(steps[begin..end].iter().map(owned));
        }
        begin = end;
        let outcomes = world.ledger.execute_all(commands.clone()).await.unwrap();
        prop_assert_eq!(outcomes.len(), commands.len());
        for (command, outcome) in commands.into_iter().zip(outcomes) {
            prop_assert_eq!(Said::of(&outcome), model.ask(&command, now), "{:?}", command);
            if let (Ok(verdict), Some(_)) = (outcome, command.key()) {
                answered.push((command, verdict.answer));
            }
        }
    }
    Ok((model, answered))
}

/// Nothing but a reversal takes a balance below zero, entries sum to balances.
async fn check_entries(world: &World, owner: AccountId, model: &Account) -> Result<(), TestCaseError> {
    let (available, held, version) = world.balance(owner).await;
    prop_assert_eq!((available, held, version), (model.available(), model.held, model.entries));
    let (mut sum_available, mut sum_held) = (0, 0);
    let entries = world.entries(owner).await;
    for (n, entry) in (1..).zip(&entries) {
        let before = sum_available;
        sum_available += entry.available_delta.get();
        sum_held += entry.held_delta.get();
        let may_owe = entry.kind == EntryKind::Reverse || sum_available >= before;
        prop_assert!(sum_available >= 0 || may_owe, "after entry {}: {} and {}", n, sum_available, sum_held);
        prop_assert!(sum_held >= 0, "after entry {}: {} held", n, sum_held);
        prop_assert_eq!((entry.version, entry.account), (n, owner));
    }
    prop_assert!(entries.is_sorted_by_key(|entry| entry.at));
    prop_assert_eq!((sum_available, sum_held, entries.len() as u64), (available, held, version));
    Ok(())
}

/// Active holds sum to `held`, and each stands as the model says.
async fn check_holds(world: &World, owner: AccountId, model: &Account) -> Result<(), TestCaseError> {
    let mut active = 0;
    for id in 0..HOLDS {
        let hold = world.ledger.find_hold(owner, hold_id(id)).await.unwrap();
        let is_active = hold.as_ref().is_some_and(|hold| hold.state == HoldState::Active);
        active += hold.as_ref().filter(|_| is_active).map_or(0, |hold| hold.amount.get());
        let expected = model.holds.get(&hold_id(id)).map(|hold| (hold.amount, hold.expires_at, hold.is_active));
        prop_assert_eq!(hold.map(|hold| (hold.amount.get(), hold.expires_at, is_active)), expected);
    }
    prop_assert_eq!(active, world.balance(owner).await.1);
    Ok(())
}

/// Every key is answered as it was the first time.
async fn ask_again(world: &World, answered: &Answered) -> Result<(), TestCaseError> {
    let commands = answered.iter().map(|(command, _)| command.clone()).collect();
    let outcomes = world.ledger.execute_all(commands).await.unwrap();
    prop_assert_eq!(outcomes.len(), answered.len());
    for ((command, answer), outcome) in answered.iter().zip(outcomes) {
        let verdict = outcome.unwrap();
        prop_assert!(verdict.is_replay, "{:?}", command);
        prop_assert_eq!(verdict.answer, *answer, "{:?}", command);
    }
    Ok(())
}

async fn play_and_check(
    world: &World,
    first_account: u128,
    sequences: &[Vec<Step>],
) -> Result<Answered, TestCaseError> {
    let (model, answered) = play(world, first_account, sequences).await?;
    ask_again(world, &answered).await?;
    for (owner, model) in &model.0 {
        check_entries(world, *owner, model).await?;
    }
    // Of sequences side by side, the holds of the first are read one by one; the audit adds up those of all.
    for owner in (first_account..first_account + ACCOUNTS_A_SEQUENCE).map(account) {
        if let Some(model) = model.0.get(&owner) {
            check_holds(world, owner, model).await?;
        }
    }
    Ok(answered)
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

#[test]
fn random_commands_over_memory_agree_with_the_model() {
    let (world, runtime, next_account) = (World::new(Kind::Memory), runtime(), Cell::new(0));
    let run = |steps: Vec<Step>| {
        let first = next_account.replace(next_account.get() + ACCOUNTS_A_SEQUENCE);
        runtime.block_on(play_and_check(&world, first, &[steps])).map(drop)
    };
    runner(SEQUENCES).run(&sequence(), run).unwrap();
}

/// What some cases share before it is opened again: what was answered in it.
struct PlaceOfMany {
    world: World,
    answered: Answered,
    cases: usize,
}

impl PlaceOfMany {
    fn new(kind: Kind) -> Self {
        Self { world: World::new(kind), answered: Vec::new(), cases: 0 }
    }

    /// Opens the ledger again, asks everything once more, and audits it.
    async fn close(self) -> Result<(), TestCaseError> {
        let world = self.world.reopened();
        ask_again(&world, &self.answered).await?;
        prop_assert_eq!(world.audit(), Vec::<String>::new());
        Ok(())
    }
}

fn random_commands_agree_with_the_model_and_survive_reopening(kind: Kind, sequences_in_all: u32) {
    let (runtime, next_account, place) = (runtime(), Cell::new(0), RefCell::new(PlaceOfMany::new(kind)));
    let run = |sequences: Vec<Vec<Step>>| {
        let accounts = ACCOUNTS_A_SEQUENCE * sequences.len() as u128;
        let first = next_account.replace(next_account.get() + accounts);
        let mut place = place.borrow_mut();
        let answered = runtime.block_on(play_and_check(&place.world, first, &sequences))?;
        place.answered.extend(answered);
        place.cases += 1;
        if place.cases < CASES_A_PLACE {
            return Ok(());
        }
        runtime.block_on(std::mem::replace(&mut *place, PlaceOfMany::new(kind)).close())
    };
    let sequences = prop::collection::vec(sequence(), SEQUENCES_A_CASE);
    runner(sequences_in_all / SEQUENCES_A_CASE as u32).run(&sequences, run).unwrap();
}

#[test]
fn random_commands_over_sqlite_agree_with_the_model_and_survive_reopening() {
    random_commands_agree_with_the_model_and_survive_reopening(Kind::Sqlite, SEQUENCES);
}

#[test]
fn random_commands_over_postgres_agree_with_the_model_and_survive_reopening() {
    random_commands_agree_with_the_model_and_survive_reopening(Kind::Postgres, SEQUENCES_OVER_POSTGRES);
}

fn a_store_writes_the_same_entries_as_memory(kind: Kind, sequences: u32) {
    let run = |steps: Vec<Step>| {
        runtime().block_on(async {
            let (memory, other) = (World::new(Kind::Memory), World::new(kind));
            for world in [&memory, &other] {
                play(world, 0, std::slice::from_ref(&steps)).await?;
            }
            for owner in (0..ACCOUNTS_A_SEQUENCE).map(account) {
                prop_assert_eq!(memory.entries(owner).await, other.entries(owner).await);
                for id in (0..HOLDS).map(hold_id) {
                    let (ours, theirs) = (memory.ledger.find_hold(owner, id), other.ledger.find_hold(owner, id));
                    prop_assert_eq!(ours.await.unwrap(), theirs.await.unwrap());
                }
            }
            prop_assert_eq!(memory.ledger.sweep().await.unwrap(), other.ledger.sweep().await.unwrap());
            Ok(())
        })
    };
    runner(sequences).run(&sequence(), run).unwrap();
}

#[test]
fn sqlite_writes_the_same_entries_as_memory() {
    a_store_writes_the_same_entries_as_memory(Kind::Sqlite, 50);
}

#[test]
fn postgres_writes_the_same_entries_as_memory() {
    a_store_writes_the_same_entries_as_memory(Kind::Postgres, 15);
}
