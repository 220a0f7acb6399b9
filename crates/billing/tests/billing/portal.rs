//! Plans after they were bought: what is active, and how it is cancelled.

use std::time::Duration;

use billing::gateways::test_checkout::{TestCheckoutError, TestPortal};
use billing::{Subscription, SubscriptionState};
use credits::{AccountId, Timestamp};

use crate::support::{DAY, House, session_of};

/// 2026-02-28T12:00:00Z: a month after the last day of January.
const MONTH_LATER: Timestamp = Timestamp(1_772_280_000_000_000);

async fn buy(house: &House, account: AccountId, price_id: &str) {
    let started = house.start(account, price_id, 1).await;
    let (_, notice) = house.test_checkout.pay(account, &session_of(&started)).await.unwrap();
    house.billing.session_paid(&notice.session).await.unwrap();
}

async fn open_portal(house: &House, account: AccountId) -> (String, TestPortal) {
    let url = house.billing.portal_url(account).await.unwrap();
    let token = url.strip_prefix("/checkout/test/portal/").unwrap().to_owned();
    let portal = house.test_checkout.portal(account, &token).await.unwrap().unwrap();
    (token, portal)
}

#[tokio::test]
async fn the_portal_shows_the_plans_and_not_the_packs() {
    let house = House::new().await;
    let account = house.someone();
    buy(&house, account, "price_credits_250").await;
    buy(&house, account, "price_explorer_monthly").await;
    house.clock.advance(Duration::from_secs(1));
    buy(&house, account, "price_creator_monthly").await;
    let (_, portal) = open_portal(&house, account).await;
    let names: Vec<&str> = portal.plans.iter().map(|plan| plan.name.as_str()).collect();
    assert_eq!(names, ["Creator", "Explorer"]);
    assert_eq!((portal.account, portal.back_url.as_str()), (account, "/billing"));
    let explorer = &portal.plans[1];
    assert_eq!((explorer.price.to_string(), explorer.credits_a_month.get()), ("$19".to_owned(), 500));
    assert_eq!(explorer.state, SubscriptionState::Active { renews_at: MONTH_LATER });
    assert!(explorer.state.is_cancelable());
}

#[tokio::test]
async fn an_account_without_plans_has_an_empty_portal() {
    let house = House::new().await;
    let account = house.someone();
    assert_eq!(open_portal(&house, account).await.1.plans, []);
    assert_eq!(house.billing.subscriptions(account).await.unwrap(), []);
}

#[tokio::test]
async fn a_cancelled_plan_runs_until_its_month_is_over_and_keeps_its_credits() {
    let house = House::new().await;
    let account = house.someone();
    buy(&house, account, "price_creator_monthly").await;
    let (token, portal) = open_portal(&house, account).await;
    let id = portal.plans[0].id.clone();
    for _ in 0..2 {
        let portal = house.test_checkout.cancel_plan(account, &token, &id).await.unwrap();
        assert_eq!(portal.plans[0].state, SubscriptionState::Canceling { ends_at: MONTH_LATER });
        assert!(!portal.plans[0].state.is_cancelable());
    }
    house.clock.advance(DAY * 28);
    let (token, portal) = open_portal(&house, account).await;
    assert_eq!(portal.plans[0].state, SubscriptionState::Ended { ended_at: MONTH_LATER });
    let after = house.test_checkout.cancel_plan(account, &token, &id).await.unwrap();
    assert_eq!(after.plans[0].state, SubscriptionState::Ended { ended_at: MONTH_LATER });
    assert_eq!(house.available(account).await, 1_800);
}

#[tokio::test]
async fn billing_tells_of_the_plans_as_they_were_bought() {
    let house = House::new().await;
    let (account, other) = (house.someone(), house.someone());
    buy(&house, account, "price_agency_monthly").await;
    buy(&house, other, "price_creator_monthly").await;
    let plans = house.billing.subscriptions(account).await.unwrap();
    let [Subscription { price_id, name, price, credits_a_month, state, .. }] = plans.as_slice() else {
        panic!("one plan, but there are {plans:?}")
    };
    assert_eq!((price_id.as_str(), name.as_str()), ("price_agency_monthly", "Agency"));
    assert_eq!((price.to_string(), credits_a_month.get()), ("$179".to_owned(), 6_000));
    assert_eq!(*state, SubscriptionState::Active { renews_at: MONTH_LATER });
}

#[tokio::test]
async fn a_portal_opens_with_its_own_token_for_its_own_account_until_its_time_is_over() {
    let house = House::new().await;
    let (account, stranger) = (house.someone(), house.someone());
    buy(&house, account, "price_creator_monthly").await;
    let (token, portal) = open_portal(&house, account).await;
    let id = portal.plans[0].id.clone();
    assert_eq!(token.len(), 43, "256 random bits");
    assert_eq!(house.test_checkout.portal(stranger, &token).await.unwrap(), None);
    assert_eq!(house.test_checkout.portal(account, "guessed").await.unwrap(), None);
    let (strangers_token, _) = open_portal(&house, stranger).await;
    for (who, token) in [(stranger, &token), (stranger, &strangers_token), (account, &"guessed".to_owned())] {
        let refused = house.test_checkout.cancel_plan(who, token, &id).await;
        assert!(matches!(refused, Err(TestCheckoutError::NotFound)), "{refused:?}");
    }
    house.clock.advance(Duration::from_secs(60 * 60));
    assert_eq!(house.test_checkout.portal(account, &token).await.unwrap(), None);
    let refused = house.test_checkout.cancel_plan(account, &token, &id).await;
    assert!(matches!(refused, Err(TestCheckoutError::NotFound)), "{refused:?}");
    let (_, portal) = open_portal(&house, account).await;
    assert!(portal.plans[0].state.is_cancelable());
}

#[tokio::test]
async fn the_tokens_of_portals_are_not_kept() {
    let house = House::new().await;
    let (token, _) = open_portal(&house, house.someone()).await;
    let kept: Vec<u8> = house.read("SELECT token_hash AS value FROM billing_test_portals").await;
    assert_eq!(kept.len(), 32);
    assert!(!token.as_bytes().windows(kept.len()).any(|part| part == kept));
}
