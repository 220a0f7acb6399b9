//! Two processes on one database: what happens in one is told in the other, and neither takes the other's work for lost.

use std::time::Duration;

use credits::Credits;
use storage_fixture::Storage;
use studio::steps::Acceptance;
use studio::{Charge, Generation, Occasion, State, StudioSettings};
use tokio::sync::broadcast;

use crate::house::{ANNA, Folder, House, key, next, patiently, sora};

/// So long that nothing in these tests happens because a heartbeat or a sweep was due: what happens was told.
const HEARTBEAT: Duration = Duration::from_secs(60 * 60);
const LEASE: Duration = Duration::from_secs(3 * 60 * 60);

/// Runs two processes on a folder until `live` is done with them.
fn two_lives(live: impl AsyncFnOnce(&mut House, &mut House)) {
    let mut folder = Folder::on(Storage::shared());
    folder.settings = StudioSettings { heartbeat: HEARTBEAT, lease: LEASE, ..folder.settings };
    folder.life(async |one| {
        let mut other = folder.open().await;
        live(one, &mut other).await;
    });
    folder.audit();
}

/// The first change that is as wanted.
async fn until(changes: &mut broadcast::Receiver<Generation>, wanted: impl Fn(&State) -> bool) -> Generation {
    loop {
        let change = next(changes).await;
        if wanted(&change.state) {
            return change;
        }
    }
}

#[test]
fn what_is_asked_for_here_may_be_made_there_and_is_told_here() {
    two_lives(async |here, there| {
        // Either may get it.
        here.start();
        there.start();
        let (mut told_here, mut told_there) = (here.studio.subscribe(ANNA), there.studio.subscribe(ANNA));
        let id = there.queued("one").await;
        let job = tokio::select! {
            job = here.job() => job,
            job = there.job() => job,
        };
        until(&mut told_here, |state| matches!(state, State::Running { .. })).await;
        // Progress that nobody writes down is told to others as well, once a second at most.
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        job.control.progress(400);
        let is_on_its_way = |state: &State| matches!(state, State::Running { progress_permille: 400, .. });
        until(&mut told_here, is_on_its_way).await;
        until(&mut told_there, is_on_its_way).await;
        job.succeed();
        let done = until(&mut told_here, State::is_final).await;
        assert_eq!((done.id, done.charge()), (id, Charge::Charged));
        until(&mut told_there, State::is_final).await;
        here.ended(id).await;
        here.stop().await;
        there.stop().await;
    });
}

#[test]
fn what_is_queued_here_wakes_runners_there() {
    two_lives(async |here, there| {
        there.start();
        // A runner that has done something looks for more and then sleeps: from then on nothing but being told wakes it.
        let before = there.queued("before").await;
        there.job().await.succeed();
        there.ended(before).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        let id = here.queued("one").await;
        there.job().await.succeed();
        assert_eq!(there.ended(id).await.charge(), Charge::Charged);
        there.stop().await;
    });
}

#[test]
fn what_is_cancelled_here_stops_at_once_there() {
    two_lives(async |here, there| {
        there.start();
        let id = here.queued("one").await;
        let job = there.job().await;
        here.studio.cancel(ANNA, id).await.unwrap();
        patiently(job.stopped()).await;
        assert_eq!(here.has().await, (300, 0));
        there.stop().await;
    });
}

#[test]
fn whoever_starts_takes_nothing_from_whoever_is_at_work() {
    two_lives(async |here, there| {
        here.start();
        let id = here.queued("one").await;
        let job = here.job().await;
        there.start();
        there.studio.steps().sweep(Occasion::Periodic).await.unwrap();
        assert!(matches!(there.find(id).await.state, State::Running { attempt: 1, .. }));
        job.succeed();
        assert_eq!(there.ended(id).await.charge(), Charge::Charged);
        here.stop().await;
        there.stop().await;
    });
}

#[test]
fn work_whose_process_was_lost_is_done_by_the_other_and_charged_once() {
    two_lives(async |here, there| {
        let lost = here.claimed("one").await;
        let id = lost.generation().unwrap().id;
        there.start();
        there.clock.advance(LEASE);
        there.studio.steps().sweep(Occasion::Periodic).await.unwrap();
        there.job().await.succeed();
        assert_eq!(there.ended(id).await.charge(), Charge::Charged);
        assert_eq!(there.has().await, (220, 0));
        there.stop().await;
    });
}

#[test]
fn a_request_that_is_in_hand_there_is_left_alone_here() {
    two_lives(async |here, there| {
        let steps = here.studio.steps();
        let accepted = steps.accept(ANNA, key("one"), sora("a boat"), Credits::from(80)).await.unwrap();
        let Acceptance::Recorded(ticket) = accepted else { panic!("it is new") };
        // The other process sees the record and no hold, and does not know that somebody is about to make it.
        there.studio.steps().sweep(Occasion::Periodic).await.unwrap();
        steps.hold(&ticket).await.unwrap();
        let queued = steps.queue(ANNA, ticket.id()).await.unwrap().unwrap();
        assert_eq!(queued.state, State::Queued);
        there.studio.cancel(ANNA, queued.id).await.unwrap();
    });
}
