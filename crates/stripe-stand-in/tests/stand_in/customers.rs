//! Customers: made, read, deleted, and what is left of them.

use serde_json::json;

use crate::support::House;

#[tokio::test]
async fn a_customer_is_made_and_read() {
    let house = House::new().await;
    let params = [("email", "ann@example.com"), ("name", "Ann"), ("metadata[account]", "acc_1")];
    let made = house.post("/v1/customers", &params).await.ok();
    let read = house.get(&format!("/v1/customers/{}", made.id())).await.ok();
    assert_eq!(made.body, read.body);
    assert_eq!((read.at("/object"), read.at("/name")), (&json!("customer"), &json!("Ann")));
    assert_eq!(read.at("/metadata/account"), &json!("acc_1"));
}

#[tokio::test]
async fn a_deleted_customer_is_said_to_be_deleted_and_nothing_is_opened_for_them() {
    let house = House::new().await;
    let plan = house.plan("monthly", 2_000).await;
    let subscription = house.subscription(&plan).await;
    let customer = house.object(&subscription)["customer"].as_str().unwrap().to_owned();
    let gone = json!({ "id": customer, "object": "customer", "deleted": true });

    assert_eq!(house.delete(&format!("/v1/customers/{customer}")).await.ok().body, gone);
    assert_eq!(house.get(&format!("/v1/customers/{customer}")).await.ok().body, gone);
    assert_eq!(house.object(&subscription)["status"], "canceled");
    let told = house.told().await;
    assert!(told.ends_with(&["customer.subscription.deleted".to_owned(), "customer.deleted".to_owned()]), "{told:?}");
    assert_eq!(house.receiver.object("customer.deleted")["email"], "ann@example.com");

    let missing = (400, Some("resource_missing"), Some("customer"));
    assert_eq!(house.session("subscription", &plan, &[("customer", &customer)]).await.error(), missing);
    let portal = house.post("/v1/billing_portal/sessions", &[("customer", &customer)]).await;
    assert_eq!(portal.error(), missing);
    assert_eq!(house.delete(&format!("/v1/customers/{customer}")).await.error().0, 404);
}

#[tokio::test]
async fn the_account_says_who_it_is() {
    let house = House::new().await;
    assert_eq!(house.get("/v1/account").await.ok().at("/object"), &json!("account"));
}
