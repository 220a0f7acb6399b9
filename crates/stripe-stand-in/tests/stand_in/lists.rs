//! Lists: newest first, by the page, and narrowed by time.

use serde_json::json;

use crate::support::{House, START_S};

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_repetition() {
    let house = House::new().await;
    let price = house.pack("pack", 1_000).await;
    let mut made = Vec::new();
    for _ in 0..25 {
        made.push(house.session("payment", &price, &[]).await.ok().id());
    }
    made.reverse();
    let mut read = Vec::new();
    let mut path = "/v1/checkout/sessions".to_owned();
    loop {
        let page = house.get(&path).await.ok();
        assert_eq!(page.at("/object"), &json!("list"));
        read.extend(page.ids());
        if page.at("/has_more") == &json!(false) {
            break;
        }
        assert_eq!(page.ids().len(), 10);
        path = format!("/v1/checkout/sessions?starting_after={}", page.ids().last().unwrap());
    }
    assert_eq!(read, made);
    assert_eq!(house.get("/v1/checkout/sessions?limit=100").await.ok().ids(), made);
}

#[tokio::test]
async fn new_rows_do_not_disturb_who_goes_on_from_a_row() {
    let house = House::new().await;
    let price = house.pack("pack", 1_000).await;
    let old = house.session("payment", &price, &[]).await.ok().id();
    let after = house.session("payment", &price, &[]).await.ok().id();
    house.session("payment", &price, &[]).await.ok();
    let page = house.get(&format!("/v1/checkout/sessions?starting_after={after}")).await.ok();
    assert_eq!(page.ids(), [old]);
}

#[tokio::test]
async fn lists_are_narrowed_by_time() {
    let house = House::new().await;
    let mut customers = Vec::new();
    for _ in 0..3 {
        customers.push(house.customer().await);
        house.pass(10);
    }
    let told = async |narrowed: &str| {
        let events = house.get(&format!("/v1/events?{narrowed}")).await.ok();
        (0..events.ids().len())
            .map(|place| events.text_at(&format!("/data/{place}/data/object/id")))
            .collect::<Vec<_>>()
    };
    let middle = START_S + 10;
    assert_eq!(told(&format!("created[gte]={middle}")).await, [&*customers[2], &*customers[1]]);
    assert_eq!(told(&format!("created[gt]={middle}")).await, [&*customers[2]]);
    assert_eq!(told(&format!("created[lt]={middle}")).await, [&*customers[0]]);
    assert_eq!(told(&format!("created[lte]={middle}&created[gte]={middle}")).await, [&*customers[1]]);
}

#[tokio::test]
async fn events_are_narrowed_by_type() {
    let house = House::new().await;
    house.payment().await;
    // An event says how many deliveries are pending.
    house.control.quiesce().await;
    let of = |path: &'static str| house.get(path);
    assert_eq!(of("/v1/events?type=charge.succeeded").await.ok().ids().len(), 1);
    assert_eq!(of("/v1/events?types[]=charge.succeeded&types[]=payment_intent.succeeded").await.ok().ids().len(), 2);
    let event = of("/v1/events?type=charge.succeeded").await.ok();
    let read = house.get(&format!("/v1/events/{}", event.ids()[0])).await.ok();
    assert_eq!(read.body, event.body["data"][0]);
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused() {
    let house = House::new().await;
    let invalid = (400, Some("parameter_invalid_integer"), Some("limit"));
    for limit in ["0", "101", "-1", "ten"] {
        assert_eq!(house.get(&format!("/v1/events?limit={limit}")).await.error(), invalid, "{limit}");
    }
    let after = house.get("/v1/events?starting_after=evt_none").await;
    assert_eq!(after.error(), (400, Some("resource_missing"), Some("starting_after")));
}
