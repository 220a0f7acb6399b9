//! The verbs over HTTP, for who is in another process.

use serde_json::json;

use crate::support::{DAY_S, House, Receiver, START_S};

#[tokio::test]
async fn a_purchase_is_driven_from_outside() {
    let house = House::new().await;
    let session = house.open_session().await;
    let payment = house.verb("pay", json!({ "id": session })).await.ok().id();
    let refund = house.verb("refund", json!({ "id": payment, "amount_minor": 300 })).await.ok().id();
    house.verb("refund_fails", json!({ "id": refund })).await.ok();
    let dispute = house.verb("open_dispute", json!({ "id": payment })).await.ok().id();
    house.verb("win_dispute", json!({ "id": dispute })).await.ok();
    let purchases = house.get("/_stand_in/purchases").await.ok();
    assert_eq!(purchases.at("/0/dispute"), &json!("won"));
    assert_eq!(purchases.at("/0/disputed_minor"), &json!(1_000));
}

#[tokio::test]
async fn a_plan_is_driven_from_outside() {
    let house = House::new().await;
    let (small, large) = (house.plan("small", 2_000).await, house.plan("large", 5_000).await);
    let subscription = house.subscription(&small).await;
    let id = json!({ "id": subscription });
    let changed = house.verb("change_plan", json!({ "id": subscription, "price": large })).await.ok().id();
    assert_eq!(house.object(&changed)["billing_reason"], "subscription_update");
    house.verb("renew", id.clone()).await.ok();
    let owed = house.verb("renewal_fails", id.clone()).await.ok().id();
    house.verb("retry_invoice", json!({ "id": owed })).await.ok();
    for verb in ["cancel_at_period_end", "keep_plan", "cancel_now"] {
        house.verb(verb, id.clone()).await.ok();
    }
    assert_eq!(house.verb("renew", id).await.status, 404);
    assert_eq!(house.verb("change_plan", json!({ "id": subscription })).await.status, 400);
}

#[tokio::test]
async fn faults_are_set_and_read() {
    let house = House::new().await;
    house.verb("faults", json!({ "drop_permille": 1_000 })).await.ok();
    let faults = house.get("/_stand_in/faults").await.ok();
    assert_eq!((faults.at("/drop_permille"), faults.at("/delay_ms_max")), (&json!(1_000), &json!(0)));
    assert_eq!(house.verb("faults", json!({ "drop": 1 })).await.status, 400);
    let failure = json!({ "too_many_requests": { "retry_after_s": 2 } });
    house.verb("fail_next", json!({ "failure": failure })).await.ok();
    house.verb("fail_next", json!({ "failure": "server_error_before", "calls": 2 })).await.ok();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(house.get("/v1/account").await.status);
    }
    assert_eq!(statuses, [429, 500, 500, 200]);
}

#[tokio::test]
async fn deliveries_and_time_are_driven_from_outside() {
    let house = House::new().await;
    let other = Receiver::start().await;
    let arguments =
        json!({ "url": house.receiver.url(), "secrets": ["whsec_1"], "enabled_events": ["customer.created"] });
    let endpoint = house.verb("add_endpoint", arguments).await.ok().id();
    house.verb("move_endpoint", json!({ "id": endpoint, "url": other.url() })).await.ok();
    house.verb("rotate_secrets", json!({ "id": endpoint, "secrets": ["whsec_2", "whsec_3"] })).await.ok();
    house.verb("stop_deliveries", json!({})).await.ok();
    house.customer().await;
    house.verb("quiesce", json!({})).await.ok();
    assert_eq!(other.kinds(), [""; 0]);
    house.verb("resume_deliveries", json!({})).await.ok();
    house.verb("quiesce", json!({})).await.ok();
    assert_eq!(other.letters()[0].signature.matches("v1=").count(), 2);
    let replayed = house.verb("replay_all_old_events", json!({})).await.ok();
    assert_eq!(replayed.at("/count"), &json!(1));
    let moved = house.verb("advance_clock", json!({ "seconds": DAY_S })).await.ok();
    assert_eq!(moved.at("/now"), &json!(START_S + DAY_S));
}

#[tokio::test]
async fn what_cannot_be_done_is_said_in_a_sentence() {
    let house = House::new().await;
    let unknown = house.verb("explode", json!({})).await;
    assert_eq!((unknown.status, unknown.text_at("/error").as_str()), (404, "There is no such verb."));
    let missing = house.verb("pay", json!({ "id": "cs_none" })).await;
    assert_eq!((missing.status, missing.text_at("/error").as_str()), (404, "There is no checkout.session `cs_none`."));
    assert_eq!(house.verb("pay", json!({})).await.status, 400);
    assert_eq!(house.verb("pay", json!({ "session": "cs_1" })).await.status, 400);
    let session = house.open_session().await;
    assert_eq!(house.verb("transfer_arrives", json!({ "id": session })).await.status, 409);
}
