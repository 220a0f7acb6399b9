//! `GET /api/catalog`.

use axum::body::Body;

use crate::support::{House, request};

#[tokio::test]
async fn everybody_sees_what_things_cost() {
    let house = House::new().await;
    let catalog: wire::Catalog = house.visitor().get("/api/catalog").await.ok().read_as();
    let sora = catalog.models.iter().find(|model| model.id == "sora-2").unwrap();
    assert_eq!(sora.cost.map(credits::Credits::get), Some(80));
    assert_eq!((catalog.packs.len(), catalog.plans.len()), (4, 3));
}

#[tokio::test]
async fn whoever_has_it_already_is_told_so() {
    let house = House::new().await;
    let first = house.visitor().get("/api/catalog").await;
    let tag = first.header("etag").unwrap();
    let ask = |tag: &str| request("GET", "/api/catalog").header("if-none-match", tag).body(Body::empty()).unwrap();
    let again = house.visitor().send(ask(tag)).await;
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag)));
    assert_eq!(house.visitor().send(ask("\"another\"")).await.status, 200);
}
