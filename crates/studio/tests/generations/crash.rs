//! A crash after each step, one by one: the next start takes the generation to its end, charged for a result and for nothing else.

use credits::Credits;
use studio::generators::GeneratorError;
use studio::steps::{Acceptance, Settlement, Stored};
use studio::{Charge, State};
use uuid::Uuid;

use crate::house::{ANNA, Folder, House, key, sora};
use crate::script::files;

/// The last step before the crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Last {
    Accept,
    Hold,
    Queue,
    Claim,
    Heartbeat,
    Store,
    Settle,
    Mark,
}

const ALL: [Last; 8] =
    [Last::Accept, Last::Hold, Last::Queue, Last::Claim, Last::Heartbeat, Last::Store, Last::Settle, Last::Mark];

/// Takes the steps up to the last one. Returning from the program's life right after it is the crash.
async fn walk_to(house: &House, last: Last) {
    let steps = house.studio.steps();
    let accepted = steps.accept(ANNA, key("one"), sora("a boat"), Credits::from(80)).await.unwrap();
    let Acceptance::Recorded(ticket) = accepted else { panic!("{accepted:?}") };
    if last == Last::Accept {
        return;
    }
    steps.hold(&ticket).await.unwrap();
    if last == Last::Hold {
        return;
    }
    let id = steps.queue(ANNA, ticket.id()).await.unwrap().unwrap().id;
    if last == Last::Queue {
        return;
    }
    let claim = steps.claim().await.unwrap().unwrap();
    if last == Last::Claim {
        return;
    }
    steps.heartbeat(&claim).await.unwrap();
    if last == Last::Heartbeat {
        return;
    }
    assert_eq!(steps.store(&claim, files()).await.unwrap(), Stored::Recorded);
    if last == Last::Store {
        return;
    }
    assert_eq!(steps.settle(ANNA, id).await.unwrap(), Settlement::Spent);
    if last == Last::Settle {
        return;
    }
    steps.mark(ANNA, id, Settlement::Spent).await.unwrap();
}

/// The only generation there is, if there is one.
async fn only(house: &House) -> Option<Uuid> {
    let (generations, more) = house.studio.list(ANNA, None, 10).await.unwrap();
    assert!(generations.len() <= 1 && more.is_none(), "{generations:?}");
    generations.first().map(|generation| generation.id)
}

#[test]
fn after_a_crash_behind_any_step_the_same_request_is_charged_once() {
    for last in ALL {
        let folder = Folder::new();
        folder.life(async |house| walk_to(house, last).await);
        folder.life(async |house| {
            house.start();
            // Whoever asked got no answer, and asks again with the same key.
            let id = house.submit_until_answered("one").await;
            if last < Last::Store {
                house.job().await.succeed();
            }
            assert_eq!(house.ended(id).await.charge(), Charge::Charged, "after {last:?}");
            assert_eq!(house.has().await, (220, 0), "after {last:?}");
            assert_eq!(only(house).await, Some(id), "after {last:?}");
            house.stop().await;
            assert!(!house.has_job(), "after {last:?}");
        });
        folder.audit();
    }
}

#[test]
fn after_a_crash_nobody_need_ask_again() {
    for last in ALL {
        let folder = Folder::new();
        folder.life(async |house| walk_to(house, last).await);
        folder.life(async |house| {
            house.start();
            if last == Last::Accept {
                // Nothing was held and nobody was answered: the record goes, and nothing is made.
                house.stop().await;
                assert_eq!(only(house).await, None);
                assert_eq!(house.has().await, (300, 0));
                return;
            }
            if last < Last::Store {
                house.job().await.succeed();
            }
            let id = only(house).await.unwrap();
            assert_eq!(house.ended(id).await.charge(), Charge::Charged, "after {last:?}");
            house.stop().await;
        });
        folder.audit();
    }
}

#[test]
fn a_crash_between_an_end_without_result_and_its_release_returns_the_credits_at_the_next_start() {
    for is_cancelled in [true, false] {
        let folder = Folder::new();
        let id = folder.life(async |house| {
            let claim = house.claimed("one").await;
            let id = claim.generation().unwrap().id;
            if is_cancelled {
                house.studio.steps().mark_cancelled(ANNA, id).await.unwrap();
            } else {
                assert!(house.studio.steps().mark_failed(&claim, "The model refused this prompt").await.unwrap());
            }
            assert_eq!(house.has().await, (220, 80));
            id
        });
        folder.life(async |house| {
            house.start();
            assert_eq!(house.ended(id).await.charge(), Charge::NotCharged);
            assert_eq!(house.has().await, (300, 0));
            house.stop().await;
        });
        folder.audit();
    }
}

#[test]
fn a_crash_between_a_refused_settlement_and_its_mark_fails_it_at_the_next_start() {
    let folder = Folder::new();
    let id = folder.life(async |house| {
        let claim = house.claimed("one").await;
        let id = claim.generation().unwrap().id;
        house.studio.steps().store(&claim, files()).await.unwrap();
        let release = ledger::verbs::Release { key: key("operator"), hold: credits::HoldId(id) };
        house.ledger.release(ANNA, release).await.unwrap();
        assert_eq!(house.studio.steps().settle(ANNA, id).await.unwrap(), Settlement::Returned);
        id
    });
    folder.life(async |house| {
        house.start();
        assert_eq!(house.ended(id).await.charge(), Charge::NotCharged);
        house.stop().await;
        assert!(!folder.has_files(id));
    });
    folder.audit();
}

#[test]
fn work_that_crashes_the_program_every_time_fails_in_the_end() {
    let folder = Folder::new();
    let id = folder.life(async |house| house.queued("one").await);
    for _ in 0..3 {
        folder.life(async |house| {
            house.start();
            house.job().await;
        });
    }
    folder.life(async |house| {
        house.start();
        let failed = house.ended(id).await;
        assert_eq!(crate::house::reason(&failed), "The renderer stopped unexpectedly. Nothing was charged.");
        house.stop().await;
        assert!(!house.has_job());
    });
    folder.audit();
}

#[test]
fn after_a_failure_the_same_key_gives_the_same_failure() {
    let folder = Folder::new();
    let id = folder.life(async |house| {
        house.start();
        let id = house.queued("one").await;
        house.job().await.answer(Err(GeneratorError::Refused { reason: "No".to_owned() }));
        house.ended(id).await;
        id
    });
    folder.life(async |house| {
        let again = house.submit("one").await.unwrap();
        assert_eq!((again.generation.id, again.is_replay), (id, true));
        assert!(matches!(again.generation.state, State::Failed { .. }));
    });
    folder.audit();
}
