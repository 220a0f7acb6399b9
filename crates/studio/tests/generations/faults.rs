//! Stores that fail at one write after another: what was acknowledged stays, what was not is finished when the store is back.

use std::time::Duration;
use storage_fixture::Part;

use credits::HoldId;
use credits::decide::HoldState;
use studio::steps::Stored;
use studio::{Charge, Occasion, State, SubmitError};

use crate::house::{ANNA, Folder};
use crate::script::files;

#[test]
fn a_request_that_could_not_be_recorded_or_held_is_accepted_by_its_repetition() {
    for (file, when) in [
        (Part::App, "BEFORE INSERT ON studio_generations"),
        (Part::Ledger, "BEFORE INSERT ON entries WHEN NEW.kind = 'hold'"),
        (Part::App, "BEFORE UPDATE ON studio_generations WHEN NEW.state = 'queued'"),
    ] {
        let folder = Folder::new();
        folder.life(async |house| {
            let repair = folder.break_store(file, when);
            for _ in 0..2 {
                let refused = house.submit("one").await;
                assert!(matches!(refused, Err(SubmitError::Unavailable(_))), "{when}: {refused:?}");
            }
            assert!(house.studio.list(ANNA, None, 10).await.unwrap().0.is_empty(), "{when}");
            repair();
            let accepted = house.submit("one").await.unwrap();
            assert_eq!(accepted.generation.state, State::Queued, "{when}");
            assert_eq!(house.has().await, (220, 80), "{when}");
            house.studio.cancel(ANNA, accepted.generation.id).await.unwrap();
        });
        folder.audit();
    }
}

#[test]
fn a_request_that_could_not_be_held_and_is_never_repeated_leaves_nothing() {
    let folder = Folder::new();
    folder.life(async |house| {
        let repair = folder.break_store(Part::Ledger, "BEFORE INSERT ON entries WHEN NEW.kind = 'hold'");
        house.submit("one").await.unwrap_err();
        repair();
        // As long as another process could have it in hand.
        house.clock.advance(Duration::from_secs(30));
        assert_eq!(house.studio.steps().sweep(Occasion::Periodic).await.unwrap(), 1);
        assert_eq!(house.studio.steps().sweep(Occasion::Periodic).await.unwrap(), 0);
        assert_eq!(house.has().await, (300, 0));
    });
    folder.audit();
}

#[test]
fn a_request_whose_hold_is_known_is_queued_by_the_sweep() {
    let folder = Folder::new();
    folder.life(async |house| {
        let when = "BEFORE UPDATE ON studio_generations WHEN NEW.state = 'queued'";
        let repair = folder.break_store(Part::App, when);
        house.submit("one").await.unwrap_err();
        repair();
        house.clock.advance(Duration::from_secs(30));
        house.studio.steps().sweep(Occasion::Periodic).await.unwrap();
        let (queued, _) = house.studio.list(ANNA, None, 10).await.unwrap();
        assert_eq!(queued[0].state, State::Queued);
        house.studio.cancel(ANNA, queued[0].id).await.unwrap();
    });
    folder.audit();
}

#[test]
fn a_result_that_could_not_be_recorded_settled_or_marked_is_finished_later_and_charged_once() {
    for (file, when) in [
        (Part::App, "BEFORE UPDATE ON studio_generations WHEN NEW.state = 'stored'"),
        (Part::Ledger, "BEFORE INSERT ON entries WHEN NEW.kind = 'settle'"),
        (Part::App, "BEFORE UPDATE ON studio_generations WHEN NEW.state = 'succeeded'"),
    ] {
        let mut folder = Folder::new();
        folder.settings.heartbeat = Duration::from_millis(20);
        folder.life(async |house| {
            let id = house.queued("one").await;
            let repair = folder.break_store(file, when);
            let mut changes = house.studio.subscribe(ANNA);
            house.start();
            house.job().await.succeed();
            if when.contains("stored") {
                // Nothing says that there was a result: the runner is lost, and another does the work again.
                house.clock.advance(Duration::from_secs(31));
                let again = house.job().await;
                repair();
                again.succeed();
            } else {
                while crate::house::next(&mut changes).await.progress_permille() < 1_000 {}
                repair();
            }
            assert_eq!(house.ended(id).await.charge(), Charge::Charged, "{when}");
            assert_eq!(house.has().await, (220, 0), "{when}");
            house.stop().await;
        });
        folder.audit();
    }
}

