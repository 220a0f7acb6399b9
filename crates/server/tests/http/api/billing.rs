//! `POST /api/billing/portal`.

use crate::support::House;

#[tokio::test]
async fn the_portal_is_a_page_of_the_gateway_for_its_owner_alone() {
    let house = House::new().await;
    let (ada, bob) = (house.newcomer("ada").await, house.newcomer("bob").await);
    let url = ada.act("POST", "/api/billing/portal").await.ok().json()["url"].as_str().unwrap().to_owned();
    assert!(url.starts_with("/checkout/test/portal/"), "{url}");
    assert_eq!(ada.get(&url).await.status, 200);
    assert_eq!(bob.get(&url).await.status, 404);
    assert_eq!(house.visitor().act("POST", "/api/billing/portal").await.code(), "AUTH_REQUIRED");
}
