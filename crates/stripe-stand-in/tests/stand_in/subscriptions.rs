//! Subscriptions: begun, renewed, owed, cancelled and ended, with the invoices that go with it.

use serde_json::{Value, json};

use crate::support::{House, START_S};

/// 2026-02-28T12:00:00Z, a month after the start.
const MONTH_LATER_S: i64 = 1_772_280_000;

#[tokio::test]
async fn the_first_month_is_billed_and_paid_with_the_checkout() {
    let house = House::new().await;
    let price = house.plan("monthly", 2_000).await;
    let id = house.subscription(&price).await;
    let subscription = house.get(&format!("/v1/subscriptions/{id}")).await.ok();
    assert_eq!((subscription.at("/status"), subscription.at("/metadata/account")), (&json!("active"), &json!("acc_1")));
    let item = subscription.at("/items/data/0");
    assert_eq!((&item["price"]["id"], &item["quantity"]), (&json!(price), &json!(1)));
    assert_eq!(item["current_period_start"], START_S);
    assert_eq!(item["current_period_end"], MONTH_LATER_S);

    let invoice = subscription.text_at("/latest_invoice");
    let invoice = house.get(&format!("/v1/invoices/{invoice}?expand[]=payments")).await.ok();
    assert_eq!((invoice.at("/status"), invoice.at("/billing_reason")), (&json!("paid"), &json!("subscription_create")));
    assert_eq!((invoice.at("/amount_paid"), invoice.at("/total")), (&json!(2_000), &json!(2_000)));
    assert_eq!(invoice.at("/parent/subscription_details/subscription"), &json!(id));
    assert_eq!(invoice.at("/parent/subscription_details/metadata/account"), &json!("acc_1"));
    assert_eq!(invoice.at("/status_transitions/paid_at"), &json!(START_S));
    let line = invoice.at("/lines/data/0");
    assert_eq!(line["pricing"]["price_details"]["price"], json!(price));
    assert_eq!(line["pricing"]["unit_amount_decimal"], "2000");
    assert_eq!(line["parent"]["subscription_item_details"]["proration"], false);
    assert_eq!(line["period"], json!({ "start": START_S, "end": MONTH_LATER_S }));
    assert_eq!(invoice.at("/payments/data/0/status"), &json!("paid"));
    assert_eq!(invoice.at("/payments/data/0/amount_paid"), &json!(2_000));
    for gone in ["payment_intent", "charge", "subscription"] {
        assert!(invoice.body.get(gone).is_none(), "{gone} is no part of this version");
    }
}

#[tokio::test]
async fn the_invoice_of_a_payment_is_found_by_its_payment() {
    let house = House::new().await;
    let price = house.plan("monthly", 2_000).await;
    let subscription = house.subscription(&price).await;
    let invoice = house.object(&subscription)["latest_invoice"].as_str().unwrap().to_owned();
    let read = house.get(&format!("/v1/invoices/{invoice}?expand[]=payments")).await.ok();
    let payment = read.text_at("/payments/data/0/payment/payment_intent");
    let found = house
        .get(&format!("/v1/invoice_payments?payment[type]=payment_intent&payment[payment_intent]={payment}"))
        .await
        .ok();
    assert_eq!(found.at("/data/0/invoice"), &json!(invoice));
    assert_eq!(house.get(&format!("/v1/invoice_payments/{}", found.ids()[0])).await.ok().at("/status"), &json!("paid"));
    assert_eq!(house.get("/v1/invoice_payments?payment[payment_intent]=pi_1").await.error().2, Some("payment[type]"));
    let listed = house.get(&format!("/v1/invoices?subscription={subscription}&expand[]=data.payments")).await.ok();
    assert_eq!(listed.at("/data/0/payments/data/0/payment/payment_intent"), &json!(payment));
}

#[tokio::test]
async fn a_renewal_bills_the_next_month() {
    let house = House::new().await;
    let price = house.plan("monthly", 2_000).await;
    let subscription = house.subscription(&price).await;
    house.receiver.clear();
    let invoice = house.control.renew(&subscription).unwrap();
    let read = house.object(&invoice);
    assert_eq!((&read["billing_reason"], &read["status"]), (&json!("subscription_cycle"), &json!("paid")));
    assert_eq!(read["lines"]["data"][0]["period"]["start"], MONTH_LATER_S);
    assert_eq!(house.object(&subscription)["items"]["data"][0]["current_period_start"], MONTH_LATER_S);
    assert!(house.was_told("invoice.paid").await);
    assert_eq!(house.receiver.object("invoice.paid")["id"], json!(invoice));
}

#[tokio::test]
async fn a_renewal_that_fails_is_owed_until_it_is_paid() {
    let house = House::new().await;
    let price = house.plan("monthly", 2_000).await;
    let subscription = house.subscription(&price).await;
    let invoice = house.control.renewal_fails(&subscription).unwrap();
    assert_eq!(house.object(&subscription)["status"], "past_due");
    let open = house.get(&format!("/v1/invoices/{invoice}?expand[]=payments")).await.ok();
    assert_eq!((open.at("/status"), open.at("/amount_paid")), (&json!("open"), &json!(0)));
    assert_eq!(open.at("/payments/data/0/status"), &json!("open"));
    assert_eq!(house.get("/v1/invoices?status=open").await.ok().ids(), [invoice.as_str()]);
    assert!(house.was_told("invoice.payment_failed").await);

    house.control.retry_invoice(&invoice).unwrap();
    assert_eq!(house.object(&subscription)["status"], "active");
    assert_eq!(house.object(&invoice)["amount_paid"], 2_000);
    assert!(house.control.retry_invoice(&invoice).is_err(), "it is paid");
}

