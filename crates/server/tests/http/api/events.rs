//! `GET /api/events`.

use std::sync::Arc;

use serde_json::json;
use server::ServerSettings;
use storage_fixture::Storage;

use crate::support::{House, image, sora};

#[tokio::test]
async fn it_begins_with_what_is() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let running = house.generation(&ada, &sora("wait"), "running").await;
    let mut events = ada.events(None).await;
    assert_eq!((events.response_type.as_str(), events.encoding.as_deref()), ("text/event-stream", None));
    let balance = events.next().await.unwrap();
    assert_eq!((balance.name.as_str(), balance.id.as_deref()), ("balance", Some("2")));
    assert_eq!(balance.data, json!({"available": 220, "held": 80, "version": 2}));
    let generation = events.next().await.unwrap();
    assert_eq!((generation.name.as_str(), generation.id), ("generation", None));
    assert_eq!((&generation.data["id"], &generation.data["state"]), (&running["id"], &json!("running")));
}

#[tokio::test]
async fn credits_that_come_in_are_told() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let (mut here, mut there) = (ada.events(None).await, ada.twin().events(None).await);
    house.grant(&ada, 300).await;
    for events in [&mut here, &mut there] {
        assert_eq!(events.available(300).await.id.as_deref(), Some("1"));
    }
}

#[tokio::test]
async fn every_step_of_a_generation_is_told_and_the_balance_with_it() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let mut events = ada.events(None).await;
    ada.spend("/api/generations", "k", &sora("wait")).await.ok();
    let running = events.generation("running").await;
    house.script.let_one_go();
    let done = events.generation("succeeded").await;
    assert_eq!((&done["id"], &done["charge"]), (&running["id"], &json!("charged")));
    assert!(done["revision"].as_u64() > running["revision"].as_u64());
    // A second stream tells how it ended, so that no order between balance and generation is asked of the first.
    let settled = ada.events(None).await.available(220).await;
    assert_eq!(settled.data["held"], 0);
}

#[tokio::test]
async fn the_balance_never_goes_back() {
    let house = House::new().await;
    let ada = house.owner("ada", 100).await;
    let mut events = ada.events(None).await;
    for n in 0..20 {
        ada.spend("/api/generations", &format!("k{n}"), &image("a fox")).await.ok();
    }
    let mut version = 0;
    loop {
        let event = events.next().await.unwrap();
        if event.name == "balance" {
            let told = event.data["version"].as_u64().unwrap();
            assert!(told > version, "{told} after {version}");
            version = told;
            if event.data["available"] == 80 && event.data["held"] == 0 {
                break;
            }
        }
    }
}

#[tokio::test]
async fn a_reader_that_comes_back_misses_nothing() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let running = house.generation(&ada, &sora("wait"), "running").await;
    // It leaves while the work runs, and the work ends while it is away.
    let mut watch = ada.events(None).await;
    house.script.let_one_go();
    watch.generation("succeeded").await;
    let version = house.ledger.balance(ada.account).await.unwrap().version;
    let mut events = ada.events(Some(&version.to_string())).await;
    let first = events.next().await.unwrap();
    assert_eq!((first.name.as_str(), &first.data["id"]), ("generation", &running["id"]));
    assert_eq!(first.data["state"], "succeeded");
    // An older id, or one that we never gave, gets the balance first.
    for id in ["1", "999", "rubbish", ""] {
        assert_eq!(ada.events(Some(id)).await.next().await.unwrap().name, "balance", "{id}");
    }
}

#[tokio::test]
async fn nothing_of_somebody_else_is_told() {
    let house = House::new().await;
    let (ada, bob) = (house.owner("ada", 300).await, house.owner("bob", 7).await);
    let mut events = bob.events(None).await;
    assert_eq!(events.next().await.unwrap().data["available"], 7);
    house.generation(&ada, &image("a fox"), "succeeded").await;
    house.grant(&bob, 1).await;
    assert_eq!(events.next().await.unwrap().data["available"], 8);
    assert_eq!(house.visitor().get("/api/events").await.code(), "AUTH_REQUIRED");
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_with_no_other() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let elsewhere = house.visitor();
    let sign_in = json!({"email": "ada@example.org", "password": "correct horse battery"});
    elsewhere.post("/api/session", &sign_in).await.ok();
    let (mut ends, mut goes_on) = (ada.events(None).await, elsewhere.events(None).await);
    ada.act("DELETE", "/api/session").await.ok();
    while ends.next().await.is_some() {}
    house.grant(&ada, 5).await;
    goes_on.available(5).await;
}

