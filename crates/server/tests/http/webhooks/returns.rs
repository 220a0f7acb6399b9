//! Money that goes back, and comes again.

use billing::{Applied, PaymentId, SessionId};
use storage_fixture::Part;
use stripe_stand_in::Faults;

use crate::support::{Shop, credits};

#[tokio::test]
async fn refunds_in_parts_take_as_large_a_part_each_and_never_more_than_all() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_credits_250", 1).await;
    let payment = shop.payment_of(&begun).await;
    for (amount_minor, left) in [(1, 300), (499, 200), (500, 100), (499, 1), (1, 0)] {
        shop.stripe.refund(&payment, Some(amount_minor)).unwrap();
        shop.settles().await;
        assert_eq!(shop.has(&ada).await, left, "after {amount_minor}");
    }
    assert!(shop.stripe.refund(&payment, Some(1)).is_err(), "no more can go back than was paid");
    shop.adds_up().await;
}

#[tokio::test]
async fn what_is_spent_already_is_owed_and_the_next_credits_pay_it() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_credits_250", 1).await;
    let payment = shop.payment_of(&begun).await;
    shop.house.generation(&ada, &crate::support::sora("a boat"), "succeeded").await;
    assert_eq!(shop.has(&ada).await, 220);
    shop.stripe.refund(&payment, None).unwrap();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, -80);
    let answer = ada.spend("/api/generations", "blocked", &crate::support::image("a cat")).await;
    assert_eq!(answer.code(), "INSUFFICIENT_CREDITS");
    shop.buys(&ada, "price_credits_250", 1).await;
    assert_eq!(shop.has(&ada).await, 220);
    shop.adds_up().await;
}

#[tokio::test]
async fn a_refund_that_fails_returns_what_was_taken_for_it() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_credits_250", 1).await;
    let refund = shop.stripe.refund(&shop.payment_of(&begun).await, Some(750)).unwrap();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 150);
    shop.stripe.refund_fails(&refund).unwrap();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 300);
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 300", "reverse -150", "reinstate 150"]);
}

#[tokio::test]
async fn a_lost_dispute_is_final_and_a_month_of_a_plan_goes_back_like_a_pack() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_creator_monthly", 1).await;
    let invoice = shop.session(&begun.session).await["invoice"].as_str().unwrap().to_owned();
    let paid = shop.reads(&format!("/v1/invoices/{invoice}?expand[]=payments")).await;
    let payment = paid["payments"]["data"][0]["payment"]["payment_intent"].as_str().unwrap().to_owned();
    let dispute = shop.stripe.open_dispute(&payment).unwrap();
    shop.stripe.lose_dispute(&dispute).unwrap();
    shop.settles().await;
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 1800", "reverse -1800"]);
}

#[tokio::test]
async fn money_that_goes_back_before_anybody_told_that_it_came_is_first_credited_and_then_taken() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    for price_id in ["price_credits_250", "price_explorer_monthly"] {
        shop.stripe.set_faults(Faults { drop_permille: 1_000, ..Faults::default() });
        let begun = shop.begins(&ada, price_id, 1).await;
        shop.stripe.pay(&begun.session).unwrap();
        let session = shop.session(&begun.session).await;
        let payment = match session["payment_intent"].as_str() {
            Some(payment) => payment.to_owned(),
            None => {
                let invoice = session["invoice"].as_str().unwrap();
                let paid = shop.reads(&format!("/v1/invoices/{invoice}?expand[]=payments")).await;
                paid["payments"]["data"][0]["payment"]["payment_intent"].as_str().unwrap().to_owned()
            }
        };
        shop.stripe.set_faults(Faults::default());
        shop.stripe.refund(&payment, None).unwrap();
        shop.settles().await;
        assert_eq!(shop.has(&ada).await, 0, "{price_id}");
    }
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 300", "reverse -300", "deposit 500", "reverse -500"]);
}

#[tokio::test]
async fn a_return_of_which_nobody_told_is_found_by_comparison() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let (refunded, disputed) =
        (shop.buys(&ada, "price_credits_250", 1).await, shop.buys(&ada, "price_credits_500", 1).await);
    shop.stripe.set_faults(Faults { drop_permille: 1_000, ..Faults::default() });
    shop.stripe.refund(&shop.payment_of(&refunded).await, None).unwrap();
    let dispute = shop.stripe.open_dispute(&shop.payment_of(&disputed).await).unwrap();
    let (healed, problems) = shop.reconciles().await;
    assert_eq!(healed, [Applied::Reversed(credits(300)), Applied::Reversed(credits(600))]);
    assert_eq!(problems, [""; 0]);
    shop.stripe.win_dispute(&dispute).unwrap();
    assert_eq!(shop.reconciles().await.0, [Applied::Reinstated(credits(600))]);
    assert_eq!(shop.reconciles().await.0, []);
    assert_eq!(shop.has(&ada).await, 600);
}

#[tokio::test]
async fn a_bank_that_only_asks_takes_nothing() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_credits_250", 1).await;
    let payment = shop.payment_of(&begun).await;
    let inquiry = shop.stripe.open_inquiry(&payment).unwrap();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 300);
    shop.stripe.close_inquiry(&inquiry).unwrap();
    shop.settles().await;
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 300"]);
    // A dispute may follow all the same.
    shop.stripe.open_dispute(&payment).unwrap();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 0);
}

#[tokio::test]
async fn of_an_invoice_that_was_paid_in_part_by_what_stripe_kept_only_the_rest_goes_back() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_creator_monthly", 1).await;
    let plan = shop.plan_of(&begun).await;
    // 4000 of 5900 are kept, and 1300 credits of 1800 with them. Two months of the smaller plan use 3800 of it up.
    shop.changes_plan(&plan, "price_explorer_monthly").await;
    for _ in 0..3 {
        shop.stripe.renew(&plan).unwrap();
    }
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 1_800 + 200);
    let paid = shop.stripe.paid_and_returned();
    let third = paid.iter().rfind(|purchase| purchase.payment_intent.is_some()).unwrap();
    assert_eq!((third.total_minor, third.amount_paid_minor), (1_900, 1_700));
    shop.stripe.refund(third.payment_intent.as_deref().unwrap(), None).unwrap();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 1_800, "what this month brought is taken, and no more");
    shop.adds_up().await;
}

#[tokio::test]
async fn money_that_goes_back_while_its_deposit_is_still_to_be_made_is_first_credited_and_then_taken() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.stripe.set_faults(Faults { drop_permille: 1_000, ..Faults::default() });
    let begun = shop.begins(&ada, "price_credits_250", 1).await;
    shop.stripe.pay(&begun.session).unwrap();
    // The purchase is written down, and the ledger cannot keep its deposit.
    shop.house.storage.break_changes(Part::Ledger, "BEFORE INSERT ON entries WHEN NEW.kind = 'deposit'");
    shop.house.billing.session_paid(&SessionId::new(begun.session.clone()).unwrap()).await.unwrap_err();
    shop.house.storage.mend_changes(Part::Ledger, "entries");
    let payment = shop.payment_of(&begun).await;
    shop.stripe.refund(&payment, None).unwrap();
    shop.house.billing.payment_returned(&PaymentId::new(payment).unwrap()).await.unwrap();
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 300", "reverse -300"]);
}