#[tokio::test]
async fn an_invoice_that_is_given_up_or_voided_is_never_paid() {
    let house = House::new().await;
    let price = house.plan("monthly", 2_000).await;
    let subscription = house.subscription(&price).await;
    let given_up = house.control.renewal_fails(&subscription).unwrap();
    house.control.give_up_invoice(&given_up).unwrap();
    assert_eq!(house.object(&given_up)["status"], "uncollectible");
    assert_eq!(house.object(&subscription)["status"], "unpaid");
    let voided = house.control.renewal_fails(&subscription).unwrap();
    house.control.void_invoice(&voided).unwrap();
    assert_eq!(house.object(&voided)["status"], "void");
    assert_eq!(house.object(&subscription)["status"], "active");
}

#[tokio::test]
async fn a_plan_that_is_cancelled_runs_until_its_month_is_over_and_can_be_kept() {
    let house = House::new().await;
    let price = house.plan("monthly", 2_000).await;
    let subscription = house.subscription(&price).await;
    let path = format!("/v1/subscriptions/{subscription}");
    let canceled = house.post(&path, &[("cancel_at_period_end", "true")]).await.ok();
    assert_eq!((canceled.at("/status"), canceled.at("/cancel_at_period_end")), (&json!("active"), &json!(true)));
    assert_eq!((canceled.at("/cancel_at"), canceled.at("/canceled_at")), (&json!(MONTH_LATER_S), &json!(START_S)));
    assert!(house.control.renew(&subscription).is_err(), "it ends");
    let kept = house.post(&path, &[("cancel_at_period_end", "false"), ("metadata[a]", "b")]).await.ok();
    assert_eq!((kept.at("/cancel_at"), kept.at("/canceled_at")), (&Value::Null, &Value::Null));
    assert_eq!(kept.at("/metadata"), &json!({ "account": "acc_1", "a": "b" }));
}

#[tokio::test]
async fn a_plan_that_is_over_is_found_by_who_asks_for_all() {
    let house = House::new().await;
    let price = house.plan("monthly", 2_000).await;
    let subscription = house.subscription(&price).await;
    let customer = house.object(&subscription)["customer"].as_str().unwrap().to_owned();
    let over = house.delete(&format!("/v1/subscriptions/{subscription}")).await.ok();
    assert_eq!((over.at("/status"), over.at("/ended_at")), (&json!("canceled"), &json!(START_S)));
    assert_eq!(house.told().await.last().map(String::as_str), Some("customer.subscription.deleted"));
    let list = |status: &str| format!("/v1/subscriptions?customer={customer}{status}");
    assert_eq!(house.get(&list("")).await.ok().ids(), [""; 0]);
    assert_eq!(house.get(&list("&status=all")).await.ok().ids(), [subscription.as_str()]);
    assert_eq!(house.delete(&format!("/v1/subscriptions/{subscription}")).await.error().0, 404);
    let refused = house.post(&format!("/v1/subscriptions/{subscription}"), &[("cancel_at_period_end", "true")]).await;
    assert_eq!(refused.error().0, 404);
}

#[tokio::test]
async fn a_plan_paid_by_transfer_runs_before_its_money_is_there() {
    let house = House::new().await;
    let price = house.plan("monthly", 2_000).await;
    let session = house.session("subscription", &price, &[("customer_email", "bob@example.com")]).await.ok().id();
    house.control.pay_by_transfer(&session).unwrap();
    let session = house.object(&session);
    let (subscription, invoice) = (session["subscription"].as_str().unwrap(), session["invoice"].as_str().unwrap());
    assert_eq!(session["payment_status"], "unpaid");
    assert_eq!(house.object(session["customer"].as_str().unwrap())["email"], "bob@example.com");
    assert_eq!(
        (&house.object(subscription)["status"], &house.object(invoice)["status"]),
        (&json!("active"), &json!("open"))
    );
    house.control.transfer_fails(session["id"].as_str().unwrap()).unwrap();
    assert_eq!(house.object(subscription)["status"], "past_due");
    house.control.retry_invoice(invoice).unwrap();
    assert_eq!(house.object(subscription)["status"], "active");
}

#[tokio::test]
async fn a_plan_that_costs_nothing_has_a_paid_invoice_without_payment() {
    let house = House::new().await;
    let price = house.plan("free", 0).await;
    let subscription = house.subscription(&price).await;
    let invoice = house.object(&subscription)["latest_invoice"].as_str().unwrap().to_owned();
    let invoice = house.get(&format!("/v1/invoices/{invoice}?expand[]=payments")).await.ok();
    assert_eq!((invoice.at("/status"), invoice.at("/payments/data")), (&json!("paid"), &json!([])));
}
