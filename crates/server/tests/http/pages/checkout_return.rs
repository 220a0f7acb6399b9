//! `GET /checkout/return/{checkout}`.

use std::time::Duration;

use billing::{Order, ReturnPath};
use credits::IdempotencyKey;
use serde_json::json;

use crate::support::{House, starter_pack};

/// The id of a checkout that is paid at the gateway, of which nobody was told.
async fn paid_silently(house: &House, client: &crate::support::Client) -> String {
    let page = house.checkout(client, &starter_pack()).await;
    let paid = client.act("POST", &format!("{page}/pay-silently")).await;
    paid.location().strip_prefix("/checkout/return/").unwrap().to_owned()
}

#[tokio::test]
async fn a_paid_checkout_leads_back_to_where_it_began() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let id = paid_silently(&house, &ada).await;
    let answer = ada.get(&format!("/checkout/return/{id}")).await;
    assert_eq!(answer.location(), format!("/?checkout={id}"));
    assert_eq!(ada.get("/api/balance").await.json()["available"], 300);
}

#[tokio::test]
async fn an_address_that_names_its_checkout_twice_is_a_page_all_the_same() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let id = paid_silently(&house, &ada).await;
    for path in ["/", "/billing"] {
        let html = ada.get(&format!("{path}?checkout={id}&checkout={id}&other=%ff")).await.ok();
        assert!(html.text().contains("300 credits added"), "{}", html.text());
    }
    let html = house.visitor().get("/signin?redirect=/billing&redirect=//evil.example").await.ok();
    assert!(!html.text().contains("evil.example"), "{}", html.text());
}

#[tokio::test]
async fn somebody_elses_checkout_is_not_there() {
    let house = House::new().await;
    let (ada, bob) = (house.newcomer("ada").await, house.newcomer("bob").await);
    let id = paid_silently(&house, &ada).await;
    for path in [format!("/checkout/return/{id}"), "/checkout/return/rubbish".to_owned()] {
        let answer = bob.get(&path).await;
        assert_eq!((answer.status, answer.header("content-type")), (404, Some("text/html; charset=utf-8")));
    }
    assert_eq!(house.ledger.balance(ada.account).await.unwrap().available.get(), 0);
    let signed_out = house.visitor().get(&format!("/checkout/return/{id}")).await;
    assert_eq!(signed_out.location(), format!("/signin?redirect=/checkout/return/{id}"));
}

#[tokio::test]
async fn an_open_checkout_is_waited_for_and_one_that_ran_out_is_told() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let order = Order {
        price_id: "price_credits_250".to_owned(),
        quantity: 1,
        return_to: ReturnPath::new("/billing").unwrap(),
    };
    let started = house.billing.start_checkout(ada.account, IdempotencyKey::new("k").unwrap(), order).await.unwrap();
    let (api, page) = (format!("/api/checkout/{}", started.checkout), format!("/checkout/return/{}", started.checkout));
    for status in ["open", "expired"] {
        assert_eq!(ada.get(&api).await.ok().json(), json!({"status": status, "credits": 300}));
        let html = ada.get(&page).await.ok();
        assert_eq!(html.header("content-type"), Some("text/html; charset=utf-8"));
        let notice = ada.get(&format!("/billing?checkout={}", started.checkout)).await.ok();
        assert!(!notice.text().contains("credits added"), "{}", notice.text());
        house.clock.advance(Duration::from_secs(25 * 60 * 60));
    }
    assert_eq!(ada.get("/api/balance").await.json()["available"], 0);
}
