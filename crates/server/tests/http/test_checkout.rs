//! `/checkout/test`: the pages of the test gateway.

use serde_json::json;

use crate::support::{House, Untouched, starter_pack, with};

#[tokio::test]
async fn the_page_has_the_order_and_says_that_no_money_moves() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let page = house.checkout(&ada, &with(starter_pack(), "quantity", Some(2.into()))).await;
    let answer = ada.get(&page).await.ok();
    for text in ["Starter Pack", "$30", "600", "no money moves"] {
        assert!(answer.text().contains(text), "{text} is not in {}", answer.text());
    }
}

#[tokio::test]
async fn paying_leads_back_with_the_credits() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    for (way, before) in [("pay", 0), ("pay-silently", 300)] {
        let page = house.checkout(&ada, &with(starter_pack(), "return_to", Some("/billing".into()))).await;
        assert_eq!(house.ledger.balance(ada.account).await.unwrap().available.get(), before);
        let paid = ada.act("POST", &format!("{page}/{way}")).await;
        let told = house.ledger.balance(ada.account).await.unwrap().available.get() - before;
        assert_eq!(told, if way == "pay" { 300 } else { 0 });
        let back = ada.get(paid.location()).await;
        assert!(back.location().starts_with("/billing?checkout="), "{}", back.location());
        assert_eq!(house.ledger.balance(ada.account).await.unwrap().available.get(), before + 300);
        // Paying twice is the same payment.
        ada.get(ada.act("POST", &format!("{page}/{way}")).await.location()).await.location();
        assert_eq!(house.ledger.balance(ada.account).await.unwrap().available.get(), before + 300);
    }
}

#[tokio::test]
async fn a_declined_card_charges_nothing_and_can_be_tried_again() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let page = house.checkout(&ada, &starter_pack()).await;
    assert_eq!(ada.act("POST", &format!("{page}/decline")).await.location(), page);
    let answer = ada.get(&page).await.ok();
    assert!(answer.text().contains("Your card was declined. Nothing was charged."), "{}", answer.text());
    let paid = ada.act("POST", &format!("{page}/pay")).await;
    ada.get(paid.location()).await.location();
    assert_eq!(ada.get("/api/balance").await.json()["available"], 300);
}

#[tokio::test]
async fn a_cancelled_checkout_charges_nothing_and_says_so() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let page = house.checkout(&ada, &starter_pack()).await;
    let before = Untouched::of(&house, &ada).await;
    let cancelled = ada.act("POST", &format!("{page}/cancel")).await;
    assert_eq!(cancelled.location(), "/?checkout=canceled");
    let answer = ada.get(cancelled.location()).await.ok();
    assert!(answer.text().contains("Checkout canceled. Nothing was charged."), "{}", answer.text());
    assert_eq!(Untouched::of(&house, &ada).await, before);
}

#[tokio::test]
async fn a_checkout_that_has_run_out_says_so() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let page = house.checkout(&ada, &starter_pack()).await;
    house.clock.advance(std::time::Duration::from_secs(25 * 60 * 60));
    for way in ["pay", "pay-silently", "decline"] {
        assert_eq!(ada.act("POST", &format!("{page}/{way}")).await.location(), page);
    }
    assert!(ada.get(&page).await.ok().text().contains("expired"));
    assert_eq!(ada.get("/api/balance").await.json()["available"], 0);
}

#[tokio::test]
async fn only_the_buyer_sees_pays_or_ends_it() {
    let house = House::new().await;
    let (ada, bob) = (house.newcomer("ada").await, house.newcomer("bob").await);
    let page = house.checkout(&ada, &starter_pack()).await;
    assert_eq!(bob.get(&page).await.status, 404);
    for way in ["pay", "pay-silently", "decline", "cancel"] {
        assert_eq!(bob.act("POST", &format!("{page}/{way}")).await.status, 404, "{way}");
        assert_eq!(house.visitor().act("POST", &format!("{page}/{way}")).await.location(), "/signin", "{way}");
    }
    for client in [&ada, &bob] {
        assert_eq!(client.get("/api/balance").await.json()["available"], 0);
    }
    assert_eq!(ada.get("/checkout/test/no-such-session").await.status, 404);
    assert_eq!(house.visitor().get(&page).await.location(), format!("/signin?redirect={page}"));
}

#[tokio::test]
async fn a_plan_is_bought_seen_and_cancelled() {
    let house = House::new().await;
    let (ada, bob) = (house.newcomer("ada").await, house.newcomer("bob").await);
    let order = json!({"price_id": "price_creator_monthly", "quantity": 1, "return_to": "/billing"});
    let page = house.checkout(&ada, &order).await;
    let paid = ada.act("POST", &format!("{page}/pay")).await;
    ada.get(paid.location()).await.location();
    assert_eq!(ada.get("/api/balance").await.json()["available"], 1_800);
    let portal = ada.act("POST", "/api/billing/portal").await.ok().json()["url"].as_str().unwrap().to_owned();
    let shown = ada.get(&portal).await.ok();
    assert!(shown.text().contains("Creator"), "{}", shown.text());
    let action = format!("{portal}/cancel/");
    let rest = shown.text().split_once(&action).unwrap().1;
    let cancel = format!("{action}{}", rest.split('"').next().unwrap());
    assert_eq!(bob.act("POST", &cancel).await.status, 404);
    assert!(ada.get(&portal).await.ok().text().contains(&action));
    assert_eq!(ada.act("POST", &cancel).await.location(), portal);
    assert!(!ada.get(&portal).await.ok().text().contains(&action));
}
