//! `/signup`.

use serde_json::json;

use super::sign_in::input;
use crate::support::House;

const PASSWORD: &str = "correct horse battery";

#[tokio::test]
async fn a_newcomer_is_signed_in_and_goes_on_to_a_page_of_ours() {
    let house = House::new().await;
    for (email, name, called, redirect, location) in [
        ("ada@example.org", Some("Ada L"), "Ada L", "?redirect=/billing", "/billing"),
        ("bob@example.org", Some(" "), "bob", "", "/"),
        ("cyd@example.org", None, "cyd", "?redirect=//evil.example", "/"),
    ] {
        let visitor = house.visitor();
        let mut fields = vec![("email", email), ("password", PASSWORD)];
        fields.extend(name.map(|name| ("display_name", name)));
        let sent = visitor.fill(&format!("/signup{redirect}"), &fields).await;
        assert_eq!(sent.location(), location);
        assert!(sent.header("set-cookie").unwrap().contains("; HttpOnly; SameSite=Lax; Path=/;"));
        let me: wire::Me = visitor.get("/api/me").await.ok().read_as();
        assert_eq!((me.email.as_str(), me.display_name.as_str()), (email, called));
        assert_eq!(visitor.get("/api/balance").await.json(), json!({"available": 0, "held": 0, "version": 0}));
    }
}

#[tokio::test]
async fn every_wrong_field_is_told_beside_it_in_the_words_of_the_api() {
    let house = House::new().await;
    house.newcomer("ada").await;
    let rows: [(&str, &str, &str, &[&str]); 7] = [
        ("nobody", PASSWORD, "Ada", &["email"]),
        ("", PASSWORD, "Ada", &["email"]),
        ("ADA@example.org", PASSWORD, "Ada", &["email"]),
        ("eve@example.org", "short", "Eve", &["password"]),
        ("eve@example.org", PASSWORD, "E\nve", &["display_name"]),
        ("eve@example.org", "short", "E\nve", &["display_name", "password"]),
        ("nobody", "short", "E\nve", &["email", "display_name", "password"]),
    ];
    for (email, password, name, wrong) in rows {
        let fields = [("email", email), ("password", password), ("display_name", name)];
        let visitor = house.visitor();
        let page = visitor.fill("/signup?redirect=/billing", &fields).await;
        assert_eq!((page.status, page.header("set-cookie")), (400, None), "{fields:?}");
        let body = json!({"email": email, "password": password, "display_name": name});
        let problem: wire::Problem = house.visitor().post("/api/account", &body).await.read_as();
        assert_eq!(problem.errors.len(), wrong.len());
        for error in problem.errors {
            assert!(page.text().contains(&error.detail), "{} is not in {}", error.detail, page.text());
        }
        for field in ["email", "display_name", "password"] {
            let tag = input(&page, field);
            assert_eq!(tag.contains("aria-invalid=\"true\""), wrong.contains(&field), "{tag}");
            assert_eq!(tag.contains("autofocus"), wrong.first() == Some(&field), "{tag}");
            let typed = [("email", email), ("display_name", name)].into_iter().find(|(of, _)| *of == field);
            let value = typed.filter(|(_, typed)| !typed.is_empty()).map(|(_, typed)| format!("value=\"{typed}\""));
            assert_eq!(tag.contains("value="), value.is_some(), "{tag}");
            assert!(value.is_none_or(|value| tag.contains(&value)), "{tag}");
        }
        for text in ["action=\"/signup?redirect=/billing\"", "href=\"/signin?redirect=/billing\""] {
            assert!(page.text().contains(text), "{text} is not in {}", page.text());
        }
        assert!(!page.text().contains("role=\"alert\"") && !page.text().contains(PASSWORD), "{}", page.text());
    }
    assert_eq!(house.app.account_by_email("eve@example.org").await.unwrap(), None);
}

#[tokio::test]
async fn an_address_that_is_taken_keeps_its_password() {
    let house = House::new().await;
    house.newcomer("ada").await;
    let fields = [("email", "ada@example.org"), ("password", "another password")];
    let page = house.visitor().fill("/signup", &fields).await;
    let told = "There is already an account with this email address. Sign in instead.";
    assert!(page.status == 400 && page.text().contains(told), "{}", page.text());
    assert_eq!(house.visitor().fill("/signin", &fields).await.status, 401);
}
