//! Leases: a runner that is not heard of in time is taken for lost, and one that comes back changes nothing.

use std::time::Duration;

use studio::steps::{Claim, Heartbeat, Stored};
use studio::{Charge, Occasion, State};

use crate::house::{ANNA, Folder, House, patiently, reason};
use crate::script::files;

/// Lets the lease run out and the sweep find it.
async fn lose(house: &House) {
    house.clock.advance(Duration::from_secs(30));
    house.studio.steps().sweep(Occasion::Periodic).await.unwrap();
}

async fn claim(house: &House) -> Claim {
    house.studio.steps().claim().await.unwrap().unwrap()
}

#[test]
fn work_whose_runner_was_lost_is_done_by_another_and_charged_once() {
    let folder = Folder::new();
    folder.life(async |house| {
        let lost = house.claimed("one").await;
        let id = lost.generation().unwrap().id;
        lose(house).await;
        assert_eq!(house.find(id).await.state, State::Queued);
        assert_eq!(house.has().await, (220, 80));
        let again = claim(house).await;
        let steps = house.studio.steps();
        assert_eq!(steps.store(&again, files()).await.unwrap(), Stored::Recorded);
        // The first runner is alive after all and comes with a result of its own: it is thrown away, the other's stays.
        assert_eq!(steps.heartbeat(&lost).await.unwrap(), Heartbeat::Lost);
        assert_eq!(steps.store(&lost, files()).await.unwrap(), Stored::Lost);
        drop((lost, again));
        steps.sweep(Occasion::Periodic).await.unwrap();
        let done = house.find(id).await;
        assert_eq!(done.charge(), Charge::Charged);
        let file = house.studio.asset(ANNA, id, 1).await.unwrap().unwrap();
        assert_eq!(std::fs::read(file.path).unwrap(), b"stands");
        assert_eq!(house.has().await, (220, 0));
    });
    folder.audit();
}

#[test]
fn work_over_which_too_many_runners_were_lost_fails_and_is_not_charged() {
    let folder = Folder::new();
    folder.life(async |house| {
        let first = house.claimed("one").await;
        let id = first.generation().unwrap().id;
        lose(house).await;
        for _ in 0..2 {
            assert_eq!(house.find(id).await.state, State::Queued);
            claim(house).await;
            lose(house).await;
        }
        let failed = house.find(id).await;
        assert_eq!(reason(&failed), "The renderer stopped unexpectedly. Nothing was charged.");
        assert_eq!(house.has().await, (300, 0));
    });
    folder.audit();
}

#[test]
fn a_lease_that_is_extended_in_time_is_not_lost() {
    let folder = Folder::new();
    folder.life(async |house| {
        let held = house.claimed("one").await;
        let id = held.generation().unwrap().id;
        for _ in 0..20 {
            house.clock.advance(Duration::from_secs(29));
            assert_eq!(house.studio.steps().heartbeat(&held).await.unwrap(), Heartbeat::Kept);
            house.studio.steps().sweep(Occasion::Periodic).await.unwrap();
            assert_eq!(house.ledger.sweep().await.unwrap(), 0);
        }
        assert!(matches!(house.find(id).await.state, State::Running { attempt: 1, .. }));
        house.studio.cancel(ANNA, id).await.unwrap();
    });
    folder.audit();
}

#[test]
fn a_runner_keeps_lease_and_hold_for_as_long_as_its_generator_works() {
    let mut folder = Folder::new();
    folder.settings.heartbeat = Duration::from_millis(10);
    folder.life(async |house| {
        house.start();
        let id = house.queued("one").await;
        let job = house.job().await;
        for _ in 0..20 {
            house.clock.advance(Duration::from_secs(29));
            let extended = house.clock.now().after(Duration::from_secs(30));
            patiently(async {
                while !house.is_kept_until(id, extended).await {
                    tokio::task::yield_now().await;
                }
            })
            .await;
            assert_eq!(house.ledger.sweep().await.unwrap(), 0);
        }
        job.succeed();
        assert_eq!(house.ended(id).await.charge(), Charge::Charged);
        house.stop().await;
    });
    folder.audit();
}

#[test]
fn a_running_generator_whose_lease_was_lost_is_told_to_stop() {
    let mut folder = Folder::new();
    folder.settings.runners = 1;
    folder.life(async |house| {
        house.start();
        let id = house.queued("one").await;
        let first = house.job().await;
        lose(house).await;
        patiently(first.stopped()).await;
        house.job().await.succeed();
        assert_eq!(house.ended(id).await.charge(), Charge::Charged);
        house.stop().await;
    });
    folder.audit();
}

#[test]
fn credits_stay_on_hold_however_long_the_queue_is() {
    let folder = Folder::new();
    folder.life(async |house| {
        let id = house.queued("one").await;
        for _ in 0..20 {
            house.clock.advance(Duration::from_secs(59));
            house.studio.steps().sweep(Occasion::Periodic).await.unwrap();
            assert_eq!(house.ledger.sweep().await.unwrap(), 0);
        }
        assert_eq!(house.find(id).await.state, State::Queued);
        assert_eq!(house.has().await, (220, 80));
        house.studio.cancel(ANNA, id).await.unwrap();
    });
    folder.audit();
}

#[test]
fn a_clock_that_is_set_back_further_than_a_hold_lives_stops_nobody() {
    let folder = Folder::new();
    folder.life(async |house| {
        let before = house.claimed("one").await;
        house.clock.set_back(Duration::from_secs(3_600));
        assert_eq!(house.studio.steps().heartbeat(&before).await.unwrap(), Heartbeat::Kept);
        let after = house.queued("two").await;
        house.studio.steps().sweep(Occasion::Periodic).await.unwrap();
        let claim = claim(house).await;
        assert_eq!(claim.generation().unwrap().id, after);
        for claim in [before, claim] {
            assert_eq!(house.studio.steps().store(&claim, files()).await.unwrap(), Stored::Recorded);
        }
        house.studio.steps().sweep(Occasion::StartUp).await.unwrap();
        assert_eq!(house.has().await, (140, 0));
    });
    // The next program starts before the clock has caught up.
    folder.life(async |house| {
        let id = house.queued("three").await;
        house.studio.cancel(ANNA, id).await.unwrap();
    });
    folder.audit();
}

#[test]
fn waiting_work_whose_hold_has_expired_fails_and_never_runs() {
    let folder = Folder::new();
    folder.life(async |house| {
        let id = house.queued("one").await;
        house.clock.advance(Duration::from_secs(3_600));
        assert_eq!(house.ledger.sweep().await.unwrap(), 1);
        house.start();
        let failed = house.ended(id).await;
        assert_eq!(reason(&failed), "It waited so long that its credits were returned. Nothing was charged.");
        house.stop().await;
        assert!(!house.has_job());
    });
    folder.audit();
}
