//! The contract, case by case, over every store.

use std::time::Duration;

use credits::decide::{EntryKind, HoldState, Refusal, Source};
use tokio_util::sync::CancellationToken;

use crate::world::*;

macro_rules! contract {
    ($($case:ident),* $(,)?) => {
        mod memory { $(#[test] fn $case() { super::run(super::Kind::Memory, super::$case); })* }
        mod sqlite { $(#[test] fn $case() { super::run(super::Kind::Sqlite, super::$case); })* }
        mod postgres { $(#[test] fn $case() { super::run(super::Kind::Postgres, super::$case); })* }
    };
}

contract!(
    an_account_without_entries_has_nothing,
    a_deposit_a_hold_and_a_settle_leave_three_entries,
    the_rest_of_a_partly_settled_hold_returns,
    a_released_hold_returns_its_credits,
    a_hold_beyond_the_balance_is_refused_and_changes_nothing,
    a_repeated_command_is_answered_the_same_and_done_once,
    a_duplicate_in_the_same_batch_is_a_replay,
    a_key_with_another_request_is_refused_in_and_across_batches,
    later_commands_of_a_batch_see_earlier_ones,
    a_hold_made_and_ended_in_one_batch_is_whole,
    a_refusal_in_a_batch_does_not_stop_the_others,
    keys_and_holds_belong_to_their_account,
    a_deposit_of_nothing_is_an_entry,
    an_extension_moves_the_expiry_only_later,
    an_overdue_hold_is_ended_by_the_sweep,
    work_that_ends_after_its_hold_expired_is_paid_if_there_is_enough,
    a_hold_takes_from_the_lot_that_expires_first_and_then_from_the_oldest,
    what_is_left_of_a_lot_goes_out_when_its_time_is_over,
    a_month_that_is_told_too_late_comes_in_and_goes_out,
    a_reversal_takes_from_its_own_purchase_first_then_from_others_and_the_rest_is_owed,
    a_dispute_that_is_won_reinstates_what_was_reversed_and_no_more,
    a_hold_and_its_extension_last_a_week_at_most,
    a_sweep_passes_more_holds_than_a_page,
    a_hold_that_is_not_overdue_is_left_alone,
    the_sweeper_works_until_it_is_told_to_stop,
    every_change_is_published_with_growing_versions,
    a_subscriber_hears_nothing_of_others_and_of_refusals,
    entries_are_read_in_pages_from_the_newest,
    an_empty_batch_is_answered,
    a_ledger_that_works_is_ready,
);

const LATER: credits::Timestamp = credits::Timestamp(NOON.0 + 60_000_000);

async fn an_account_without_entries_has_nothing(world: World) {
    assert_eq!(world.balance(account(1)).await, (0, 0, 0));
    assert_eq!(world.entries(account(1)).await, []);
    assert_eq!(world.ledger.find_hold(account(1), hold_id(1)).await.unwrap(), None);
}

async fn a_deposit_a_hold_and_a_settle_leave_three_entries(world: World) {
    let one = account(1);
    assert_eq!(done(&world.ledger.execute(deposit(one, "d", 300)).await), (300, 300, 0));
    assert_eq!(done(&world.ledger.execute(hold(one, "h", 1, 80, LATER)).await), (80, 220, 80));
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(done(&world.ledger.execute(settle(one, "s", 1, None)).await), (80, 220, 0));
    assert_eq!(world.balance(one).await, (220, 0, 3));
    let entries = world.entries(one).await;
    let kinds: Vec<_> = entries.iter().map(|entry| (entry.version, entry.kind)).collect();
    assert_eq!(kinds, [(1, EntryKind::Deposit), (2, EntryKind::Hold), (3, EntryKind::Settle)]);
    assert_eq!((entries[0].source, entries[0].note.as_str(), entries[0].hold), (Some(Source::Pack), "pack", None));
    assert_eq!((entries[2].source, entries[2].note.as_str()), (None, "Sora render"));
    assert_eq!(entries[2].hold, Some(hold_id(1)));
    let at = NOON.after(Duration::from_secs(1));
    assert_eq!((entries[0].at, entries[2].at), (NOON, at));
    let ended = world.ledger.find_hold(one, hold_id(1)).await.unwrap().unwrap();
    assert_eq!((ended.amount, ended.expires_at), (credits(80), LATER));
    assert_eq!(ended.state, HoldState::Settled { spent: credits(80), at });
}

async fn the_rest_of_a_partly_settled_hold_returns(world: World) {
    let one = account(1);
    world.ledger.execute_all(vec![deposit(one, "d", 100), hold(one, "h", 1, 80, LATER)]).await.unwrap();
    let over = world.ledger.execute(settle(one, "s1", 1, Some(81))).await;
    assert_eq!(refusal(&over), Refusal::SettleExceedsHold { held: credits(80), amount: credits(81) });
    assert_eq!(done(&world.ledger.execute(settle(one, "s2", 1, Some(50))).await), (50, 50, 0));
}

async fn a_released_hold_returns_its_credits(world: World) {
    let one = account(1);
    world.ledger.execute_all(vec![deposit(one, "d", 100), hold(one, "h", 1, 80, LATER)]).await.unwrap();
    assert_eq!(done(&world.ledger.execute(release(one, "r", 1)).await), (80, 100, 0));
    let again = world.ledger.execute(settle(one, "s", 1, None)).await;
    assert_eq!(refusal(&again), Refusal::HoldNotActive { state: "released" });
}

async fn a_hold_beyond_the_balance_is_refused_and_changes_nothing(world: World) {
    let one = account(1);
    world.ledger.execute(deposit(one, "d", 79)).await.unwrap();
    let refused = refusal(&world.ledger.execute(hold(one, "h", 1, 80, LATER)).await);
    let Refusal::InsufficientCredits { shortfall, held } = refused else { panic!("{refused:?}") };
    assert_eq!((shortfall.missing(), shortfall.available, held), (credits(1), credits(79), credits(0)));
    assert_eq!(world.balance(one).await, (79, 0, 1));
    assert_eq!(world.ledger.find_hold(one, hold_id(1)).await.unwrap(), None);
    // The key of a refused request is free: after buying, the same intent goes through.
    world.ledger.execute(deposit(one, "d2", 1)).await.unwrap();
    assert_eq!(done(&world.ledger.execute(hold(one, "h", 1, 80, LATER)).await), (80, 0, 80));
}

async fn a_repeated_command_is_answered_the_same_and_done_once(world: World) {
    let one = account(1);
    let commands = [
        deposit(one, "d", 100),
        hold(one, "h", 1, 30, LATER),
        settle(one, "s", 1, Some(10)),
        hold(one, "h2", 2, 5, LATER),
        release(one, "r", 2),
    ];
    let mut first = Vec::new();
    for command in &commands {
        first.push(world.ledger.execute(command.clone()).await.unwrap());
    }
    assert!(first.iter().all(|verdict| !verdict.is_replay));
    for (command, verdict) in commands.iter().zip(first) {
        let again = world.ledger.execute(command.clone()).await.unwrap();
        assert!(again.is_replay);
        assert_eq!(again.answer, verdict.answer);
    }
    assert_eq!(world.balance(one).await, (90, 0, 5));
}

async fn a_duplicate_in_the_same_batch_is_a_replay(world: World) {
    let one = account(1);
    let outcomes = world.ledger.execute_all(vec![deposit(one, "d", 100); 3]).await.unwrap();
    let replays: Vec<bool> = outcomes.iter().map(|outcome| outcome.as_ref().unwrap().is_replay).collect();
    assert_eq!(replays, [false, true, true]);
    assert!(outcomes.iter().all(|outcome| done(outcome) == (100, 100, 0)));
    assert_eq!(world.entries(one).await.len(), 1);
}

async fn a_key_with_another_request_is_refused_in_and_across_batches(world: World) {
    let one = account(1);
    let outcomes = world.ledger.execute_all(vec![deposit(one, "k", 100), deposit(one, "k", 101)]).await.unwrap();
    assert_eq!(refusal(&outcomes[1]), Refusal::KeyReused);
    assert_eq!(refusal(&world.ledger.execute(hold(one, "k", 1, 1, LATER)).await), Refusal::KeyReused);
    assert_eq!(world.balance(one).await, (100, 0, 1));
}

async fn later_commands_of_a_batch_see_earlier_ones(world: World) {
    let one = account(1);
    let mut commands = vec![deposit(one, "d", 100)];
    commands.extend((0..4).map(|n| hold(one, &format!("h{n}"), n, 30, LATER)));
    commands.push(release(one, "r", 0));
    commands.push(hold(one, "h3", 3, 30, LATER));
    let outcomes = world.ledger.execute_all(commands).await.unwrap();
    let available: Vec<_> = outcomes.iter().map(|outcome| outcome.is_ok().then(|| done(outcome).1)).collect();
    assert_eq!(available, [Some(100), Some(70), Some(40), Some(10), None, Some(40), Some(10)]);
}

async fn a_hold_made_and_ended_in_one_batch_is_whole(world: World) {
    let one = account(1);
    let later = LATER.after(Duration::from_secs(9));
    let commands =
        vec![deposit(one, "d", 9), hold(one, "h", 1, 9, LATER), extend(one, 1, later), settle(one, "s", 1, Some(4))];
    let outcomes = world.ledger.execute_all(commands).await.unwrap();
    assert_eq!(outcomes.iter().map(done).collect::<Vec<_>>(), [(9, 9, 0), (9, 0, 9), (9, 0, 9), (4, 5, 0)]);
    let hold = world.ledger.find_hold(one, hold_id(1)).await.unwrap().unwrap();
    assert_eq!(hold.expires_at, later);
    assert_eq!(hold.state, HoldState::Settled { spent: credits(4), at: NOON });
}

async fn a_refusal_in_a_batch_does_not_stop_the_others(world: World) {
    let one = account(1);
    let commands = vec![settle(one, "s", 7, None), deposit(one, "d", 5), release(one, "r", 7)];
    let outcomes = world.ledger.execute_all(commands).await.unwrap();
    assert_eq!(refusal(&outcomes[0]), Refusal::HoldNotFound);
    assert_eq!(done(&outcomes[1]), (5, 5, 0));
    assert_eq!(refusal(&outcomes[2]), Refusal::HoldNotFound);
}

async fn keys_and_holds_belong_to_their_account(world: World) {
    let (one, two) = (account(1), account(2));
    for owner in [one, two] {
        assert_eq!(done(&world.ledger.execute(deposit(owner, "d", 10)).await), (10, 10, 0));
        assert_eq!(done(&world.ledger.execute(hold(owner, "h", 1, 10, LATER)).await), (10, 0, 10));
    }
    world.ledger.execute(settle(one, "s", 1, None)).await.unwrap();
    assert_eq!(world.balance(two).await, (0, 10, 2));
    assert_eq!(refusal(&world.ledger.execute(settle(account(3), "s", 1, None)).await), Refusal::HoldNotFound);
}

async fn a_deposit_of_nothing_is_an_entry(world: World) {
    assert_eq!(done(&world.ledger.execute(deposit(account(1), "free", 0)).await), (0, 0, 0));
    assert_eq!(world.balance(account(1)).await, (0, 0, 1));
    assert!(world.ledger.execute(deposit(account(1), "free", 0)).await.unwrap().is_replay);
}

async fn an_extension_moves_the_expiry_only_later(world: World) {
    let one = account(1);
    world.ledger.execute_all(vec![deposit(one, "d", 9), hold(one, "h", 1, 9, LATER)]).await.unwrap();
    let later = LATER.after(Duration::from_secs(5));
    assert!(!world.ledger.execute(extend(one, 1, later)).await.unwrap().is_replay);
    assert!(world.ledger.execute(extend(one, 1, LATER)).await.unwrap().is_replay);
    assert_eq!(world.ledger.find_hold(one, hold_id(1)).await.unwrap().unwrap().expires_at, later);
    assert_eq!(world.balance(one).await, (0, 9, 2));
}

async fn an_overdue_hold_is_ended_by_the_sweep(world: World) {
    let one = account(1);
    world.ledger.execute_all(vec![deposit(one, "d", 9), hold(one, "h", 1, 9, LATER)]).await.unwrap();
    let watcher = world.ledger.subscribe(one);
    world.clock.advance(Duration::from_secs(60));
    assert_eq!(world.ledger.sweep().await.unwrap(), 1);
    assert_eq!(world.balance(one).await, (9, 0, 3));
    assert_eq!(numbers(watcher.borrow().unwrap()), (9, 0, 3));
    let hold = world.ledger.find_hold(one, hold_id(1)).await.unwrap().unwrap();
    assert_eq!(hold.state, HoldState::Expired { at: LATER });
    assert_eq!(world.entries(one).await[2].kind, EntryKind::Expire);
    assert_eq!(world.ledger.sweep().await.unwrap(), 0);
}

async fn work_that_ends_after_its_hold_expired_is_paid_if_there_is_enough(world: World) {
    let one = account(1);
    let commands = vec![deposit(one, "d", 9), hold(one, "h", 1, 6, LATER), hold(one, "h2", 2, 3, LATER)];
    world.ledger.execute_all(commands).await.unwrap();
    world.clock.advance(Duration::from_secs(60));
    assert_eq!(world.ledger.sweep().await.unwrap(), 2);
    assert_eq!(refusal(&world.ledger.execute(settle(one, "s", 1, Some(7))).await).code(), "SETTLE_EXCEEDS_HOLD");
    assert_eq!(done(&world.ledger.execute(settle(one, "s", 1, Some(5))).await), (5, 4, 0));
    let again = world.ledger.execute(settle(one, "s", 1, Some(5))).await;
    assert!(again.as_ref().unwrap().is_replay);
    assert_eq!(done(&again), (5, 4, 0));
    let settled = world.ledger.find_hold(one, hold_id(1)).await.unwrap().unwrap();
    assert_eq!((settled.expired_at, settled.state.as_str()), (Some(LATER), "settled"));
    world.ledger.execute(hold(one, "h3", 3, 2, LATER.after(Duration::from_secs(9)))).await.unwrap();
    let too_late = world.ledger.execute(settle(one, "s2", 2, None)).await;
    assert_eq!(refusal(&too_late), Refusal::HoldNotActive { state: "expired" });
}

/// Takes a minute at a time.
async fn later(world: &World, minutes: u64) {
    world.clock.advance(Duration::from_secs(60 * minutes));
}

fn minute(n: u64) -> Option<credits::Timestamp> {
    Some(NOON.after(Duration::from_secs(60 * n)))
}

/// The parts of a hold: lot and amount.
async fn parts(world: &World, owner: credits::AccountId, id: u128) -> Vec<(u64, i64)> {
    let hold = world.ledger.find_hold(owner, hold_id(id)).await.unwrap().unwrap();
    hold.parts.iter().map(|part| (part.lot.0, part.amount.get())).collect()
}

async fn a_hold_takes_from_the_lot_that_expires_first_and_then_from_the_oldest(world: World) {
    let one = account(1);
    let deposits = vec![
        deposit(one, "for-ever", 10),
        deposit_until(one, "late", 10, minute(50)),
        deposit_until(one, "soon", 10, minute(10)),
        deposit(one, "for-ever-too", 10),
    ];
    world.ledger.execute_all(deposits).await.unwrap();
    world.ledger.execute(hold(one, "h", 1, 33, LATER)).await.unwrap();
    assert_eq!(parts(&world, one, 1).await, [(3, 10), (2, 10), (1, 10), (4, 3)]);
    // What was taken last returns first.
    assert_eq!(done(&world.ledger.execute(settle(one, "s", 1, Some(15))).await), (15, 25, 0));
    assert_eq!(parts(&world, one, 1).await, [(3, 10), (2, 5)]);
    world.ledger.execute(hold(one, "h2", 2, 25, LATER)).await.unwrap();
    assert_eq!(parts(&world, one, 2).await, [(2, 5), (1, 10), (4, 10)]);
}

async fn what_is_left_of_a_lot_goes_out_when_its_time_is_over(world: World) {
    let one = account(1);
    let commands = vec![
        deposit_until(one, "month", 100, minute(10)),
        deposit(one, "pack", 5),
        hold(one, "h", 1, 30, minute(20).unwrap()),
    ];
    world.ledger.execute_all(commands).await.unwrap();
    later(&world, 10).await;
    // Nobody spends it any more, whether or not a sweep has been there.
    let refused = world.ledger.execute(hold(one, "h2", 2, 6, minute(20).unwrap())).await;
    let Refusal::InsufficientCredits { shortfall, held } = refusal(&refused) else { panic!("{refused:?}") };
    assert_eq!((shortfall.available, held), (credits(5), credits(30)));
    assert_eq!(world.balance(one).await, (75, 30, 3));
    let watcher = world.ledger.subscribe(one);
    assert_eq!(world.ledger.sweep().await.unwrap(), 1);
    assert_eq!(numbers(watcher.borrow().unwrap()), (5, 30, 4));
    assert_eq!(world.ledger.sweep().await.unwrap(), 0);
    // What returns to it goes out at once, with an entry of its own; the answer knows.
    assert_eq!(done(&world.ledger.execute(release(one, "r", 1)).await), (30, 5, 0));
    let entries = world.entries(one).await;
    let kinds: Vec<_> =
        entries[3..].iter().map(|it| (it.kind, it.available_delta.get(), it.lot.map(|lot| lot.0))).collect();
    let lapse = |amount: i64| (EntryKind::Lapse, -amount, Some(1));
    assert_eq!(kinds, [lapse(70), (EntryKind::Release, 30, None), lapse(30)]);
    let again = world.ledger.execute(release(one, "r", 1)).await;
    assert!(again.as_ref().unwrap().is_replay);
    assert_eq!(numbers(again.unwrap().answer.balance), (5, 0, 6));
}

async fn a_month_that_is_told_too_late_comes_in_and_goes_out(world: World) {
    let one = account(1);
    later(&world, 10).await;
    assert_eq!(done(&world.ledger.execute(deposit_until(one, "month", 100, minute(10))).await), (100, 0, 0));
    assert_eq!(world.balance(one).await, (0, 0, 2));
}

async fn a_reversal_takes_from_its_own_purchase_first_then_from_others_and_the_rest_is_owed(world: World) {
    let one = account(1);
    let commands = vec![
        deposit_until(one, "month", 10, minute(50)),
        deposit(one, "pack", 100),
        hold(one, "h", 1, 40, LATER),
        settle(one, "s", 1, None),
    ];
    world.ledger.execute_all(commands).await.unwrap();
    // 70 of the pack are left; the month is spent.
    assert_eq!(done(&world.ledger.execute(reverse(one, "r1", "pack", 30)).await), (30, 40, 0));
    world.ledger.execute(deposit_until(one, "month2", 5, minute(60))).await.unwrap();
    assert_eq!(done(&world.ledger.execute(reverse(one, "r2", "pack", 60)).await), (60, -15, 0));
    let over = world.ledger.execute(reverse(one, "r3", "pack", 11)).await;
    assert_eq!(refusal(&over), Refusal::ReversalExceedsPurchase { reversible: credits(10), amount: credits(11) });
    assert_eq!(refusal(&world.ledger.execute(reverse(one, "r3", "no", 1)).await), Refusal::PurchaseNotFound);
    // Debt blocks spending, even of nothing, until it is covered; a deposit pays it first.
    let blocked = world.ledger.execute(hold(one, "h2", 2, 0, LATER)).await;
    assert_eq!(refusal(&blocked).code(), "INSUFFICIENT_CREDITS");
    assert_eq!(done(&world.ledger.execute(deposit(one, "pack2", 20)).await), (20, 5, 0));
    world.ledger.execute(hold(one, "h2", 2, 5, LATER)).await.unwrap();
    assert_eq!(parts(&world, one, 2).await, [(world.entries(one).await.len() as u64 - 1, 5)]);
}

async fn a_dispute_that_is_won_reinstates_what_was_reversed_and_no_more(world: World) {
    let one = account(1);
    world.ledger.execute_all(vec![deposit(one, "pack", 100), hold(one, "h", 1, 80, LATER)]).await.unwrap();
    assert_eq!(done(&world.ledger.execute(reverse(one, "dispute", "pack", 100)).await), (100, -80, 80));
    // What returns from a hold pays as well.
    assert_eq!(done(&world.ledger.execute(release(one, "r", 1)).await), (80, 0, 0));
    let over = world.ledger.execute(reinstate(one, "won", "pack", 101)).await;
    assert_eq!(refusal(&over), Refusal::ReinstatementExceedsReversal { reversed: credits(100), amount: credits(101) });
    assert_eq!(done(&world.ledger.execute(reinstate(one, "won", "pack", 100)).await), (100, 100, 0));
    let twice = world.ledger.execute(reinstate(one, "won-again", "pack", 1)).await;
    assert_eq!(refusal(&twice).code(), "INVALID_REQUEST");
    world.ledger.execute(hold(one, "h2", 2, 100, LATER)).await.unwrap();
    assert_eq!(parts(&world, one, 2).await, [(1, 100)]);
}

async fn a_hold_and_its_extension_last_a_week_at_most(world: World) {
    let one = account(1);
    let week = Duration::from_secs(7 * 24 * 3_600);
    world.ledger.execute(deposit(one, "d", 9)).await.unwrap();
    let beyond = NOON.after(week + Duration::from_micros(1));
    assert_eq!(refusal(&world.ledger.execute(hold(one, "h", 1, 9, beyond)).await), Refusal::ExpiryTooFar);
    world.ledger.execute(hold(one, "h", 1, 9, NOON.after(week))).await.unwrap();
    assert_eq!(refusal(&world.ledger.execute(extend(one, 1, beyond)).await), Refusal::ExpiryTooFar);
    later(&world, 1).await;
    assert!(world.ledger.execute(extend(one, 1, beyond)).await.is_ok());
}

async fn a_sweep_passes_more_holds_than_a_page(world: World) {
    let mut commands = Vec::new();
    for n in 0..1_201 {
        let owner = account(n % 7);
        commands.push(deposit(owner, &format!("d{n}"), 1));
        // Many holds of one moment: pages must not lose those that share it.
        let expires_at = LATER.after(Duration::from_secs(u64::try_from(n % 3).unwrap()));
        commands.push(hold(owner, &format!("h{n}"), n, 1, expires_at));
    }
    assert!(world.ledger.execute_all(commands).await.unwrap().iter().all(Result::is_ok));
    world.clock.advance(Duration::from_secs(60));
    assert_eq!(world.ledger.sweep().await.unwrap(), 401);
    world.clock.advance(Duration::from_secs(60));
    assert_eq!(world.ledger.sweep().await.unwrap(), 800);
    for n in 0..7 {
        let (available, held, _) = world.balance(account(n)).await;
        assert_eq!((available > 0, held), (true, 0));
    }
}

async fn a_hold_that_is_not_overdue_is_left_alone(world: World) {
    let one = account(1);
    world.ledger.execute_all(vec![deposit(one, "d", 9), hold(one, "h", 1, 9, LATER)]).await.unwrap();
    world.clock.advance(Duration::from_micros(59_999_999));
    assert_eq!(world.ledger.sweep().await.unwrap(), 0);
    assert_eq!(refusal(&world.ledger.execute(expire(one, 1)).await), Refusal::HoldNotExpired);
    world.ledger.execute(extend(one, 1, LATER.after(Duration::from_micros(1)))).await.unwrap();
    world.clock.advance(Duration::from_micros(1));
    assert_eq!(world.ledger.sweep().await.unwrap(), 0);
    assert_eq!(world.balance(one).await, (0, 9, 2));
}

async fn the_sweeper_works_until_it_is_told_to_stop(world: World) {
    let one = account(1);
    world.ledger.execute_all(vec![deposit(one, "d", 9), hold(one, "h", 1, 9, LATER)]).await.unwrap();
    let mut watcher = world.ledger.subscribe(one);
    let shutdown = CancellationToken::new();
    let sweeper = world.ledger.clone().run_sweeper(Duration::from_millis(1), shutdown.clone());
    let sweeper = tokio::spawn(sweeper);
    world.clock.advance(Duration::from_secs(60));
    watcher.changed().await.unwrap();
    assert_eq!(numbers(watcher.borrow().unwrap()), (9, 0, 3));
    shutdown.cancel();
    sweeper.await.unwrap();
}

async fn every_change_is_published_with_growing_versions(world: World) {
    let one = account(1);
    let mut watcher = world.ledger.subscribe(one);
    assert_eq!(*watcher.borrow_and_update(), None);
    let commands = [deposit(one, "d", 9), hold(one, "h", 1, 4, LATER), release(one, "r", 1)];
    for (command, expected) in commands.into_iter().zip([(9, 0, 1), (5, 4, 2), (9, 0, 3)]) {
        world.ledger.execute(command).await.unwrap();
        // Published before it was answered, so that there is nothing to wait for.
        assert!(watcher.has_changed().unwrap());
        assert_eq!(numbers(watcher.borrow_and_update().unwrap()), expected);
    }
}

async fn a_subscriber_hears_nothing_of_others_and_of_refusals(world: World) {
    let one = account(1);
    world.ledger.execute(deposit(one, "d", 9)).await.unwrap();
    let watcher = world.ledger.subscribe(one);
    world.ledger.execute(deposit(account(2), "d", 9)).await.unwrap();
    world.ledger.execute(deposit(one, "d", 9)).await.unwrap();
    assert!(world.ledger.execute(hold(one, "h", 1, 10, LATER)).await.is_err());
    assert!(!watcher.has_changed().unwrap());
    assert_eq!(*watcher.borrow(), None);
}

async fn entries_are_read_in_pages_from_the_newest(world: World) {
    let one = account(1);
    let commands = (0..25).map(|n| deposit(one, &format!("d{n}"), n)).collect();
    world.ledger.execute_all(commands).await.unwrap();
    world.ledger.execute(deposit(account(2), "d", 9)).await.unwrap();
    let mut before = None;
    let mut versions = Vec::new();
    loop {
        let page = world.ledger.entries(one, before, 10).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.version);
        versions.extend(page.iter().map(|entry| entry.version));
    }
    assert_eq!(versions, (1..=25).rev().collect::<Vec<u64>>());
}

async fn an_empty_batch_is_answered(world: World) {
    assert_eq!(world.ledger.execute_all(Vec::new()).await.unwrap().len(), 0);
}

async fn a_ledger_that_works_is_ready(world: World) {
    world.ledger.is_ready().await.unwrap();
}
