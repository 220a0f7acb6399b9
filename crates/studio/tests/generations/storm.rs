//! Crash after crash at moments that nobody chose, under load: what was acknowledged is there, and only results are charged.

use std::collections::BTreeMap;
use std::time::Duration;

use credits::{AspectRatio, Credits, Kind, Request};
use futures_util::future::join_all;
use ledger::Ids;
use studio::generators::GeneratorError;
use studio::{CancelError, SubmitError};
use uuid::Uuid;

use crate::house::{ANNA, Folder, House, key};

/// How many programs live one after another, and how many requests there are in all.
const LIVES: u64 = 40;
const INTENTS: u64 = 80;

/// A request that costs one credit.
fn picture() -> Request {
    Request {
        kind: Kind::Image,
        model: "flux-kontext-fast".to_owned(),
        prompt: "a boat".to_owned(),
        aspect_ratio: AspectRatio::Square,
        seconds: 0,
    }
}

/// Asks for some of the pictures, for some of them again, and notes what was acknowledged.
async fn ask(house: &House, chance: &Ids, acknowledged: &mut BTreeMap<u64, Uuid>) {
    let intents: Vec<u64> = (0..6).map(|_| chance.number() % INTENTS).collect();
    let submit = async |intent: &u64| {
        (*intent, house.studio.submit(ANNA, key(&format!("intent-{intent}")), picture(), Credits::from(1)).await)
    };
    for (intent, answer) in join_all(intents.iter().map(submit)).await {
        match answer {
            Ok(accepted) => {
                let first = *acknowledged.entry(intent).or_insert(accepted.generation.id);
                assert_eq!(accepted.generation.id, first, "the same request is the same generation");
            }
            Err(SubmitError::InProgress) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// Works as models do: some pictures succeed, some are refused, some take for ever, some are cancelled.
async fn work(house: &mut House, chance: &Ids) {
    loop {
        let job = house.job().await;
        match chance.number() % 5 {
            0 | 1 => job.succeed(),
            2 => job.answer(Err(GeneratorError::Refused { reason: "The model refused this prompt".to_owned() })),
            3 => job.panic(),
            _ => {
                let (queued, _) = house.studio.list(ANNA, None, 1).await.unwrap();
                match house.studio.cancel(ANNA, queued[0].id).await {
                    Ok(_) | Err(CancelError::AlreadyFinal(_)) => {}
                    Err(error) => panic!("{error:?}"),
                }
            }
        }
    }
}

#[test]
fn after_crashes_at_any_moment_what_was_acknowledged_is_there_and_only_results_are_charged() {
    let mut folder = Folder::new();
    folder.settings.heartbeat = Duration::from_millis(5);
    let chance = Ids::seeded(11);
    let mut acknowledged = BTreeMap::new();
    for _ in 0..LIVES {
        let changes_max = chance.number() % 24;
        folder.life(async |house| {
            let mut changes = house.studio.subscribe(ANNA);
            house.start();
            let live = async {
                ask(house, &chance, &mut acknowledged).await;
                work(house, &chance).await;
            };
            // The crash comes behind so many changes, or when nothing changes any more.
            let crash = async {
                for _ in 0..changes_max {
                    if tokio::time::timeout(Duration::from_millis(100), changes.recv()).await.is_err() {
                        return;
                    }
                }
            };
            tokio::select! {
                () = live => {}
                () = crash => {}
            }
        });
    }
    folder.life(async |house| {
        house.start();
        let ids: Vec<Uuid> = house.studio.list(ANNA, None, 100).await.unwrap().0.iter().map(|it| it.id).collect();
        assert!(acknowledged.values().all(|id| ids.contains(id)), "an acknowledged request is missing");
        assert!(acknowledged.len() > 10, "{} were acknowledged", acknowledged.len());
        let studio = house.studio.clone();
        loop {
            let (left, _) = studio.list(ANNA, None, 100).await.unwrap();
            if left.iter().all(|it| it.state.is_final()) {
                break;
            }
            tokio::select! {
                job = house.job() => job.succeed(),
                () = tokio::time::sleep(Duration::from_millis(20)) => {}
            }
        }
        for id in ids {
            house.ended(id).await;
        }
        house.stop().await;
    });
    folder.audit();
}
