//! Two servers on one database: events, return pages and comparisons at both, all at once.

use std::sync::Arc;
use std::time::Duration;

use storage_fixture::Storage;
use stripe_stand_in::Faults;

use crate::support::Shop;

/// How many packs are bought. Half of the money of every other one goes back.
const PACKS: i64 = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_paid_and_returned_is_credited_and_taken_back_once_whoever_sees_to_it() {
    let shop = Shop::open_on(Arc::new(Storage::shared())).await;
    let other = shop.another().await;
    let ada = shop.house.newcomer("ada").await;
    shop.stripe.set_faults(Faults { duplicate_permille: 500, reorder_permille: 300, ..Faults::default() });
    let mut returning = Vec::new();
    for pack in 0..PACKS {
        let begun = shop.begins(&ada, "price_credits_250", 1).await;
        shop.stripe.pay(&begun.session).unwrap();
        let id = begun.checkout.parse().unwrap();
        for billing in [shop.house.billing.clone(), other.billing.clone()] {
            let account = ada.account;
            returning.push(tokio::spawn(async move { billing.checkout(account, id).await.map(drop) }));
        }
        if pack % 2 == 0 {
            shop.stripe.refund(&shop.payment_of(&begun).await, Some(750)).unwrap();
        }
    }
    let since = shop.house.clock.now().before(Duration::from_secs(60 * 60));
    let (mut here, mut there) = (|_, _| {}, |_, _| {});
    let (one, two) =
        tokio::join!(shop.house.billing.reconcile(since, &mut here), other.billing.reconcile(since, &mut there));
    assert_eq!((one.unwrap().problems.len(), two.unwrap().problems.len()), (0, 0));
    for page in returning {
        page.await.unwrap().unwrap();
    }
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, PACKS * 300 - PACKS / 2 * 150);
    let words = shop.ledger_of(&ada).await;
    let count = |kind: &str| i64::try_from(words.iter().filter(|word| word.starts_with(kind)).count()).unwrap();
    assert_eq!((count("deposit"), count("reverse"), count("reinstate")), (PACKS, PACKS / 2, 0), "{words:?}");
    shop.adds_up().await;
}
