//! The mistakes that others made with money that comes in, each as a test over HTTP against a Stripe that misbehaves.

use std::time::Duration;

use billing::events::{EventState, Retried};
use billing::{Applied, EventId, InvoiceId};
use serde_json::json;
use storage_fixture::Part;
use stripe_stand_in::Faults;

use crate::support::{Shop, credits, with};

#[tokio::test]
async fn an_event_that_is_told_twice_or_again_after_months_credits_once() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.stripe.set_faults(Faults { duplicate_permille: 1_000, ..Faults::default() });
    shop.buys(&ada, "price_credits_250", 1).await;
    assert_eq!(shop.has(&ada).await, 300);
    // Months later, when no event is remembered any more.
    shop.house.clock.advance(Duration::from_secs(200 * 24 * 60 * 60));
    shop.house.storage.change(Part::App, "DELETE FROM billing_events");
    shop.stripe.replay_all_old_events();
    shop.settles().await;
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 300"]);
}

#[tokio::test]
async fn a_crash_between_the_deposit_and_its_marks_credits_once() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.buys(&ada, "price_credits_250", 1).await;
    // What a crash right after the deposit leaves: no mark at all.
    for lost in [
        "UPDATE billing_purchases SET credited_at_us = NULL",
        "UPDATE billing_checkouts SET state = 'open', deposit_key = NULL, credited_at_us = NULL",
        "UPDATE billing_events SET state = 'waiting', closed_at_us = NULL, due_at_us = 0 WHERE about IS NOT NULL",
    ] {
        shop.house.storage.change(Part::App, lost);
    }
    shop.settles().await;
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 300"]);
    assert_eq!(shop.reconciles().await, (vec![], vec![]));
}

#[tokio::test]
async fn a_pack_is_credited_by_its_session_and_a_month_by_its_invoice_and_never_by_both() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.buys(&ada, "price_credits_250", 1).await;
    shop.buys(&ada, "price_explorer_monthly", 1).await;
    let applied = shop.events(EventState::Applied).await;
    for told in ["checkout.session.completed", "invoice.paid"] {
        assert!(applied.iter().any(|kind| kind == told), "{applied:?}");
    }
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 300", "deposit 500"]);
}

#[tokio::test]
async fn a_complete_session_whose_money_is_on_its_way_brings_nothing_until_it_arrives() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.begins(&ada, "price_credits_250", 1).await;
    shop.stripe.pay_by_transfer(&begun.session).unwrap();
    shop.settles().await;
    let asked = ada.get(&format!("/api/checkout/{}", begun.checkout)).await.ok().json();
    assert_eq!((asked["status"].as_str(), shop.has(&ada).await), (Some("open"), 0));
    shop.stripe.transfer_arrives(&begun.session).unwrap();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 300);
    // Another one's never does.
    let begun = shop.begins(&ada, "price_credits_250", 1).await;
    shop.stripe.pay_by_transfer(&begun.session).unwrap();
    shop.stripe.transfer_fails(&begun.session).unwrap();
    shop.settles().await;
    let asked = ada.get(&format!("/api/checkout/{}", begun.checkout)).await.ok().json();
    assert_eq!(asked["status"], "expired", "nobody waits for it any longer");
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 300"]);
}

#[tokio::test]
async fn whoever_has_paid_is_never_shown_nothing_while_the_event_is_late() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.stripe.set_faults(Faults { drop_permille: 1_000, ..Faults::default() });
    for price_id in ["price_credits_250", "price_explorer_monthly"] {
        let before = shop.has(&ada).await;
        let begun = shop.begins(&ada, price_id, 1).await;
        shop.stripe.pay(&begun.session).unwrap();
        let returned = ada.get(&format!("/checkout/return/{}", begun.checkout)).await;
        assert_eq!(returned.location(), format!("/?checkout={}", begun.checkout));
        assert!(shop.has(&ada).await > before, "{price_id}");
    }
    assert_eq!(shop.events(EventState::Applied).await, [""; 0]);
}

