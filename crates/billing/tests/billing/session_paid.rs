//! A paid session is credited once: whoever says so, in whatever order, however often, and across a crash.

use std::sync::Arc;

use billing::{BillingError, BillingSettings, CheckoutStatus, Session, SessionId, SessionStatus};
use credits::decide::Source;
use credits::{Credits, Money};
use storage_fixture::Part;

use crate::faulty::FaultyGateway;
use crate::support::{DAY, House, catalog, key, order, session_of};

#[tokio::test]
async fn a_session_that_is_paid_and_told_twice_is_credited_once() {
    let house = House::new().await;
    let account = house.someone();
    let session = session_of(&house.start(account, "price_credits_250", 1).await);
    for _ in 0..2 {
        let (_, notice) = house.test_checkout.pay(account, &session).await.unwrap();
        house.billing.session_paid(&notice.session).await.unwrap();
        house.billing.session_paid(&notice.session).await.unwrap();
    }
    assert_eq!(house.available(account).await, 300);
    assert_eq!(house.deposits(account).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn webhook_and_return_page_that_race_credit_once_and_at_most_one_page_says_that_it_did() {
    let house = House::new().await;
    for _ in 0..20 {
        let account = house.someone();
        let started = house.start(account, "price_credits_500", 1).await;
        let session = session_of(&started);
        house.test_checkout.pay_silently(account, &session).await.unwrap();
        let webhooks = (0..4).map(|_| {
            let (billing, session) = (house.billing.clone(), session.clone());
            tokio::spawn(async move { billing.session_paid(&session).await.map(|_| false) })
        });
        let pages = (0..4).map(|_| {
            let (billing, id) = (house.billing.clone(), started.checkout);
            tokio::spawn(
                async move { billing.checkout(account, id).await.map(|found| found.unwrap().was_credited_now) },
            )
        });
        let mut credited_now = 0;
        for task in webhooks.chain(pages).collect::<Vec<_>>() {
            credited_now += usize::from(task.await.unwrap().unwrap());
        }
        assert!(credited_now <= 1, "{credited_now} pages say that it was them");
        assert_eq!(house.available(account).await, 600);
        assert_eq!(house.deposits(account).await.len(), 1);
    }
}

#[tokio::test]
async fn a_crash_between_payment_and_deposit_is_healed_by_the_next_one_who_asks() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 1).await;
    house.test_checkout.pay_silently(account, &session_of(&started)).await.unwrap();
    let restarted = house.reopened(Arc::new(house.test_checkout.clone()), catalog()).await;
    assert!(restarted.checkout(account, started.checkout).await.unwrap().unwrap().was_credited_now);
    assert_eq!(house.available(account).await, 300);
}

#[tokio::test]
async fn a_crash_between_deposit_and_mark_does_not_deposit_again() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 1).await;
    let (_, notice) = house.test_checkout.pay(account, &session_of(&started)).await.unwrap();
    house.billing.session_paid(&notice.session).await.unwrap();
    house.tamper("UPDATE billing_checkouts SET state = 'open', deposit_key = NULL, credited_at_us = NULL").await;
    house.billing.session_paid(&notice.session).await.unwrap();
    let checkout = house.checkout(account, started.checkout).await;
    assert_eq!((checkout.status, checkout.was_credited_now), (CheckoutStatus::Paid, false));
    assert_eq!(house.deposits(account).await.len(), 1);
}

#[tokio::test]
async fn a_mark_that_cannot_be_written_does_not_hide_the_credits_and_is_made_up_for_later() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 1).await;
    house.test_checkout.pay_silently(account, &session_of(&started)).await.unwrap();
    house.storage.break_changes(Part::App, "BEFORE UPDATE ON billing_checkouts");
    for is_first in [true, false] {
        let checkout = house.checkout(account, started.checkout).await;
        assert_eq!((checkout.status, checkout.was_credited_now), (CheckoutStatus::Paid, is_first));
    }
    house.storage.mend_changes(Part::App, "billing_checkouts");
    house.checkout(account, started.checkout).await;
    assert_eq!(house.read::<String>("SELECT state AS value FROM billing_checkouts").await, "credited");
    assert_eq!((house.available(account).await, house.deposits(account).await.len()), (300, 1));
}

#[tokio::test]
async fn two_studio_packs_bring_6000_credits_and_the_entry_says_what_they_were() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_2500", 2).await;
    let (_, notice) = house.test_checkout.pay(account, &session_of(&started)).await.unwrap();
    house.billing.session_paid(&notice.session).await.unwrap();
    assert_eq!(house.available(account).await, 6_000);
    let deposits = house.deposits(account).await;
    assert_eq!(deposits[0].source, Some(Source::Pack));
    assert_eq!(deposits[0].note, format!("2 × Studio Pack (checkout {})", started.checkout));
}

#[tokio::test]
async fn the_first_month_of_a_plan_is_credited_once_by_its_invoice_and_never_by_its_session() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_creator_monthly", 1).await;
    let session = session_of(&started);
    let (_, notice) = house.test_checkout.pay(account, &session).await.unwrap();
    house.billing.session_paid(&notice.session).await.unwrap();
    house.checkout(account, started.checkout).await;
    assert_eq!(house.available(account).await, 1_800);
    assert_eq!(house.deposits(account).await[0].source, Some(Source::Plan));
    let deposit_key: String = house.read("SELECT deposit_key AS value FROM billing_checkouts").await;
    assert!(deposit_key.starts_with("in_test_"), "{deposit_key}");
    assert_ne!(deposit_key, session.as_str());
}

