//! Many callers at once on one account: what is there is given out once.

use std::sync::Barrier;

use credits::decide::Refusal;

use crate::world::*;

const CALLERS: u128 = 64;
const HOLDS_A_CALLER: u128 = 10;

fn exactly_as_many_holds_succeed_as_there_is_credit_for(kind: Kind) {
    let world = World::new(kind);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let one = account(1);
    runtime.block_on(world.ledger.execute(deposit(one, "d", 500))).unwrap();
    let start = Barrier::new(usize::try_from(CALLERS).unwrap());
    let later = NOON.after(std::time::Duration::from_secs(60));
    // Five credits a hold: 640 holds are asked for, and there is credit for 100.
    let call = |caller: u128| {
        start.wait();
        let ids = (0..HOLDS_A_CALLER).map(|n| caller * HOLDS_A_CALLER + n);
        ids.filter(|id| match runtime.block_on(world.ledger.execute(hold(one, &format!("h{id}"), *id, 5, later))) {
            Ok(verdict) => !verdict.is_replay,
            refused => {
                assert!(matches!(refusal(&refused), Refusal::InsufficientCredits { .. }));
                false
            }
        })
        .count()
    };
    let granted: usize = std::thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS).map(|caller| scope.spawn(move || call(caller))).collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).sum()
    });
    assert_eq!(granted, 100);
    assert_eq!(runtime.block_on(world.balance(one)), (0, 500, 101));
    assert_eq!(world.audit(), Vec::<String>::new());
}

#[test]
fn exactly_100_holds_of_64_callers_succeed_in_memory() {
    exactly_as_many_holds_succeed_as_there_is_credit_for(Kind::Memory);
}

#[test]
fn exactly_100_holds_of_64_callers_succeed_in_sqlite() {
    exactly_as_many_holds_succeed_as_there_is_credit_for(Kind::Sqlite);
}

#[test]
fn exactly_100_holds_of_64_callers_succeed_in_postgres() {
    exactly_as_many_holds_succeed_as_there_is_credit_for(Kind::Postgres);
}

#[test]
fn one_intent_from_64_callers_is_done_once_in_sqlite() {
    one_intent_from_many_callers_is_done_once(Kind::Sqlite);
}

#[test]
fn one_intent_from_64_callers_is_done_once_in_postgres() {
    one_intent_from_many_callers_is_done_once(Kind::Postgres);
}

fn one_intent_from_many_callers_is_done_once(kind: Kind) {
    let world = World::new(kind);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let call = || runtime.block_on(world.ledger.execute(deposit(account(1), "intent", 7))).unwrap();
    let firsts = std::thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS).map(|_| scope.spawn(call)).collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).filter(|v| !v.is_replay).count()
    });
    assert_eq!(firsts, 1);
    assert_eq!(runtime.block_on(world.balance(account(1))), (7, 0, 1));
}