#[tokio::test]
async fn a_payment_of_which_nobody_ever_told_is_found_by_comparison() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.stripe.set_faults(Faults { drop_permille: 1_000, ..Faults::default() });
    for price_id in ["price_credits_250", "price_explorer_monthly"] {
        let begun = shop.begins(&ada, price_id, 1).await;
        shop.stripe.pay(&begun.session).unwrap();
    }
    let (mut healed, problems) = shop.reconciles().await;
    healed.sort_by_key(|applied| format!("{applied:?}"));
    assert_eq!(healed, [Applied::Credited(credits(300)), Applied::Credited(credits(500))]);
    assert_eq!(problems, [""; 0]);
    assert_eq!(shop.reconciles().await, (vec![], vec![]), "nothing is left");
}

#[tokio::test]
async fn a_payment_that_belongs_to_no_order_is_kept_for_a_person_and_can_be_tried_again() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.begins(&ada, "price_credits_250", 1).await;
    // The order is lost, as by a database that was put back.
    shop.house.storage.change(Part::App, "CREATE TABLE kept AS SELECT * FROM billing_checkouts");
    shop.house.storage.change(Part::App, "DELETE FROM billing_checkouts");
    shop.stripe.pay(&begun.session).unwrap();
    shop.settles().await;
    let dead = shop.house.billing.list_events(EventState::Dead, 10).await.unwrap();
    let completed = dead.iter().find(|event| event.kind == "checkout.session.completed").expect("it is kept");
    assert!(completed.problem.as_deref().unwrap().contains("belongs to no order"), "{completed:?}");
    assert_eq!(shop.has(&ada).await, 0);
    // Somebody puts it right.
    shop.house.storage.change(Part::App, "INSERT INTO billing_checkouts SELECT * FROM kept");
    assert_eq!(shop.house.billing.retry_event(completed.id.clone()).await.unwrap(), Some(Retried::Applied));
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 300);
    let nobody = EventId::new("evt_nobody").unwrap();
    assert_eq!(shop.house.billing.retry_event(nobody).await.unwrap(), None);
}

#[tokio::test]
async fn a_refund_and_a_dispute_take_credits_back_and_a_dispute_that_is_won_returns_them_once() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_credits_250", 1).await;
    let payment = shop.payment_of(&begun).await;
    shop.stripe.refund(&payment, Some(500)).unwrap();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 200);
    let dispute = shop.stripe.open_dispute(&payment).unwrap();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 0, "the rest of the money is taken");
    shop.stripe.win_dispute(&dispute).unwrap();
    shop.stripe.replay_all_old_events();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 200);
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 300", "reverse -100", "reverse -200", "reinstate 200"]);
    shop.adds_up().await;
}

#[tokio::test]
async fn events_in_any_order_come_to_the_same() {
    for seed in 0..5 {
        let shop = Shop::open_seeded(seed).await;
        let ada = shop.house.newcomer("ada").await;
        shop.stripe.stop_deliveries();
        let begun = shop.begins(&ada, "price_explorer_monthly", 1).await;
        shop.stripe.pay(&begun.session).unwrap();
        let plan = shop.plan_of(&begun).await;
        shop.changes_plan(&plan, "price_creator_monthly").await;
        shop.stripe.renew(&plan).unwrap();
        let pack = shop.begins(&ada, "price_credits_500", 2).await;
        shop.stripe.pay(&pack.session).unwrap();
        shop.stripe.refund(&shop.payment_of(&pack).await, Some(2_800)).unwrap();
        shop.stripe.cancel_now(&plan).unwrap();
        shop.stripe.set_faults(Faults {
            reorder_permille: 700,
            duplicate_permille: 300,
            delay_ms_max: 20,
            ..Faults::default()
        });
        shop.stripe.resume_deliveries();
        shop.settles().await;
        // The whole change at the beginning of the month is worth the whole difference: 1800 - 500.
        assert_eq!(shop.has(&ada).await, 500 + 1_300 + 1_800 + 600, "{:?}", shop.ledger_of(&ada).await);
        assert_eq!(shop.events(EventState::Dead).await, [""; 0]);
    }
}