#[tokio::test]
async fn a_months_credits_go_out_a_month_after_it_unless_they_are_let_roll_over() {
    for (plan_credits_roll_over, left) in [(false, 0), (true, 1_800)] {
        let house = House::new().await;
        let billing = house.reopened_so(BillingSettings { plan_credits_roll_over, ..BillingSettings::default() }).await;
        let account = house.someone();
        let started = house.start(account, "price_creator_monthly", 1).await;
        let (_, notice) = house.test_checkout.pay(account, &session_of(&started)).await.unwrap();
        billing.session_paid(&notice.session).await.unwrap();
        // Bought on 31 January, paid until 28 February, kept until 28 March.
        house.clock.advance(DAY * 55);
        house.ledger.sweep().await.unwrap();
        assert_eq!(house.available(account).await, 1_800);
        house.clock.advance(DAY * 3);
        house.ledger.sweep().await.unwrap();
        assert_eq!(house.available(account).await, left);
    }
}

#[tokio::test]
async fn what_was_promised_is_deposited_when_the_catalog_changes_before_the_payment() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 2).await;
    let mut later = catalog();
    later.packs[0].credits = Credits::from(1);
    later.packs[0].price.amount_minor = 99_999;
    let billing = house.reopened(Arc::new(house.test_checkout.clone()), later).await;
    let (paid, notice) = house.test_checkout.pay(account, &session_of(&started)).await.unwrap();
    assert_eq!(paid.total, Money { amount_minor: 3_000, currency: "usd".to_owned() });
    billing.session_paid(&notice.session).await.unwrap();
    assert_eq!(house.available(account).await, 600);
}

#[tokio::test]
async fn a_purchase_without_credits_and_without_a_price_is_an_answer() {
    let house = House::new().await;
    let account = house.someone();
    let mut free = catalog();
    free.packs[0].credits = Credits::ZERO;
    free.packs[0].price.amount_minor = 0;
    let billing = house.reopened(Arc::new(house.test_checkout.clone()), free).await;
    let started = billing.start_checkout(account, key("k"), order("price_credits_250", 3)).await.unwrap();
    assert_eq!(house.checkout(account, started.checkout).await.status, CheckoutStatus::Open);
    let (_, notice) = house.test_checkout.pay(account, &session_of(&started)).await.unwrap();
    billing.session_paid(&notice.session).await.unwrap();
    let checkout = billing.checkout(account, started.checkout).await.unwrap().unwrap();
    assert_eq!((checkout.status, checkout.credits), (CheckoutStatus::Paid, Credits::ZERO));
    assert_eq!((house.available(account).await, house.deposits(account).await.len()), (0, 1));
}

#[tokio::test]
async fn an_open_session_that_has_nothing_to_pay_is_no_purchase_yet() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 1).await;
    let nothing_to_pay = |session: &mut Session| session.payment_status = billing::PaymentStatus::NoPaymentRequired;
    let gateway = Arc::new(FaultyGateway::distorting(house.test_checkout.clone(), nothing_to_pay));
    let billing = house.reopened(gateway, catalog()).await;
    billing.session_paid(&session_of(&started)).await.unwrap();
    assert_eq!(billing.checkout(account, started.checkout).await.unwrap().unwrap().status, CheckoutStatus::Open);
    assert_eq!(house.available(account).await, 0);
}

#[tokio::test]
async fn a_complete_session_whose_money_is_still_on_its_way_is_not_credited() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 1).await;
    let pending = |session: &mut Session| session.status = SessionStatus::Complete;
    let gateway = Arc::new(FaultyGateway::distorting(house.test_checkout.clone(), pending));
    let billing = house.reopened(gateway, catalog()).await;
    billing.session_paid(&session_of(&started)).await.unwrap();
    assert_eq!(billing.checkout(account, started.checkout).await.unwrap().unwrap().status, CheckoutStatus::Open);
    assert_eq!(house.available(account).await, 0);
}

#[tokio::test]
async fn a_notice_is_not_believed_before_the_gateway_says_so() {
    let house = House::new().await;
    let account = house.someone();
    let session = session_of(&house.start(account, "price_credits_250", 1).await);
    house.billing.session_paid(&session).await.unwrap();
    assert_eq!(house.available(account).await, 0);
}

#[tokio::test]
async fn a_notice_of_a_session_without_an_order_is_an_error_and_never_dropped_silently() {
    let house = House::new().await;
    let session = SessionId::new("cs_test_nobody").unwrap();
    let error = house.billing.session_paid(&session).await.unwrap_err();
    assert!(matches!(&error, BillingError::UnknownSession(unknown) if *unknown == session), "{error}");
}

#[tokio::test]
async fn the_ledger_is_clean_after_all_kinds_of_purchases() {
    let house = House::new().await;
    let account = house.someone();
    for (price_id, quantity) in [("price_credits_250", 1), ("price_credits_2500", 2), ("price_agency_monthly", 1)] {
        let started = house.start(account, price_id, quantity).await;
        let (_, notice) = house.test_checkout.pay(account, &session_of(&started)).await.unwrap();
        house.billing.session_paid(&notice.session).await.unwrap();
        house.checkout(account, started.checkout).await;
    }
    assert_eq!(house.available(account).await, 300 + 6_000 + 6_000);
    let report = house.storage.audit();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(report.entries, 3);
}
