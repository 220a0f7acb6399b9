//! `GET /`.

use crate::support::{House, request, sora, starter_pack};

#[tokio::test]
async fn the_first_html_has_balance_and_generations() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    house.generation(&ada, &sora("a fox in the snow"), "succeeded").await;
    let answer = ada.get("/").await.ok();
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let html = answer.text();
    assert!(html.starts_with("<!DOCTYPE html>"), "{html}");
    for text in ["220 credits — view billing", "a fox in the snow", "Sora"] {
        assert!(html.contains(text), "{text} is not in {html}");
    }
}

#[tokio::test]
async fn somebody_who_is_signed_out_sees_it_too() {
    let house = House::new().await;
    let html = house.visitor().get("/").await.ok();
    assert!(html.text().contains("Sign in"), "{}", html.text());
    assert_eq!(house.visitor().get("/?checkout=canceled").await.status, 200);
}

#[tokio::test]
async fn the_first_html_has_what_the_browser_says_is_chosen() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    for (choices, cost) in [
        ("", "· 80 cr"),
        ("video|luma-ray3|flux-kontext-fast|16:9|5", "· 40 cr"),
        ("image|luma-ray3|flux-kontext-fast|16:9|5", "· 1 cr"),
        ("video|no-such-model|</script>|16:9|5", "· 80 cr"),
    ] {
        let cookie = format!("{}={choices}", ui::CHOICES_COOKIE);
        let request = request("GET", "/").header("cookie", cookie).body(axum::body::Body::empty()).unwrap();
        let html = ada.send(request).await.ok();
        assert!(
            html.text().contains(&format!("<span>{cost}</span>")),
            "{choices} does not cost {cost}: {}",
            html.text()
        );
        assert!(!html.text().contains("</script>|"), "{}", html.text());
    }
}

#[tokio::test]
async fn whoever_comes_back_from_a_checkout_is_told_how_it_stands() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    for (checkout, says) in [("left", "You left the checkout."), ("canceled", "Checkout canceled.")] {
        let html = ada.get(&format!("/?checkout={checkout}")).await.ok();
        assert!(html.text().contains(says), "{}", html.text());
    }
}

#[tokio::test]
async fn what_was_typed_is_text_and_never_markup() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let prompt = "</script><script>alert(1)</script><img src=x onerror=alert(1)>";
    house.generation(&ada, &sora(prompt), "succeeded").await;
    let html = ada.get("/").await.ok();
    assert!(!html.text().contains("<script>alert") && !html.text().contains("<img src=x"), "{}", html.text());
}

#[tokio::test]
async fn a_paid_checkout_is_credited_before_the_page_is_made() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let page = house.checkout(&ada, &starter_pack()).await;
    let paid = ada.act("POST", &format!("{page}/pay-silently")).await;
    let id = paid.location().strip_prefix("/checkout/return/").unwrap().to_owned();
    let html = ada.get(&format!("/?checkout={id}")).await.ok();
    for text in ["300 credits added", "300 credits — view billing"] {
        assert!(html.text().contains(text), "{text} is not in {}", html.text());
    }
    let bob = house.newcomer("bob").await;
    for checkout in [id.as_str(), "rubbish", "canceledd", ""] {
        let html = bob.get(&format!("/?checkout={checkout}")).await.ok();
        assert!(!html.text().contains("credits added"), "{}", html.text());
    }
}
