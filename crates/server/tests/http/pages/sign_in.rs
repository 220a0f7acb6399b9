//! `/signin`, and what it has in common with `/signup`.

use crate::support::{Answer, House};

const PASSWORD: &str = "correct horse battery";

/// What comes before a page of ours: each row a query, and the path that it leads to.
const REDIRECTS: &[(&str, &str)] = &[
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
];

/// The tag of a field.
#[track_caller]
pub fn input<'a>(page: &'a Answer, name: &str) -> &'a str {
    let mut tags = page.text().split("<input ").skip(1).filter_map(|rest| rest.split('>').next());
    tags.find(|tag| tag.contains(&format!("name=\"{name}\""))).unwrap()
}

#[tokio::test]
async fn both_are_there_for_somebody_who_is_signed_out() {
    let house = House::new().await;
    for path in ["/signin", "/signup", "/signin?redirect=/billing"] {
        let html = house.visitor().get(path).await.ok();
        assert!(html.text().contains("Password"), "{}", html.text());
        for program in ["<script", ".wasm", "autofocus", "aria-invalid", "role=\"alert\""] {
            assert!(!html.text().contains(program), "{program} is in {}", html.text());
        }
    }
}

#[tokio::test]
async fn whoever_is_signed_in_goes_on_at_once_and_only_to_a_page_of_ours() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let before = ada.cookie();
    for page in ["/signin", "/signup"] {
        for (redirect, location) in REDIRECTS {
            let page = format!("{page}{redirect}");
            assert_eq!(ada.get(&page).await.location(), *location, "{redirect}");
            let sent = ada.fill(&page, &[("email", "eve@example.org"), ("password", PASSWORD)]).await;
            assert_eq!((sent.location(), sent.header("set-cookie")), (*location, None), "{redirect}");
        }
    }
    assert_eq!(ada.cookie(), before);
    assert_eq!(house.app.account_by_email("eve@example.org").await.unwrap(), None);
}

#[tokio::test]
async fn a_foreign_redirect_never_reaches_the_page() {
    let house = House::new().await;
    let html = house.visitor().get("/signin?redirect=//evil.example").await.ok();
    assert!(!html.text().contains("evil.example"), "{}", html.text());
    let refused = house.visitor().fill("/signin?redirect=//evil.example", &[]).await;
    assert!(refused.status == 400 && !refused.text().contains("evil.example"), "{}", refused.text());
}

#[tokio::test]
async fn whoever_knows_the_password_is_signed_in_and_goes_on_to_a_page_of_ours() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    for (redirect, location) in REDIRECTS {
        let visitor = house.visitor();
        let fields = [("email", " ADA@example.org"), ("password", PASSWORD)];
        let sent = visitor.fill(&format!("/signin{redirect}"), &fields).await;
        assert_eq!(sent.location(), *location, "{redirect}");
        let cookie = sent.header("set-cookie").unwrap();
        assert!(cookie.contains("; HttpOnly; SameSite=Lax; Path=/;"), "{cookie}");
        let me: wire::Me = visitor.get("/api/me").await.ok().read_as();
        assert_eq!(me.account, ada.account.0);
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_on_the_same_page_with_the_address_and_without_the_password() {
    let house = House::new().await;
    house.newcomer("ada").await;
    for email in ["ada@example.org", "nobody@example.org", "no address"] {
        let visitor = house.visitor();
        let fields = [("email", email), ("password", "wrong horse battery")];
        let page = visitor.fill("/signin?redirect=/billing", &fields).await;
        assert_eq!((page.status, page.header("content-type")), (401, Some("text/html; charset=utf-8")));
        assert_eq!((page.header("set-cookie"), visitor.cookie()), (None, None));
        for text in [
            "role=\"alert\" class=\"form__failure\">Email or password is wrong.</p>",
            "action=\"/signin?redirect=/billing\"",
            "href=\"/signup?redirect=/billing\"",
        ] {
            assert!(page.text().contains(text), "{text} is not in {}", page.text());
        }
        assert!(!page.text().contains("wrong horse"), "{}", page.text());
        let (address, password) = (input(&page, "email"), input(&page, "password"));
        assert!(address.contains(&format!("value=\"{email}\"")) && address.contains("autofocus"), "{address}");
        assert!(!password.contains("value") && !password.contains("autofocus"), "{password}");
    }
}

#[tokio::test]
async fn a_form_without_its_fields_is_told_which() {
    let house = House::new().await;
    let wrong = |page: &Answer| ["email", "password"].map(|name| input(page, name).contains("aria-invalid=\"true\""));
    for (fields, expected) in [
        (&[][..], [true, true]),
        (&[("email", "ada@example.org")], [false, true]),
        (&[("password", PASSWORD), ("passwort", "x")], [true, false]),
    ] {
        let page = house.visitor().fill("/signin", fields).await;
        assert_eq!((page.status, wrong(&page)), (400, expected), "{fields:?}");
        assert!(!page.text().contains("role=\"alert\""), "{}", page.text());
    }
}

#[tokio::test]
async fn what_was_typed_is_text_and_never_markup() {
    let house = House::new().await;
    for path in ["/signin", "/signup"] {
        let fields = [("email", "\"><script>"), ("password", "short"), ("display_name", "\" autofocus onfocus=\"x\n")];
        let page = house.visitor().fill(path, &fields).await;
        assert!(input(&page, "email").contains("value=\"&quot;&gt;&lt;script&gt;\""), "{}", page.text());
        for markup in ["<script", " onfocus=\""] {
            assert!(!page.text().contains(markup), "{markup} is in {}", page.text());
        }
    }
}

#[tokio::test]
async fn whoever_still_has_the_cookie_of_a_session_that_ended_gets_another() {
    let house = House::new().await;
    let client = house.newcomer("ada").await;
    let kept = client.twin();
    house.clock.advance(std::time::Duration::from_secs(31 * 24 * 60 * 60));
    let fields = [("email", "ada@example.org"), ("password", PASSWORD)];
    assert_eq!(client.fill("/signin", &fields).await.location(), "/");
    assert_ne!(client.cookie(), kept.cookie());
    assert_eq!(kept.get("/api/me").await.code(), "AUTH_REQUIRED");
    assert_eq!(client.get("/api/me").await.status, 200);
}
