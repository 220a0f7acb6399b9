//! Changing a plan in the middle of a month.

use serde_json::{Value, json};

use crate::support::{DAY_S, House};

/// Half of the first month, which has 28 days.
const HALF_S: i64 = 14 * DAY_S;

struct Plans {
    house: House,
    large: String,
    subscription: String,
}

impl Plans {
    /// Somebody who pays 20.00 a month, half of which is over, and could pay 50.00.
    async fn new(house: House) -> Self {
        let small = house.plan("small", 2_000).await;
        let large = house.plan("large", 5_000).await;
        let subscription = house.subscription(&small).await;
        house.pass(HALF_S);
        house.control.quiesce().await;
        house.receiver.clear();
        Self { house, large, subscription }
    }

    async fn change(&self, price: &str, behavior: &str) -> Value {
        let item = self.house.object(&self.subscription)["items"]["data"][0]["id"].as_str().unwrap().to_owned();
        let params = [("items[0][id]", item.as_str()), ("items[0][price]", price), ("proration_behavior", behavior)];
        self.house.post(&format!("/v1/subscriptions/{}", self.subscription), &params).await.ok().body
    }

    fn invoice(&self) -> Value {
        let latest = self.house.object(&self.subscription)["latest_invoice"].as_str().unwrap().to_owned();
        self.house.object(&latest)
    }
}

fn amounts(invoice: &Value) -> Vec<i64> {
    invoice["lines"]["data"].as_array().unwrap().iter().map(|line| line["amount"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_larger_plan_is_billed_for_the_rest_of_the_month_less_what_was_paid_for_it() {
    let plans = Plans::new(House::new().await).await;
    let first = plans.invoice();
    let changed = plans.change(&plans.large, "always_invoice").await;
    assert_eq!(changed["items"]["data"][0]["price"]["id"], json!(plans.large));
    let invoice = plans.invoice();
    assert_eq!((&invoice["billing_reason"], &invoice["status"]), (&json!("subscription_update"), &json!("paid")));
    assert_eq!(amounts(&invoice), [-1_000, 2_500]);
    assert_eq!((&invoice["total"], &invoice["amount_paid"]), (&json!(1_500), &json!(1_500)));
    let lines = &invoice["lines"]["data"];
    for line in lines.as_array().unwrap() {
        assert_eq!(line["parent"]["type"], "subscription_item_details");
        assert_eq!(line["parent"]["subscription_item_details"]["proration"], true);
        assert_eq!(line["period"]["end"], changed["items"]["data"][0]["current_period_end"]);
    }
    assert_eq!(lines[1]["pricing"]["price_details"]["price"], json!(plans.large));
    let credited = &lines[0]["parent"]["subscription_item_details"]["proration_details"]["credited_items"];
    assert_eq!(credited["invoice"], first["id"]);
    assert_eq!(credited["invoice_line_items"][0], first["lines"]["data"][0]["id"]);
    assert!(plans.house.was_told("invoice.paid").await);
    assert_eq!(plans.house.receiver.object("customer.subscription.updated")["id"], json!(plans.subscription));
}

#[tokio::test]
async fn a_smaller_plan_costs_nothing_now_and_lowers_what_comes() {
    let plans = Plans::new(House::new().await).await;
    let small = plans.house.object(&plans.subscription)["items"]["data"][0]["price"]["id"].clone();
    plans.change(&plans.large, "none").await;
    plans.change(small.as_str().unwrap(), "always_invoice").await;
    let invoice = plans.invoice();
    assert_eq!(amounts(&invoice), [-2_500, 1_000]);
    assert_eq!((&invoice["total"], &invoice["amount_due"]), (&json!(-1_500), &json!(0)));
    assert_eq!((&invoice["status"], &invoice["ending_balance"]), (&json!("paid"), &json!(-1_500)));

    let next = plans.house.control.renew(&plans.subscription).unwrap();
    let next = plans.house.object(&next);
    assert_eq!((&next["total"], &next["amount_due"], &next["amount_paid"]), (&json!(2_000), &json!(500), &json!(500)));
    assert_eq!((&next["starting_balance"], &next["ending_balance"]), (&json!(-1_500), &json!(0)));
}

#[tokio::test]
async fn prorations_that_nobody_asked_to_bill_wait_for_the_next_month() {
    let plans = Plans::new(House::new().await).await;
    let before = plans.invoice();
    plans.change(&plans.large, "create_prorations").await;
    assert_eq!(plans.invoice(), before);
    plans.house.control.renew(&plans.subscription).unwrap();
    assert_eq!(amounts(&plans.invoice()), [-1_000, 2_500, 5_000]);
}

#[tokio::test]
async fn lines_of_prorations_may_have_the_other_shape() {
    let house = House::with(|settings| settings.prorations_as_invoice_items = true).await;
    let plans = Plans::new(house).await;
    plans.change(&plans.large, "always_invoice").await;
    let line = plans.invoice()["lines"]["data"][0].clone();
    assert_eq!(line["parent"]["type"], "invoice_item_details");
    assert_eq!(line["parent"]["invoice_item_details"]["proration"], true);
    assert_eq!(line["parent"]["subscription_item_details"], Value::Null);
}

#[tokio::test]
async fn the_same_plan_is_no_change() {
    let plans = Plans::new(House::new().await).await;
    let (before, price) =
        (plans.invoice(), plans.house.object(&plans.subscription)["items"]["data"][0]["price"]["id"].clone());
    plans.change(price.as_str().unwrap(), "always_invoice").await;
    assert_eq!(plans.invoice(), before);
}

#[tokio::test]
async fn a_change_without_the_item_or_to_no_plan_is_refused() {
    let plans = Plans::new(House::new().await).await;
    let path = format!("/v1/subscriptions/{}", plans.subscription);
    let without = plans.house.post(&path, &[("items[0][price]", &plans.large)]).await;
    assert_eq!(without.error(), (400, Some("parameter_missing"), Some("items[0][id]")));
    let other = plans.house.post(&path, &[("items[0][id]", "si_other"), ("items[0][price]", &plans.large)]).await;
    assert_eq!(other.error(), (400, Some("resource_missing"), Some("items[0][id]")));
    let pack = plans.house.pack("pack", 1_000).await;
    assert!(plans.house.control.change_plan(&plans.subscription, &pack).is_err());
    assert!(plans.house.control.change_plan(&plans.subscription, "price_none").is_err());
    assert_eq!(plans.house.object(&plans.subscription)["items"]["data"][0]["price"]["lookup_key"], "small");
}
