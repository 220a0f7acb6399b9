//! Cancel: reaches whatever state the work is in, and returns its credits unless it is too late.

use studio::steps::{Heartbeat, Stored};
use studio::{CancelError, Charge, State};
use uuid::Uuid;

use crate::house::{ANNA, BERT, Folder, patiently};
use crate::script::files;

#[test]
fn cancelled_in_the_queue_it_never_runs() {
    let mut folder = Folder::new();
    folder.settings.runners = 1;
    folder.life(async |house| {
        house.start();
        let (first, second) = (house.queued("one").await, house.queued("two").await);
        let job = house.job().await;
        let cancelled = house.studio.cancel(ANNA, second).await.unwrap();
        assert_eq!(cancelled.charge(), Charge::NotCharged);
        assert_eq!(house.has().await, (220, 80));
        job.succeed();
        house.ended(first).await;
        house.stop().await;
        assert!(!house.has_job());
    });
    folder.audit();
}

#[test]
fn cancelled_while_running_the_generator_stops_and_the_credits_return() {
    let folder = Folder::new();
    folder.life(async |house| {
        house.start();
        let id = house.queued("one").await;
        let job = house.job().await;
        let cancelled = house.studio.cancel(ANNA, id).await.unwrap();
        assert!(matches!(cancelled.state, State::Cancelled { .. }));
        assert!(job.control.is_cancelled());
        assert_eq!(house.has().await, (300, 0));
        patiently(job.stopped()).await;
        house.stop().await;
        assert!(!folder.has_files(id));
    });
    folder.audit();
}

#[test]
fn what_has_ended_stays_as_it_ended() {
    let folder = Folder::new();
    folder.life(async |house| {
        house.start();
        let done = house.queued("one").await;
        house.job().await.succeed();
        house.ended(done).await;
        let refused = house.studio.cancel(ANNA, done).await;
        assert!(
            matches!(&refused, Err(CancelError::AlreadyFinal(it)) if it.charge() == Charge::Charged),
            "{refused:?}"
        );
        let cancelled = house.queued("two").await;
        house.job().await;
        house.studio.cancel(ANNA, cancelled).await.unwrap();
        let again = house.studio.cancel(ANNA, cancelled).await;
        assert!(matches!(&again, Err(CancelError::AlreadyFinal(it)) if it.charge() == Charge::NotCharged), "{again:?}");
        house.stop().await;
    });
    folder.audit();
}

#[test]
fn nobody_cancels_what_is_not_theirs() {
    let folder = Folder::new();
    folder.life(async |house| {
        let id = house.queued("one").await;
        assert!(matches!(house.studio.cancel(BERT, id).await, Err(CancelError::NotFound)));
        assert!(matches!(house.studio.cancel(ANNA, Uuid::from_u128(9)).await, Err(CancelError::NotFound)));
        assert_eq!(house.find(id).await.state, State::Queued);
    });
}

#[test]
fn once_the_files_are_stored_it_is_too_late() {
    let folder = Folder::new();
    folder.life(async |house| {
        let claim = house.claimed("one").await;
        let id = claim.generation().unwrap().id;
        assert_eq!(house.studio.steps().store(&claim, files()).await.unwrap(), Stored::Recorded);
        let refused = house.studio.cancel(ANNA, id).await;
        assert!(
            matches!(&refused, Err(CancelError::AlreadyFinal(it)) if it.charge() == Charge::Charged),
            "{refused:?}"
        );
        assert_eq!(house.has().await, (220, 0));
    });
    folder.audit();
}

#[test]
fn a_result_that_comes_after_the_cancel_is_thrown_away() {
    let folder = Folder::new();
    folder.life(async |house| {
        let claim = house.claimed("one").await;
        let id = claim.generation().unwrap().id;
        house.studio.cancel(ANNA, id).await.unwrap();
        assert_eq!(house.studio.steps().store(&claim, files()).await.unwrap(), Stored::Lost);
        house.studio.steps().fail(&claim, "too late").await.unwrap();
        assert!(matches!(house.find(id).await.state, State::Cancelled { .. }));
        assert_eq!(house.has().await, (300, 0));
        assert!(!folder.path("assets").join(ANNA.to_string()).join(id.to_string()).join("1").exists());
    });
    folder.audit();
}

#[test]
fn cancelled_while_the_files_are_written_the_runner_has_lost_and_nothing_has_failed() {
    let folder = Folder::new();
    folder.life(async |house| {
        let claim = house.claimed("one").await;
        let id = claim.generation().unwrap().id;
        let attempt = folder.path("assets").join(ANNA.to_string()).join(id.to_string()).join("1");
        let (studio, cancelling) = (house.studio.clone(), attempt.clone());
        let cancel = tokio::spawn(async move {
            patiently(async {
                while !cancelling.exists() {
                    tokio::task::yield_now().await;
                }
            })
            .await;
            studio.cancel(ANNA, id).await
        });
        // So many files that the cancel comes between the first and the last of them.
        let many = std::iter::repeat_with(files).take(500).flatten().collect();
        assert_eq!(house.studio.steps().store(&claim, many).await.unwrap(), Stored::Lost);
        assert!(matches!(cancel.await.unwrap().unwrap().state, State::Cancelled { .. }));
        assert!(!attempt.exists());
        assert_eq!(house.has().await, (300, 0));
    });
    folder.audit();
}

#[test]
fn cancelled_between_claim_and_first_heartbeat_it_is_not_begun() {
    let folder = Folder::new();
    folder.life(async |house| {
        let claim = house.claimed("one").await;
        house.studio.cancel(ANNA, claim.generation().unwrap().id).await.unwrap();
        assert_eq!(house.studio.steps().heartbeat(&claim).await.unwrap(), Heartbeat::Lost);
    });
    folder.audit();
}

#[test]
fn of_a_cancel_and_a_result_in_the_same_moment_exactly_one_wins() {
    let folder = Folder::new();
    folder.life(async |house| {
        house.start();
        let (mut cancelled, mut charged) = (0, 0);
        for n in 0..40 {
            if house.has().await.0 < 80 {
                break;
            }
            let id = house.queued(&format!("intent-{n}")).await;
            let job = house.job().await;
            let studio = house.studio.clone();
            let cancel = tokio::spawn(async move { studio.cancel(ANNA, id).await });
            if n % 2 == 0 {
                tokio::task::yield_now().await;
            }
            job.succeed();
            let cancel = patiently(cancel).await.unwrap();
            let ended = house.ended(id).await;
            match (cancel, ended.charge()) {
                (Ok(_), Charge::NotCharged) => cancelled += 1,
                (Err(CancelError::AlreadyFinal(_)), Charge::Charged) => charged += 1,
                contradiction => panic!("{contradiction:?}"),
            }
        }
        assert_eq!(house.has().await, (300 - 80 * charged, 0));
        assert!(cancelled + charged > 0);
        house.stop().await;
    });
    folder.audit();
}