#[tokio::test]
async fn invoices_over_nothing_are_an_answer_and_no_error() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_creator_monthly", 1).await;
    let plan = shop.plan_of(&begun).await;
    // To a smaller plan: more comes back than is to be paid.
    shop.changes_plan(&plan, "price_explorer_monthly").await;
    shop.settles().await;
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 1800", "deposit 0"]);
    // Stripe keeps the money for what comes next, and so do we the credits: changing back brings what was paid for already, which is nothing.
    shop.changes_plan(&plan, "price_creator_monthly").await;
    shop.settles().await;
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 1800", "deposit 0", "deposit 0"]);
    assert_eq!(shop.events(EventState::Dead).await, [""; 0]);
}

#[tokio::test]
async fn whoever_changes_plans_back_and_forth_has_what_was_paid_once_in_whatever_order_that_is_told() {
    for is_backwards in [false, true] {
        let shop = Shop::open().await;
        let ada = shop.house.newcomer("ada").await;
        let begun = shop.buys(&ada, "price_creator_monthly", 1).await;
        let plan = shop.plan_of(&begun).await;
        shop.stripe.stop_deliveries();
        for price_id in ["price_explorer_monthly", "price_creator_monthly", "price_explorer_monthly"] {
            shop.changes_plan(&plan, price_id).await;
        }
        let mut invoices: Vec<_> =
            shop.stripe.paid_and_returned().into_iter().filter_map(|paid| paid.invoice).collect();
        if is_backwards {
            invoices.reverse();
        }
        for invoice in invoices {
            shop.house.billing.invoice_paid(&InvoiceId::new(invoice).unwrap()).await.unwrap();
        }
        assert_eq!(shop.has(&ada).await, 1_800, "{is_backwards}");
        // Two months of the smaller plan are paid by what was kept: 1300 credits of 1800 were, and the third month is paid by card.
        for (months, credits) in [(1, 1_800), (2, 1_800), (3, 2_000), (4, 2_500)] {
            shop.stripe.renew(&plan).unwrap();
            shop.stripe.resume_deliveries();
            shop.settles().await;
            assert_eq!(shop.has(&ada).await, credits, "after {months} months, {is_backwards}");
        }
        shop.adds_up().await;
    }
}

#[tokio::test]
async fn the_account_is_that_of_the_session_whatever_a_body_says() {
    let shop = Shop::open().await;
    let (ada, eve) = (shop.house.newcomer("ada").await, shop.house.newcomer("eve").await);
    let order = json!({"price_id": "price_credits_250", "quantity": 1, "return_to": "/"});
    let forged = with(order, "account", Some(json!(eve.account)));
    assert_eq!(ada.spend("/api/checkout", "forged", &forged).await.code(), "INVALID_REQUEST");
    let begun = shop.buys(&ada, "price_credits_250", 1).await;
    assert_eq!(eve.get(&format!("/api/checkout/{}", begun.checkout)).await.code(), "NOT_FOUND");
    let answer = eve.get(&format!("/checkout/return/{}", begun.checkout)).await;
    assert_eq!(answer.status, 404);
    assert_eq!((shop.has(&ada).await, shop.has(&eve).await), (300, 0));
}

#[tokio::test]
async fn the_page_that_stripe_sends_the_browser_back_to_is_there() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_credits_250", 1).await;
    let success_url = shop.session(&begun.session).await["success_url"].as_str().unwrap().to_owned();
    let path = success_url.strip_prefix(&shop.address).expect("it is ours").to_owned();
    let back = ada.get(&path).await.location().to_owned();
    assert_eq!(ada.get(&back).await.ok().status, 200);
    let cancel_url = shop.session(&begun.session).await["cancel_url"].as_str().unwrap().to_owned();
    assert_eq!(ada.get(cancel_url.strip_prefix(&shop.address).unwrap()).await.ok().status, 200);
}
