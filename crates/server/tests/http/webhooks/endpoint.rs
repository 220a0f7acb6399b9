//! `POST /webhooks/stripe`: what is taken, what is refused, and what is answered.

use axum::body::Body;
use billing::events::EventState;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use storage_fixture::Part;

use crate::support::{Answer, House, Shop, WEBHOOK_SECRET, request};

/// The moment of the house, in seconds.
const NOW_S: i64 = 1_769_860_800;

fn event(id: &str, kind: &str, object: &str) -> String {
    format!(
        r#"{{"id":"{id}","object":"event","type":"{kind}","created":{NOW_S},"livemode":false,"data":{{"object":{object}}}}}"#
    )
}

fn sign(secret: &str, seconds: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{seconds}.{body}").as_bytes());
    let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={seconds},v1={hex}")
}

/// What Stripe sends: no cookie, no origin, no browser.
async fn tell(house: &House, signature: Option<&str>, body: &str) -> Answer {
    let mut request = request("POST", "/webhooks/stripe").header("content-type", "application/json; charset=utf-8");
    if let Some(signature) = signature {
        request = request.header("stripe-signature", signature);
    }
    house.visitor().send(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test]
async fn a_signed_event_is_written_down_and_answered_also_the_second_time_and_of_a_kind_that_means_nothing() {
    let shop = Shop::open().await;
    let unknown = event("evt_unknown", "terminal.reader.action_failed", r#"{"id":"tmr_1"}"#);
    let known = event("evt_known", "customer.subscription.updated", r#"{"id":"sub_1"}"#);
    for body in [&unknown, &known, &unknown, &known] {
        let answer = tell(&shop.house, Some(&sign(WEBHOOK_SECRET, NOW_S, body)), body).await;
        assert_eq!((answer.status, answer.text()), (200, ""));
    }
    shop.settles().await;
    assert_eq!(shop.events(EventState::Ignored).await, ["terminal.reader.action_failed"]);
    assert_eq!(shop.events(EventState::Applied).await, ["customer.subscription.updated"]);
}

#[tokio::test]
async fn what_is_not_signed_by_stripe_for_us_a_moment_ago_is_refused_and_leaves_nothing() {
    let shop = Shop::open().await;
    let body = event("evt_1", "invoice.paid", r#"{"id":"in_1"}"#);
    let right = sign(WEBHOOK_SECRET, NOW_S, &body);
    let signatures = [
        None,
        Some(String::new()),
        Some("t=1,v1=".to_owned()),
        Some(right.replace("v1=", "v0=")),
        Some(sign("whsec_another", NOW_S, &body)),
        Some(sign(WEBHOOK_SECRET, NOW_S - 301, &body)),
        Some(sign(WEBHOOK_SECRET, NOW_S + 301, &body)),
    ];
    for signature in signatures {
        let answer = tell(&shop.house, signature.as_deref(), &body).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "INVALID_REQUEST"), "{signature:?}");
    }
    let altered = body.replace("in_1", "in_2");
    assert_eq!(tell(&shop.house, Some(&right), &altered).await.status, 400);
    // Signed, and no event of ours.
    let live = body.replace("\"livemode\":false", "\"livemode\":true");
    for odd in ["", "{}", "null", "[1]", "{\"id\":\"evt_1\"", &live] {
        let answer = tell(&shop.house, Some(&sign(WEBHOOK_SECRET, NOW_S, odd)), odd).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "INVALID_REQUEST"), "{odd}");
    }
    for state in EventState::ALL {
        assert_eq!(shop.events(state).await, [""; 0]);
    }
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused() {
    let shop = Shop::open().await;
    let body = "x".repeat(1024 * 1024 + 1);
    assert_eq!(tell(&shop.house, Some(&sign(WEBHOOK_SECRET, NOW_S, &body)), &body).await.code(), "PAYLOAD_TOO_LARGE");
}

#[tokio::test]
async fn without_stripe_there_is_no_such_address() {
    let house = House::new().await;
    let body = event("evt_1", "invoice.paid", r#"{"id":"in_1"}"#);
    assert_eq!(tell(&house, Some(&sign(WEBHOOK_SECRET, NOW_S, &body)), &body).await.code(), "NOT_FOUND");
}

#[tokio::test]
async fn when_it_cannot_be_written_down_stripe_is_told_to_come_again() {
    let shop = Shop::open().await;
    let body = event("evt_1", "customer.subscription.updated", r#"{"id":"sub_1"}"#);
    shop.house.storage.break_changes(Part::App, "BEFORE INSERT ON billing_events");
    let answer = tell(&shop.house, Some(&sign(WEBHOOK_SECRET, NOW_S, &body)), &body).await;
    assert_eq!((answer.status, answer.code().as_str()), (503, "SERVICE_UNAVAILABLE"));
    assert!(answer.header("retry-after").is_some());
}

#[tokio::test]
async fn events_about_nothing_of_ours_bring_nothing_and_are_kept_where_money_is_involved() {
    let shop = Shop::open().await;
    let rows = [
        ("checkout.session.completed", r#"{"id":"cs_unknown"}"#, "session cs_unknown belongs to no order"),
        ("invoice.paid", r#"{"id":"in_unknown"}"#, "invoice in_unknown belongs to no order"),
        ("charge.refunded", r#"{"id":"ch_1","payment_intent":"pi_unknown"}"#, "payment pi_unknown paid for nothing"),
    ];
    for (place, (kind, object, _)) in rows.iter().enumerate() {
        let body = event(&format!("evt_{place}"), kind, object);
        assert_eq!(tell(&shop.house, Some(&sign(WEBHOOK_SECRET, NOW_S, &body)), &body).await.status, 200);
    }
    shop.settles().await;
    let dead = shop.house.billing.list_events(EventState::Dead, 10).await.unwrap();
    for (kind, _, problem) in rows {
        let kept = dead.iter().find(|event| event.kind == kind).expect("it is kept");
        assert!(kept.problem.as_deref().unwrap().contains(problem), "{kept:?}");
        assert!(kept.attempts > 1, "it was tried again: {kept:?}");
    }
}
