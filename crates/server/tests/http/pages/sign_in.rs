//! `GET /signin` and `GET /signup`.

use crate::support::House;

#[tokio::test]
async fn both_are_there_for_somebody_who_is_signed_out() {
    let house = House::new().await;
    for path in ["/signin", "/signup", "/signin?redirect=/billing"] {
        let html = house.visitor().get(path).await.ok();
        assert!(html.text().contains("Password"), "{}", html.text());
    }
}

#[tokio::test]
async fn whoever_is_signed_in_goes_on_at_once_and_only_to_a_page_of_ours() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    for page in ["/signin", "/signup"] {
        for (redirect, location) in [
            ("", "/"),
            ("?redirect=/billing", "/billing"),
            ("?redirect=%2Fbilling%3Fa%3D1", "/billing?a=1"),
            ("?redirect=//evil", "/"),
            ("?redirect=%2F%2Fevil", "/"),
            ("?redirect=/%5Cevil", "/"),
            ("?redirect=https://evil", "/"),
            ("?redirect=/%09/evil", "/"),
            ("?redirect=javascript:alert(1)", "/"),
            ("?redirect=/signin", "/"),
            ("?redirect=/%0d%0aset-cookie:x", "/"),
        ] {
            assert_eq!(ada.get(&format!("{page}{redirect}")).await.location(), location, "{redirect}");
        }
    }
}

#[tokio::test]
async fn a_foreign_redirect_never_reaches_the_page() {
    let house = House::new().await;
    let html = house.visitor().get("/signin?redirect=//evil.example").await.ok();
    assert!(!html.text().contains("evil.example"), "{}", html.text());
}
