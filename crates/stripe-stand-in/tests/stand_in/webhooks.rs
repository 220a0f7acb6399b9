//! Webhooks: who is told, how it is signed, and that it is said again until somebody listens.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;
use stripe_stand_in::Endpoint;

use crate::support::{DAY_S, House, Receiver, SECRET, START_S};

/// What a receiver computes.
fn signature(moment: &str, body: &str, secret: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{moment}.{body}").as_bytes());
    mac.finalize().into_bytes().iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[tokio::test]
async fn an_event_carries_its_object_and_a_signature_that_can_be_checked() {
    let house = House::new().await;
    // Signatures are of everybody's time, even when the stand-in is ahead of it.
    house.control.advance_clock(DAY_S);
    let customer = house.customer().await;
    assert_eq!(house.told().await, ["customer.created"]);
    let letter = house.receiver.letters().pop().unwrap();
    let expected = format!("t={START_S},v1={}", signature(&START_S.to_string(), &letter.body, SECRET));
    assert_eq!(letter.signature, expected);
    assert_eq!(letter.event["object"], "event");
    assert_eq!(letter.event["created"], START_S + DAY_S);
    assert_eq!(letter.event["api_version"], stripe_stand_in::API_VERSION);
    assert_eq!(letter.event["data"]["object"]["id"], json!(customer));
    let listed = house.get("/v1/events").await.ok();
    assert_eq!(listed.ids(), [letter.event["id"].as_str().unwrap()]);
    assert!(listed.text_at("/data/0/request/id").starts_with("req_"));
}

#[tokio::test]
async fn while_a_secret_is_rotated_there_is_a_signature_for_each() {
    let house = House::new().await;
    let secrets = ["whsec_new".to_owned(), SECRET.to_owned()];
    house.control.rotate_secrets(&house.endpoint, &secrets).unwrap();
    house.customer().await;
    house.control.quiesce().await;
    let letter = house.receiver.letters().pop().unwrap();
    let moment = START_S.to_string();
    let signed = secrets.each_ref().map(|secret| format!(",v1={}", signature(&moment, &letter.body, secret)));
    assert_eq!(letter.signature, format!("t={moment}{}", signed.concat()));
}

#[tokio::test]
async fn what_is_not_taken_is_said_again() {
    let house = House::new().await;
    house.receiver.refuse(3);
    house.customer().await;
    assert_eq!(house.told().await, ["customer.created"; 4]);
    let letters = house.receiver.letters();
    assert!(letters.iter().all(|letter| letter.event["id"] == letters[0].event["id"]));
}

#[tokio::test]
async fn what_nobody_ever_takes_is_given_up() {
    let house = House::with(|settings| settings.delivery.attempts_max = 3).await;
    house.receiver.refuse(100);
    house.customer().await;
    assert_eq!(house.told().await.len(), 3);
    assert!(house.page("/", None).await.text.contains("given up after 3: 503 Service Unavailable"));
}

#[tokio::test]
async fn an_endpoint_that_is_made_by_the_api_is_told_what_it_wants_to_know() {
    let house = House::new().await;
    let other = Receiver::start().await;
    let params = [("url", other.url()), ("enabled_events[]", "customer.deleted")];
    let made = house.post("/v1/webhook_endpoints", &params).await.ok();
    let secret = made.text_at("/secret");
    let customer = house.customer().await;
    house.control.delete_customer(&customer).unwrap();
    house.control.quiesce().await;
    assert_eq!(other.kinds(), ["customer.deleted"]);
    let letter = other.letters().pop().unwrap();
    assert!(letter.signature.ends_with(&signature(&START_S.to_string(), &letter.body, &secret)));

    let listed = house.get("/v1/webhook_endpoints").await.ok();
    assert_eq!(listed.ids(), [made.id(), house.endpoint.clone()]);
    assert!(listed.body["data"][0].get("secret").is_none(), "it is given out once");
    let read = house.get(&format!("/v1/webhook_endpoints/{}", made.id())).await.ok();
    assert_eq!(read.at("/enabled_events"), &json!(["customer.deleted"]));
}

#[tokio::test]
async fn an_endpoint_that_is_given_at_the_start_is_told_and_listed() {
    let receiver = Receiver::start().await;
    let url = receiver.url().to_owned();
    let house = House::with(|settings| settings.endpoint = Some(Endpoint::new(&url, SECRET))).await;
    house.customer().await;
    house.control.quiesce().await;
    assert_eq!(receiver.kinds(), ["customer.created"]);
    assert_eq!(house.get("/v1/webhook_endpoints").await.ok().text_at("/data/1/url"), url);
}

#[tokio::test]
async fn an_endpoint_that_moves_gets_what_its_old_place_did_not_take() {
    let house = House::new().await;
    let new = Receiver::start().await;
    house.control.stop_deliveries();
    house.customer().await;
    house.control.move_endpoint(&house.endpoint, new.url()).unwrap();
    house.control.resume_deliveries();
    house.control.quiesce().await;
    assert_eq!((house.receiver.kinds().len(), new.kinds().len()), (0, 1));
}
