//! `GET /billing`.

use crate::support::House;

#[tokio::test]
async fn the_first_html_has_balance_plans_and_packs() {
    let house = House::new().await;
    let html = house.owner("ada", 1_234).await.get("/billing").await.ok();
    for text in ["1,234", "Explorer", "Creator", "Agency", "Starter Pack", "Studio Pack", "Manage billing"] {
        assert!(html.text().contains(text), "{text} is not in {}", html.text());
    }
}

#[tokio::test]
async fn somebody_who_is_signed_out_signs_in_first() {
    let house = House::new().await;
    assert_eq!(house.visitor().get("/billing").await.location(), "/signin?redirect=/billing");
    let back = house.visitor().get("/billing?checkout=canceled").await;
    assert_eq!(back.location(), "/signin?redirect=/billing%3Fcheckout%3Dcanceled");
}

#[tokio::test]
async fn a_cancelled_checkout_is_told() {
    let house = House::new().await;
    let html = house.newcomer("ada").await.get("/billing?checkout=canceled").await.ok();
    assert!(html.text().contains("Checkout canceled. Nothing was charged."), "{}", html.text());
}
