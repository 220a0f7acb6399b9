//! What whoever listens to an account is told.

use studio::State;

use crate::house::{ANNA, BERT, Folder, next};

#[test]
fn every_change_is_told_in_order_with_growing_revisions() {
    let folder = Folder::new();
    folder.life(async |house| {
        let mut changes = house.studio.subscribe(ANNA);
        house.start();
        let id = house.queued("one").await;
        let job = house.job().await;
        let mut seen = vec![next(&mut changes).await, next(&mut changes).await];
        assert_eq!(seen[0].state, State::Queued);
        assert!(matches!(seen[1].state, State::Running { progress_permille: 0, .. }));
        for permille in [100, 400, 900] {
            job.control.progress(permille);
            seen.push(next(&mut changes).await);
            assert_eq!(seen.last().unwrap().progress_permille(), permille);
            // A list that is read now agrees with what was told last.
            assert_eq!(house.find(id).await, *seen.last().unwrap());
        }
        job.succeed();
        while !seen.last().unwrap().state.is_final() {
            seen.push(next(&mut changes).await);
        }
        assert!(seen.is_sorted_by(|one, next| one.revision < next.revision), "{seen:?}");
        assert!(seen.is_sorted_by_key(|it| it.progress_permille()), "{seen:?}");
        assert_eq!(house.find(id).await, *seen.last().unwrap());
        house.ended(id).await;
        house.stop().await;
    });
    folder.audit();
}

#[test]
fn progress_that_comes_faster_than_people_read_is_thinned_out() {
    let folder = Folder::new();
    folder.life(async |house| {
        let mut changes = house.studio.subscribe(ANNA);
        house.start();
        let id = house.queued("one").await;
        let job = house.job().await;
        for permille in 1..=1_000 {
            job.control.progress(permille);
            if permille % 10 == 0 {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
        }
        job.succeed();
        house.ended(id).await;
        house.stop().await;
        let mut told = 0;
        while let Ok(change) = changes.try_recv() {
            told += u32::from(matches!(change.state, State::Running { .. }));
        }
        assert!(told < 100, "{told} of 1,000 were told");
    });
    folder.audit();
}

#[test]
fn a_listener_hears_of_its_own_account_only_and_of_nothing_that_was_refused() {
    let folder = Folder::new();
    folder.life(async |house| {
        let mut others = house.studio.subscribe(BERT);
        let mut own = house.studio.subscribe(ANNA);
        for intent in ["one", "two", "three"] {
            house.submit(intent).await.unwrap();
        }
        house.submit("four").await.unwrap_err();
        for _ in 0..3 {
            assert_eq!(next(&mut own).await.account, ANNA);
        }
        assert!(own.is_empty());
        assert!(others.try_recv().is_err());
    });
}

#[test]
fn a_sweep_tells_its_changes_too() {
    let folder = Folder::new();
    let id = folder.life(async |house| house.claimed("one").await.generation().unwrap().id);
    folder.life(async |house| {
        let mut changes = house.studio.subscribe(ANNA);
        house.start();
        let requeued = next(&mut changes).await;
        assert_eq!((requeued.id, requeued.state), (id, State::Queued));
        house.job().await.succeed();
        house.ended(id).await;
        house.stop().await;
    });
    folder.audit();
}
