//! Work that gives no result is not charged, whatever went wrong.

use std::fs;
use std::time::Duration;

use studio::Charge;
use studio::generators::GeneratorError;
use studio::steps::{Heartbeat, Settlement, Stored};
use uuid::Uuid;

use crate::house::{ANNA, Folder, House, reason};
use crate::script::{Job, files};

/// Lets one generation end as the test says, and checks that it failed for that reason, uncharged and without files.
fn fails_with(expected: &str, end: impl FnOnce(Job)) {
    let folder = Folder::new();
    folder.life(async |house: &mut House| {
        house.start();
        let id = house.queued("one").await;
        end(house.job().await);
        let failed = house.ended(id).await;
        assert_eq!((reason(&failed), failed.charge()), (expected, Charge::NotCharged));
        assert_eq!(house.has().await, (300, 0));
        house.stop().await;
        assert!(!folder.has_files(id));
    });
    folder.audit();
}

#[test]
fn a_refused_prompt_says_what_the_model_said() {
    fails_with("The model refused this prompt", |job| {
        job.answer(Err(GeneratorError::Refused { reason: "The model refused this prompt".to_owned() }));
    });
}

#[test]
fn a_broken_generator_says_nothing_of_its_insides() {
    fails_with("The renderer broke. Nothing was charged.", |job| {
        job.answer(Err(GeneratorError::Failed { cause: "/secret/path: segmentation fault".to_owned() }));
    });
}

#[test]
fn a_generator_that_panics_fails_like_any_other() {
    fails_with("The renderer broke. Nothing was charged.", Job::panic);
}

#[test]
fn a_generator_that_stops_though_nobody_told_it_to_has_broken() {
    fails_with("The renderer broke. Nothing was charged.", |job| job.answer(Err(GeneratorError::Cancelled)));
}

#[test]
fn success_without_a_file_is_no_success() {
    fails_with("The renderer gave no result. Nothing was charged.", |job| job.answer(Ok(vec![])));
}

#[test]
fn the_runner_goes_on_after_a_generator_that_panicked() {
    let mut folder = Folder::new();
    folder.settings.runners = 1;
    folder.life(async |house| {
        house.start();
        let (broken, good) = (house.queued("one").await, house.queued("two").await);
        house.job().await.panic();
        house.job().await.succeed();
        assert_eq!(house.ended(broken).await.charge(), Charge::NotCharged);
        assert_eq!(house.ended(good).await.charge(), Charge::Charged);
        house.stop().await;
    });
    folder.audit();
}

#[test]
fn files_that_cannot_be_stored_are_not_charged() {
    let folder = Folder::new();
    folder.life(async |house| {
        house.start();
        let id = house.queued("one").await;
        let job = house.job().await;
        // A file where the folder was: nobody can write below it, not even the superuser.
        fs::remove_dir_all(folder.path("assets")).unwrap();
        fs::write(folder.path("assets"), "in the way").unwrap();
        job.succeed();
        let failed = house.ended(id).await;
        assert_eq!(reason(&failed), "The result could not be stored. Nothing was charged.");
        assert_eq!(house.has().await, (300, 0));
        house.stop().await;
        fs::remove_file(folder.path("assets")).unwrap();
    });
    folder.audit();
}

/// A result is stored, and its hold expires before it is settled.
async fn stores_too_late(house: &House) -> Uuid {
    let claim = house.claimed("one").await;
    assert_eq!(house.studio.steps().store(&claim, files()).await.unwrap(), Stored::Recorded);
    house.clock.advance(Duration::from_secs(3_600));
    assert_eq!(house.ledger.sweep().await.unwrap(), 1);
    claim.generation().unwrap().id
}

#[test]
fn a_result_whose_hold_has_expired_is_charged_when_there_is_enough() {
    let folder = Folder::new();
    folder.life(async |house| {
        let (steps, id) = (house.studio.steps(), stores_too_late(house).await);
        assert_eq!(house.has().await, (300, 0));
        let settlement = steps.settle(ANNA, id).await.unwrap();
        assert_eq!(settlement, Settlement::Spent);
        steps.mark(ANNA, id, settlement).await.unwrap();
        assert!(folder.has_files(id));
        assert_eq!(house.has().await, (220, 0));
    });
    folder.audit();
}

#[test]
fn a_result_whose_hold_has_expired_is_not_charged_when_the_credits_are_gone_and_its_files_go() {
    let folder = Folder::new();
    folder.life(async |house| {
        let (steps, id) = (house.studio.steps(), stores_too_late(house).await);
        house.takes_back(300).await;
        let settlement = steps.settle(ANNA, id).await.unwrap();
        assert_eq!(settlement, Settlement::Returned);
        assert!(folder.has_files(id));
        steps.mark(ANNA, id, settlement).await.unwrap();
        let failed = house.find(id).await;
        assert_eq!(reason(&failed), "It took so long that its credits were returned. Nothing was charged.");
        assert!(!folder.has_files(id));
        assert_eq!(house.studio.asset(ANNA, id, 0).await.unwrap(), None);
        assert_eq!(house.has().await, (0, 0));
        house.gives_again(300).await;
    });
    folder.audit();
}

#[test]
fn work_whose_hold_expired_while_it_ran_stops_and_fails() {
    let mut folder = Folder::new();
    folder.settings.heartbeat = Duration::from_millis(20);
    folder.life(async |house| {
        house.start();
        let id = house.queued("one").await;
        let job = house.job().await;
        // Released from outside, which no heartbeat can undo: the same as an expiry, without a race against the next heartbeat.
        let release = ledger::verbs::Release { key: crate::house::key("operator"), hold: credits::HoldId(id) };
        house.ledger.release(ANNA, release).await.unwrap();
        job.stopped().await;
        let failed = house.ended(id).await;
        assert_eq!(reason(&failed), "It took so long that its credits were returned. Nothing was charged.");
        house.stop().await;
    });
    folder.audit();
}

#[test]
fn a_heartbeat_extends_lease_and_hold_together_and_finds_what_has_ended() {
    let folder = Folder::new();
    folder.life(async |house| {
        let steps = house.studio.steps();
        let claim = house.claimed("one").await;
        let id = claim.generation().unwrap().id;
        house.clock.advance(Duration::from_secs(20));
        assert_eq!(steps.heartbeat(&claim).await.unwrap(), Heartbeat::Kept);
        let now = house.clock.now();
        let hold = house.ledger.find_hold(ANNA, credits::HoldId(id)).await.unwrap().unwrap();
        let studio::State::Running { lease_until, .. } = house.find(id).await.state else { panic!("not running") };
        assert_eq!(lease_until, now.after(Duration::from_secs(30)));
        assert!(hold.expires_at >= lease_until.after(folder.settings.heartbeat * 3));
        house.studio.cancel(ANNA, id).await.unwrap();
        assert_eq!(steps.heartbeat(&claim).await.unwrap(), Heartbeat::Lost);
    });
    folder.audit();
}