#[tokio::test]
async fn a_slow_reader_is_told_the_latest() {
    let house = House::new().await;
    let ada = house.owner("ada", 1_000).await;
    let mut events = ada.events(None).await;
    // More changes than are kept for a reader that does not read.
    for n in 0..150 {
        ada.spend("/api/generations", &format!("k{n}"), &image("a fox")).await.ok();
    }
    let last = house.generation(&ada, &image("the last"), "succeeded").await;
    events.until(|event| event.data["id"] == last["id"] && event.data["state"] == "succeeded").await;
    house.grant(&ada, 1).await;
    events.until(|event| event.name == "balance" && event.data["held"] == 0).await;
}

#[tokio::test]
async fn a_stream_says_first_and_once_how_long_to_wait_before_the_next() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let mut told = Vec::new();
    for _ in 0..20 {
        let mut events = ada.events(None).await;
        events.available(300).await;
        assert_eq!(events.pauses_ms.len(), 1);
        told.extend(events.pauses_ms);
    }
    assert!(told.iter().all(|pause_ms| (1_000..=2_000).contains(pause_ms)), "{told:?}");
    assert!(told.iter().any(|pause_ms| *pause_ms != told[0]), "all readers would come back at once: {told:?}");
    // Later events do not say it again.
    let mut events = ada.events(None).await;
    house.grant(&ada, 1).await;
    events.available(301).await;
    ada.spend("/api/generations", "k", &image("a fox")).await.ok();
    events.generation("succeeded").await;
    assert_eq!(events.pauses_ms.len(), 1);
}

#[tokio::test]
async fn a_stream_goes_on_from_the_header_or_from_the_address() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    house.generation(&ada, &image("a fox"), "succeeded").await;
    let newest = house.ledger.balance(ada.account).await.unwrap().version.to_string();
    // Who has the newest balance is told the generations alone. Who has an older one, or none, is told the balance first.
    let (goes_on, begins) = ("generation", "balance");
    let rows: [(Option<&str>, Option<&str>, &str); 17] = [
        (None, None, begins),
        (Some(&newest), None, goes_on),
        (None, Some(&newest), goes_on),
        (Some("1"), None, begins),
        (None, Some("1"), begins),
        // The header wins, also when we never gave what it says.
        (Some(&newest), Some("1"), goes_on),
        (Some("1"), Some(&newest), begins),
        (Some("999"), Some(&newest), begins),
        // What is no version is as good as absent.
        (Some("rubbish"), Some(&newest), goes_on),
        (Some(""), Some(&newest), goes_on),
        (Some(&newest), Some("rubbish"), goes_on),
        (Some("rubbish"), Some("rubbish"), begins),
        (None, Some(""), begins),
        (None, Some("-1"), begins),
        (None, Some("99999999999999999999"), begins),
        (None, Some("%ff%00"), begins),
        (None, Some("999"), begins),
    ];
    for (header, parameter, first) in rows {
        let address = parameter.map_or("/api/events".to_owned(), |id| format!("/api/events?last_event_id={id}"));
        let event = ada.events_at(&address, header).await.next().await.unwrap();
        assert_eq!(event.name, first, "{header:?} {parameter:?}");
    }
}

#[tokio::test]
async fn other_parameters_are_passed_over() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    house.generation(&ada, &image("a fox"), "succeeded").await;
    let newest = house.ledger.balance(ada.account).await.unwrap().version;
    for (query, first) in [
        (format!("last_event_id={newest}&last_event_id=1"), "generation"),
        (format!("a=1&last_event_id={newest}&&="), "generation"),
        (format!("LAST_EVENT_ID={newest}"), "balance"),
        ("last_event_id".to_owned(), "balance"),
        (String::new(), "balance"),
    ] {
        let event = ada.events_at(&format!("/api/events?{query}"), None).await.next().await.unwrap();
        assert_eq!(event.name, first, "{query}");
    }
}

#[tokio::test]
async fn a_stream_ends_when_its_session_is_ended_at_another_server() {
    let storage = Arc::new(Storage::shared());
    let here = House::on(Arc::clone(&storage), ServerSettings::default()).await;
    let there = House::on(storage, ServerSettings::default()).await;
    let ada = here.newcomer("ada").await;
    let mut ends = ada.at(&there.router).events(None).await;
    let bob = here.newcomer("bob").await;
    let mut goes_on = bob.at(&there.router).events(None).await;
    here.grant(&ada, 5).await;
    ends.available(5).await;
    ada.act("DELETE", "/api/session").await.ok();
    while ends.next().await.is_some() {}
    // Whoever has a session of their own notices nothing.
    here.grant(&bob, 7).await;
    goes_on.available(7).await;
}
