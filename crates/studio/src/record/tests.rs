//! The state machine of a generation, edge by edge.

use credits::{AccountId, AspectRatio, Credits, IdempotencyKey, Kind, Request, Timestamp};
use uuid::Uuid;

use super::{HoldReturn, Record, Stage};

const AT: Timestamp = Timestamp(7);

fn record(stage: Stage) -> Record {
    Record {
        account: AccountId(Uuid::from_u128(1)),
        id: Uuid::from_u128(2),
        key: IdempotencyKey::of("intent", Uuid::nil()),
        fingerprint: [0; 32],
        request: Request {
            kind: Kind::Image,
            model: "flux-kontext-fast".to_owned(),
            prompt: "a boat".to_owned(),
            aspect_ratio: AspectRatio::Wide,
            seconds: 0,
        },
        operation: "Image preview".to_owned(),
        cost: Credits::from(1),
        seed: 3,
        created_at: Timestamp(1),
        stage,
        revision: 5,
        attempt: 1,
        leases_lost: 0,
    }
}

fn stages() -> [Stage; 9] {
    [
        Stage::Accepted,
        Stage::Queued,
        Stage::Running { started_at: AT, lease_until: AT },
        Stage::Stored { started_at: AT, assets: vec![] },
        Stage::Succeeded { at: AT, assets: vec![] },
        Stage::Failed { at: AT, reason: "r".to_owned(), hold_return: HoldReturn::Owed },
        Stage::Failed { at: AT, reason: "r".to_owned(), hold_return: HoldReturn::Done },
        Stage::Cancelled { at: AT, hold_return: HoldReturn::Owed },
        Stage::Cancelled { at: AT, hold_return: HoldReturn::Done },
    ]
}

/// Which of the stages above an edge leaves from, as a string of nine signs.
fn from_where(edge: impl Fn(&Record) -> Option<Record>) -> String {
    stages().map(|stage| if edge(&record(stage)).is_some() { 'x' } else { '-' }).iter().collect()
}

#[test]
fn every_edge_leaves_from_its_stages_and_from_no_other() {
    //                                               AQRSsffcc
    assert_eq!(from_where(|it| it.queued()), "x--------");
    assert_eq!(from_where(|it| it.claimed(AT, AT)), "-x-------");
    assert_eq!(from_where(|it| it.failed_waiting("r", AT)), "-x-------");
    assert_eq!(from_where(|it| it.cancelled(AT)), "-xx------");
    assert_eq!(from_where(|it| it.heard_of(1, AT)), "--x------");
    assert_eq!(from_where(|it| it.stored(1, vec![])), "--x------");
    assert_eq!(from_where(|it| it.failed(1, "r", AT)), "--x------");
    assert_eq!(from_where(|it| it.put_down(1)), "--x------");
    assert_eq!(from_where(|it| it.lease_lost(1, 3, "r", AT)), "--x------");
    assert_eq!(from_where(|it| it.succeeded(AT)), "---x-----");
    assert_eq!(from_where(|it| it.failed_unpaid("r", AT)), "---x-----");
    assert_eq!(from_where(|it| it.wound_up()), "-----xxxx");
}

#[test]
fn a_runner_of_an_earlier_attempt_changes_nothing() {
    assert_eq!(from_where(|it| it.heard_of(0, AT)), "---------");
    assert_eq!(from_where(|it| it.stored(0, vec![])), "---------");
    assert_eq!(from_where(|it| it.failed(2, "r", AT)), "---------");
    assert_eq!(from_where(|it| it.put_down(0)), "---------");
    assert_eq!(from_where(|it| it.lease_lost(0, 3, "r", AT)), "---------");
}

#[test]
fn a_sweep_sees_to_everything_that_is_not_at_its_very_end() {
    let open: String = stages().map(|stage| if record(stage).is_open() { 'x' } else { '-' }).iter().collect();
    assert_eq!(open, "xxxx-x-x-");
}

#[test]
fn work_is_given_to_another_runner_until_too_many_were_lost() {
    let mut it = record(Stage::Queued);
    for lost in 1..=3 {
        let claimed = it.claimed(AT, AT).unwrap();
        it = claimed.lease_lost(claimed.attempt, 3, "lost", AT).unwrap();
        assert_eq!(it.leases_lost, lost);
        assert_eq!(matches!(it.stage, Stage::Failed { .. }), lost == 3);
    }
}

#[test]
fn putting_work_down_is_not_counted_as_losing_its_runner() {
    let it = record(Stage::Running { started_at: AT, lease_until: AT }).put_down(1).unwrap();
    assert_eq!((it.leases_lost, it.stage), (0, Stage::Queued));
}

#[test]
fn the_revision_grows_with_every_change_that_an_owner_sees_and_with_progress() {
    let running = record(Stage::Queued).claimed(AT, AT).unwrap();
    let at = |permille| running.generation(permille).unwrap().revision;
    assert!(record(Stage::Queued).generation(0).unwrap().revision < at(0));
    assert!(at(0) < at(1) && at(999) < at(1_000));
    let stored = running.stored(2, vec![]).unwrap();
    assert!(at(1_000) < stored.generation(0).unwrap().revision);
    let done = stored.succeeded(AT).unwrap();
    assert!(stored.generation(0).unwrap().revision < done.generation(0).unwrap().revision);
    assert_eq!(running.heard_of(2, Timestamp(9)).unwrap().revision, running.revision);
}

#[test]
fn its_owner_does_not_see_it_before_its_credits_are_on_hold() {
    assert_eq!(record(Stage::Accepted).generation(0), None);
}
