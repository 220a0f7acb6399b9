//! Work that gives a result: files first, then the charge, then the word that it succeeded.

use std::fs;

use studio::generators::Role;
use studio::{Charge, State};

use crate::house::{ANNA, BERT, Folder, patiently};

#[test]
fn a_result_is_charged_once_and_its_files_are_there() {
    let folder = Folder::new();
    folder.life(async |house| {
        house.start();
        let accepted = house.submit("one").await.unwrap();
        let job = house.job().await;
        assert_eq!((job.work.prompt.as_str(), job.work.seed), ("a boat", accepted.generation.seed));
        job.succeed();
        let done = house.ended(accepted.generation.id).await;
        assert_eq!((done.charge(), done.progress_permille()), (Charge::Charged, 1_000));
        assert_eq!(done.assets().iter().map(|asset| asset.role).collect::<Vec<_>>(), [Role::Clip, Role::Poster]);
        assert_eq!(house.has().await, (220, 0));
        let clip = house.studio.asset(ANNA, done.id, 0).await.unwrap().unwrap();
        assert_eq!((clip.media_type.as_str(), clip.bytes_len), ("video/mp4", 5));
        assert_eq!(fs::read(clip.path).unwrap(), b"moves");
        assert_eq!(house.studio.asset(ANNA, done.id, 2).await.unwrap(), None);
        assert_eq!(house.studio.asset(BERT, done.id, 0).await.unwrap(), None);
        house.stop().await;
    });
    folder.audit();
}

#[test]
fn work_waits_its_turn_and_all_of_it_is_done() {
    let folder = Folder::new();
    folder.life(async |house| {
        house.start();
        let ids = [house.queued("one").await, house.queued("two").await, house.queued("three").await];
        // Two runners have two of them; the third waits for one that is free.
        let (first, second) = (house.job().await, house.job().await);
        assert_eq!(house.find(ids[2]).await.state, State::Queued);
        first.succeed();
        let third = house.job().await;
        second.succeed();
        third.succeed();
        for id in ids {
            assert_eq!(house.ended(id).await.charge(), Charge::Charged);
        }
        assert_eq!(house.has().await, (60, 0));
        house.stop().await;
    });
    folder.audit();
}

#[test]
fn a_stop_puts_running_work_back_and_a_start_goes_on_with_it() {
    let folder = Folder::new();
    let id = folder.life(async |house| {
        house.start();
        let id = house.queued("one").await;
        let job = house.job().await;
        house.stop().await;
        patiently(job.stopped()).await;
        assert_eq!(house.find(id).await.state, State::Queued);
        assert_eq!(house.has().await, (220, 80));
        id
    });
    folder.life(async |house| {
        house.start();
        house.job().await.succeed();
        assert_eq!(house.ended(id).await.charge(), Charge::Charged);
        house.stop().await;
    });
    folder.audit();
}

#[test]
fn any_number_of_stops_does_not_count_against_the_work() {
    let folder = Folder::new();
    let id = folder.life(async |house| house.queued("one").await);
    for _ in 0..4 {
        folder.life(async |house| {
            house.start();
            house.job().await;
            house.stop().await;
        });
    }
    folder.life(async |house| {
        house.start();
        house.job().await.succeed();
        assert_eq!(house.ended(id).await.charge(), Charge::Charged);
        house.stop().await;
    });
    folder.audit();
}
