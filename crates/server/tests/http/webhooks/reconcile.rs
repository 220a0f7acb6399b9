//! The comparison with what Stripe lists: page after page, and on from where it was interrupted.

use std::time::Duration;

use billing::BillingError;
use billing::events::EventState;
use stripe_stand_in::{Failure, Faults};

use crate::support::Shop;

#[tokio::test]
async fn it_goes_through_all_pages_and_on_from_where_it_was_interrupted() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.stripe.set_faults(Faults { drop_permille: 1_000, ..Faults::default() });
    for _ in 0..120 {
        let begun = shop.begins(&ada, "price_credits_250", 1).await;
        shop.stripe.pay(&begun.session).unwrap();
    }
    let since = shop.house.clock.now().before(Duration::from_secs(60 * 60));
    // It is interrupted in the middle of the second page: each thing is asked for by one call.
    let stripe = shop.stripe.clone();
    let mut interrupt = move |_, compared| {
        if compared == 110 {
            stripe.fail_next(3, Failure::ServerErrorBefore);
        }
    };
    let error = shop.house.billing.reconcile(since, &mut interrupt).await.unwrap_err();
    assert!(matches!(error, BillingError::GatewayUnavailable(_)), "{error}");
    assert_eq!(shop.has(&ada).await, 110 * 300);
    // What comes meanwhile is at the head of the list, before the place where it goes on.
    let begun = shop.begins(&ada, "price_credits_500", 1).await;
    shop.stripe.pay(&begun.session).unwrap();
    let report = shop.house.billing.reconcile(since, &mut |_, _| {}).await.unwrap();
    assert_eq!(report.healed.len(), 11);
    assert_eq!(shop.has(&ada).await, 120 * 300 + 600);
    let again = shop.house.billing.reconcile(since, &mut |_, _| {}).await.unwrap();
    assert_eq!((again.compared, again.healed.len()), (2 * 121, 0), "there and back");
}

#[tokio::test]
async fn what_it_heals_is_no_problem_any_more_and_what_it_cannot_heal_is_one() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.begins(&ada, "price_credits_250", 1).await;
    // Somebody has altered what was promised.
    shop.house.storage.change(storage_fixture::Part::App, "UPDATE billing_checkouts SET amount_minor = 1");
    shop.stripe.set_faults(Faults { drop_permille: 1_000, ..Faults::default() });
    shop.stripe.pay(&begun.session).unwrap();
    let (healed, problems) = shop.reconciles().await;
    assert_eq!((healed.len(), problems.len()), (0, 1));
    assert!(problems[0].contains("the amount is 1500 usd instead of 1 usd"), "{problems:?}");
    assert_eq!(shop.events(EventState::Dead).await, ["found by comparison"]);
    shop.house.storage.change(storage_fixture::Part::App, "UPDATE billing_checkouts SET amount_minor = 1500");
    let (healed, problems) = shop.reconciles().await;
    assert_eq!((healed.len(), problems.len()), (1, 0));
    assert_eq!(shop.events(EventState::Dead).await, [""; 0]);
    assert_eq!(shop.has(&ada).await, 300);
}

#[tokio::test]
async fn what_a_person_has_seen_to_is_set_aside_and_not_found_again() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.begins(&ada, "price_credits_250", 1).await;
    shop.house.storage.change(storage_fixture::Part::App, "UPDATE billing_checkouts SET amount_minor = 1");
    shop.stripe.set_faults(Faults { drop_permille: 1_000, ..Faults::default() });
    shop.stripe.pay(&begun.session).unwrap();
    assert_eq!(shop.reconciles().await.1.len(), 1);
    let found = shop.house.billing.list_events(EventState::Dead, 10).await.unwrap().pop().unwrap();
    assert!(shop.house.billing.dismiss_event(found.id.clone()).await.unwrap());
    assert!(!shop.house.billing.dismiss_event(found.id).await.unwrap(), "once is enough");
    assert_eq!(shop.reconciles().await.1.len(), 1, "it still does not agree");
    assert_eq!(shop.events(EventState::Dead).await, [""; 0]);
}

#[tokio::test]
async fn a_comparison_that_cannot_go_on_where_it_was_begins_anew() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.stripe.set_faults(Faults { drop_permille: 1_000, ..Faults::default() });
    let begun = shop.begins(&ada, "price_credits_250", 1).await;
    shop.stripe.pay(&begun.session).unwrap();
    // Interrupted, and then Stripe is another account, or what it was behind is gone.
    shop.house.storage.change(
        storage_fixture::Part::App,
        "INSERT INTO billing_reconciliations (gateway, listed, since_us, after_id, started_at_us)
         VALUES ('stripe_test', 'sessions', 0, 'cs_test_gone', 0)",
    );
    let (healed, problems) = shop.reconciles().await;
    assert_eq!((healed.len(), problems.len()), (1, 0));
    assert_eq!(shop.has(&ada).await, 300);
}

#[tokio::test]
async fn what_was_credited_and_is_not_paid_is_told_to_a_person_and_left_alone() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.buys(&ada, "price_credits_250", 1).await;
    shop.buys(&ada, "price_explorer_monthly", 1).await;
    let open = shop.begins(&ada, "price_credits_500", 1).await;
    assert_eq!(shop.reconciles().await, (vec![], vec![]));
    // Somebody has written into the books what Stripe knows otherwise, or not at all.
    for (kind, key) in [("pack", open.session.as_str()), ("plan", "in_unknown")] {
        shop.house.storage.change(
            storage_fixture::Part::App,
            &format!("UPDATE billing_purchases SET deposit_key = '{key}' WHERE product_kind = '{kind}'"),
        );
    }
    let (healed, problems) = shop.reconciles().await;
    assert_eq!(healed, [], "the ledger remembers under which name the invoice was credited: {problems:?}");
    let expected = [
        "300 credits were deposited for it, and it is not paid",
        "500 credits were deposited for it, and the gateway does not have it",
    ];
    for problem in expected {
        assert!(problems.iter().any(|told| told == problem), "{problems:?}");
    }
}