#[test]
fn credits_that_could_not_be_released_return_when_the_ledger_is_back() {
    let mut folder = Folder::new();
    folder.settings.heartbeat = Duration::from_millis(20);
    folder.life(async |house| {
        house.start();
        let id = house.queued("one").await;
        house.job().await;
        let repair = folder.break_store(Part::Ledger, "BEFORE INSERT ON entries WHEN NEW.kind = 'release'");
        let cancelled = house.studio.cancel(ANNA, id).await.unwrap();
        assert_eq!(cancelled.charge(), Charge::NotCharged);
        assert_eq!(house.has().await, (220, 80));
        repair();
        house.ended(id).await;
        assert_eq!(house.has().await, (300, 0));
        house.stop().await;
    });
    folder.audit();
}

#[test]
fn credits_that_nobody_releases_return_when_the_hold_expires() {
    let folder = Folder::new();
    folder.life(async |house| {
        let claim = house.claimed("one").await;
        let id = claim.generation().unwrap().id;
        house.studio.steps().mark_cancelled(ANNA, id).await.unwrap();
        house.clock.advance(Duration::from_secs(3_600));
        house.ledger.sweep().await.unwrap();
        assert_eq!(house.has().await, (300, 0));
        // The sweep that comes late finds the hold ended, and has nothing to return.
        house.studio.steps().sweep(Occasion::Periodic).await.unwrap();
        assert_eq!(house.studio.steps().sweep(Occasion::Periodic).await.unwrap(), 0);
        assert_eq!(house.has().await, (300, 0));
        let hold = house.ledger.find_hold(ANNA, HoldId(id)).await.unwrap().unwrap();
        assert!(matches!(hold.state, HoldState::Expired { .. }));
    });
    folder.audit();
}

#[test]
fn a_failure_that_could_not_be_recorded_loses_the_lease_and_is_tried_again() {
    let folder = Folder::new();
    folder.life(async |house| {
        let steps = house.studio.steps();
        let claim = house.claimed("one").await;
        let id = claim.generation().unwrap().id;
        let repair = folder.break_store(Part::App, "BEFORE UPDATE ON studio_generations WHEN NEW.state = 'failed'");
        steps.fail(&claim, "The renderer broke. Nothing was charged.").await.unwrap_err();
        repair();
        drop(claim);
        house.clock.advance(Duration::from_secs(31));
        steps.sweep(Occasion::Periodic).await.unwrap();
        let again = steps.claim().await.unwrap().unwrap();
        assert_eq!(again.generation().unwrap().id, id);
        assert_eq!(steps.store(&again, files()).await.unwrap(), Stored::Recorded);
        steps.sweep(Occasion::StartUp).await.unwrap();
        drop(again);
        steps.sweep(Occasion::Periodic).await.unwrap();
        assert_eq!(house.find(id).await.charge(), Charge::Charged);
    });
    folder.audit();
}

#[test]
fn a_start_waits_for_a_store_that_is_not_there_yet() {
    let folder = Folder::new();
    let id = folder.life(async |house| house.queued("one").await);
    folder.life(async |house| {
        let repair = folder.break_store(Part::App, "BEFORE UPDATE ON studio_generations WHEN NEW.state = 'running'");
        house.start();
        repair();
        house.job().await.succeed();
        assert_eq!(house.ended(id).await.charge(), Charge::Charged);
        house.stop().await;
    });
    folder.audit();
}
