//! The pages for people.

use crate::support::{Answer, House};

/// What every page has.
#[track_caller]
fn is_a_page(page: &Answer) {
    for part in ["<title>", "<html lang=\"en\">", "<main>", "This is a stand-in for Stripe. No money moves."] {
        assert!(page.text.contains(part), "{part} is not in {}", page.text);
    }
    assert_eq!(page.text.matches("<h1>").count(), 1);
    assert!(!page.text.contains("<script"));
    assert!(page.header("content-security-policy").unwrap().contains("default-src 'none'"));
}

#[tokio::test]
async fn a_buyer_pays_and_is_led_back_to_the_shop() {
    let house = House::new().await;
    let session = house.open_session().await;
    let path = format!("/pay/{session}");
    let page = house.page(&path, None).await.ok();
    is_a_page(&page);
    for words in
        ["The pack", "10.00 USD", ">Pay<", ">Pay by bank transfer<", ">Pay with a card that is declined<", ">Cancel<"]
    {
        assert!(page.text.contains(words), "{words}");
    }
    let paid = house.page(&path, Some(&[("way", "card")])).await;
    let done = format!("http://shop.example/done?session={session}");
    assert_eq!((paid.status, paid.header("location")), (303, Some(done.as_str())));
    let page = house.page(&path, None).await.ok();
    is_a_page(&page);
    assert!(page.text.contains("This checkout is paid."));
    let again = house.page(&path, Some(&[("way", "card")])).await.ok();
    assert!(again.text.contains("This checkout is paid."));
    assert_eq!(house.control.paid_and_returned().len(), 1);
}

#[tokio::test]
async fn a_declined_card_is_told_on_the_page_and_the_buyer_may_try_again() {
    let house = House::new().await;
    let session = house.open_session().await;
    let page = house.page(&format!("/pay/{session}"), Some(&[("way", "declined")])).await.ok();
    is_a_page(&page);
    assert!(page.text.contains("<p role=\"alert\">Your card was declined.</p>"));
    assert!(page.text.contains(">Pay<"));
}

#[tokio::test]
async fn a_transfer_and_a_way_back_lead_to_the_shop_too() {
    let house = House::new().await;
    let session = house.open_session().await;
    let path = format!("/pay/{session}");
    let left = house.page(&path, Some(&[("way", "cancel")])).await;
    assert_eq!((left.status, left.header("location")), (303, Some("http://shop.example/back")));
    let paid = house.page(&path, Some(&[("way", "transfer")])).await;
    assert_eq!(paid.status, 303);
    assert!(house.page(&path, None).await.ok().text.contains("on its way by bank transfer"));
}

#[tokio::test]
async fn an_expired_checkout_says_so() {
    let house = House::new().await;
    let session = house.open_session().await;
    house.control.expire_session(&session).unwrap();
    let page = house.page(&format!("/pay/{session}"), None).await.ok();
    is_a_page(&page);
    assert!(page.text.contains("This checkout has expired. Nothing was charged."));
    assert_eq!(house.page("/pay/cs_none", None).await.status, 404);
}

#[tokio::test]
async fn what_callers_say_is_text_and_no_markup() {
    let house = House::new().await;
    let params = [("product_data[name]", "<b>Pack</b>"), ("currency", "usd"), ("unit_amount", "1")];
    let price = house.post("/v1/prices", &params).await.ok().id();
    let session = house.session("payment", &price, &[]).await.ok().id();
    let page = house.page(&format!("/pay/{session}"), None).await.ok();
    assert!(page.text.contains("&lt;b&gt;Pack&lt;/b&gt;") && !page.text.contains("<b>Pack"));
}

#[tokio::test]
async fn a_customer_cancels_keeps_and_changes_a_plan() {
    let house = House::new().await;
    let (small, large) = (house.plan("small", 2_000).await, house.plan("large", 5_000).await);
    let subscription = house.subscription(&small).await;
    let customer = house.object(&subscription)["customer"].as_str().unwrap().to_owned();
    let params = [("customer", customer.as_str()), ("return_url", "http://shop.example/billing")];
    let portal = house.post("/v1/billing_portal/sessions", &params).await.ok();
    let path = format!("/portal/{}", portal.id());
    assert_eq!(portal.text_at("/url"), house.url(&path));
    let page = house.page(&path, None).await.ok();
    is_a_page(&page);
    for words in [">Cancel plan<", ">Change to The large<", "href=\"http://shop.example/billing\">Return to the shop<"]
    {
        assert!(page.text.contains(words), "{words}");
    }
    assert!(!page.text.contains(">Change to The small<"), "it is what they have");

    let act = |fields: &'static [(&'static str, &'static str)], price: &str| {
        let mut all = vec![("subscription".to_owned(), subscription.clone()), ("price".to_owned(), price.to_owned())];
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let (house, path) = (&house, &path);
        async move {
            let all: Vec<_> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(house.page(path, Some(&all)).await.status, 303);
            house.page(path, None).await.ok().text
        }
    };
    assert!(act(&[("do", "cancel")], "").await.contains(">Keep plan<"));
    assert_eq!(house.object(&subscription)["cancel_at_period_end"], true);
    assert!(act(&[("do", "keep")], "").await.contains(">Cancel plan<"));
    assert!(act(&[("do", "change")], &large).await.contains(">Change to The small<"));
    assert_eq!(house.object(&subscription)["items"]["data"][0]["price"]["id"], large);
}

#[tokio::test]
async fn a_portal_shows_and_changes_the_plans_of_its_customer_alone() {
    let house = House::new().await;
    let plan = house.plan("monthly", 2_000).await;
    let theirs = house.subscription(&plan).await;
    let other = house.customer().await;
    let portal = house.post("/v1/billing_portal/sessions", &[("customer", &other)]).await.ok().id();
    let path = format!("/portal/{portal}");
    assert!(house.page(&path, None).await.ok().text.contains("There are no plans."));
    let refused = house.page(&path, Some(&[("subscription", &theirs), ("do", "cancel")])).await;
    assert_eq!(refused.status, 404);
    assert_eq!(house.object(&theirs)["cancel_at_period_end"], false);
}

#[tokio::test]
async fn the_overview_shows_everything_and_its_buttons_do_what_they_say() {
    let house = House::new().await;
    let payment = house.payment().await;
    let plan = house.plan("monthly", 2_000).await;
    let subscription = house.subscription(&plan).await;
    let charge = house.object(&payment)["latest_charge"].as_str().unwrap().to_owned();
    house.control.quiesce().await;
    let page = house.page("/", None).await.ok();
    is_a_page(&page);
    for words in
        ["Checkouts", "Plans", "Charges", "Events", ">Refund<", ">Dispute<", ">Renew<", "delivered after 1: 200 OK"]
    {
        assert!(page.text.contains(words), "{words}");
    }
    let refunded = house.page("/_stand_in/refund", Some(&[("id", &charge)])).await;
    assert_eq!((refunded.status, refunded.header("location")), (303, Some("/")));
    assert_eq!(house.object(&charge)["refunded"], true);
    house.page("/_stand_in/renew", Some(&[("id", &subscription)])).await;
    house.page("/_stand_in/advance_clock", Some(&[("seconds", "60")])).await;
    assert_eq!(house.page("/", None).await.ok().text.matches(">Fails<").count(), 1);
    assert_eq!(house.page("/style.css", None).await.ok().header("content-type"), Some("text/css; charset=utf-8"));
}
