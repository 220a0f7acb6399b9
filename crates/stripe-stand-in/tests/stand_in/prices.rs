//! Products and prices, and the keys by which prices are found.

use serde_json::{Value, json};

use crate::support::House;

#[tokio::test]
async fn a_product_is_made_under_a_name_of_its_own() {
    let house = House::new().await;
    let params = [("id", "credits"), ("name", "Credits"), ("metadata[a]", "b")];
    let made = house.post("/v1/products", &params).await.ok();
    assert_eq!(made.id(), "credits");
    assert_eq!(house.get("/v1/products/credits").await.ok().body, made.body);
    let again = house.post("/v1/products", &params).await;
    assert_eq!(again.error(), (400, Some("resource_already_exists"), Some("id")));
    assert!(house.post("/v1/products", &[("name", "Other")]).await.ok().id().starts_with("prod_"));
}

#[tokio::test]
async fn prices_are_found_by_their_lookup_keys() {
    let house = House::new().await;
    let (small, large) = (house.pack("small", 500).await, house.plan("large", 5_000).await);
    house.pack("other", 1).await;
    let found = house.get("/v1/prices?lookup_keys[]=small&lookup_keys[]=large&active=true&limit=100").await.ok();
    assert_eq!(found.ids(), [large.clone(), small.clone()]);
    assert_eq!(found.at("/data/0/recurring/interval"), &json!("month"));
    assert_eq!(found.at("/data/1/recurring"), &Value::Null);
    assert_eq!(found.at("/data/1/unit_amount"), &json!(500));
    assert_eq!(house.get(&format!("/v1/prices/{small}")).await.ok().at("/lookup_key"), &json!("small"));
}

#[tokio::test]
async fn a_lookup_key_is_of_one_price_until_it_is_transferred() {
    let house = House::new().await;
    let old = house.pack("small", 500).await;
    let product = house.get(&format!("/v1/prices/{old}")).await.text_at("/product");
    let params = [("product", product.as_str()), ("currency", "usd"), ("unit_amount", "600"), ("lookup_key", "small")];
    let refused = house.post("/v1/prices", &params).await;
    assert_eq!(refused.error(), (400, Some("resource_already_exists"), Some("lookup_key")));

    let params = [&params[..], &[("transfer_lookup_key", "true")]].concat();
    let new = house.post("/v1/prices", &params).await.ok().id();
    assert_eq!(house.get("/v1/prices?lookup_keys[]=small").await.ok().ids(), [new]);
    assert_eq!(house.get(&format!("/v1/prices/{old}")).await.ok().at("/lookup_key"), &Value::Null);
}

#[tokio::test]
async fn an_inactive_price_is_neither_listed_as_active_nor_sold() {
    let house = House::new().await;
    let price = house.pack("small", 500).await;
    house.post(&format!("/v1/prices/{price}"), &[("active", "false")]).await.ok();
    assert_eq!(house.get("/v1/prices?active=true").await.ok().ids(), [""; 0]);
    let refused = house.session("payment", &price, &[]).await;
    assert_eq!(refused.error().2, Some("line_items[0][price]"));
}
