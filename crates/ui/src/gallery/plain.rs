//! Pages outside of the studio: forms, the checkout and its return, the portal, problems.

use uuid::Uuid;
use wire::{CheckoutStatus, Code, FieldError, Money, Time};

use super::Scene;
use super::fixtures::{credits, plain};
use crate::Page;
use crate::page_data::{AccountForm, OrderLine, PortalPlan, TestCheckoutState};

pub fn scenes() -> Vec<Scene> {
    [forms(), checkouts(), portals(), problems()].into_iter().flatten().collect()
}

fn forms() -> Vec<Scene> {
    let sign_in = |form| plain(Page::SignIn { redirect: "/".to_owned(), form });
    let sign_up = |form| plain(Page::SignUp { redirect: "/".to_owned(), form });
    let refused = AccountForm {
        email: "ada@example.com".to_owned(),
        failure: Some("The email or the password is wrong.".to_owned()),
        ..AccountForm::default()
    };
    let error = |pointer: &str, detail: &str| FieldError { pointer: pointer.to_owned(), detail: detail.to_owned() };
    let wrong = AccountForm {
        email: "ada@".to_owned(),
        errors: vec![
            error("/email", "That is not an email address."),
            error("/password", "A password has at least 8 characters."),
        ],
        ..AccountForm::default()
    };
    vec![
        Scene::new("sign-in", "Sign in", sign_in(AccountForm::default())),
        Scene::new("sign-in-refused", "Sign in: refused", sign_in(refused)),
        Scene::new("sign-up", "Sign up", sign_up(AccountForm::default())),
        Scene::new("sign-up-wrong", "Sign up: fields are wrong", sign_up(wrong)),
    ]
}

fn money(amount_minor: u64) -> Money {
    Money { amount_minor, currency: "usd".to_owned() }
}

fn checkouts() -> Vec<Scene> {
    let checkout = |is_plan, state| {
        let (name, quantity, price, brings) =
            if is_plan { ("Explorer", 1, 1_900, 500) } else { ("Starter Pack", 2, 3_000, 600) };
        plain(Page::TestCheckout {
            session: "gallery".to_owned(),
            lines: vec![OrderLine { name: name.to_owned(), quantity, credits: credits(brings), price: money(price) }],
            total: money(price),
            is_plan,
            state,
            back: "/".to_owned(),
        })
    };
    let back = |status| {
        plain(Page::CheckoutReturn {
            checkout: Uuid::from_u128(9),
            status,
            credits: credits(300),
            return_to: "/".to_owned(),
        })
    };
    vec![
        Scene::new("checkout", "Checkout", checkout(false, TestCheckoutState::Open)),
        Scene::new("checkout-plan", "Checkout: a plan", checkout(true, TestCheckoutState::Open)),
        Scene::new("checkout-declined", "Checkout: declined", checkout(false, TestCheckoutState::Declined)),
        Scene::new("checkout-over", "Checkout: expired", checkout(false, TestCheckoutState::Expired)),
        Scene::new("checkout-paid", "Checkout: paid before", checkout(false, TestCheckoutState::AlreadyPaid)),
        Scene::new("return-waiting", "Return: being confirmed", back(CheckoutStatus::Open)),
        Scene::new("return-expired", "Return: expired", back(CheckoutStatus::Expired)),
    ]
}

fn portals() -> Vec<Scene> {
    let plan = |state: &str, is_cancelable| PortalPlan {
        id: "gallery".to_owned(),
        name: "Explorer".to_owned(),
        price: money(1_900),
        credits_a_month: credits(500),
        state: state.to_owned(),
        renews_or_ends_at: Time(credits::Timestamp(1_797_000_000_000_000)),
        is_cancelable,
    };
    let portal = |subscriptions| plain(Page::TestPortal { subscriptions, token: "gallery".to_owned() });
    vec![
        Scene::new("portal-empty", "Portal: no plans", portal(Vec::new())),
        Scene::new("portal", "Portal: a plan", portal(vec![plan("Active", true)])),
        Scene::new("portal-canceled", "Portal: a plan that ends", portal(vec![plan("Cancelled", false)])),
    ]
}

fn problems() -> Vec<Scene> {
    let body = "There were fewer credits than the request costs.\n\nNothing was charged. Buy credits and send the request again.";
    let error = |title: Option<&str>, detail: Option<&str>| {
        plain(Page::Error {
            request_id: "01a21390-3369-7abc-8179-fa3dd0c7d856".to_owned(),
            title: title.map(str::to_owned),
            detail: detail.map(str::to_owned),
        })
    };
    let problem = plain(Page::Problem { code: Code::InsufficientCredits, body: body.to_owned() });
    vec![
        Scene::new("problem", "Problem", problem),
        Scene::new("not-found", "Nothing at this address", plain(Page::NotFound)),
        Scene::new("error", "A fault of ours", error(None, None)),
        Scene::new(
            "error-explained",
            "A refused request",
            error(Some("Too many requests"), Some("Try again in 20 seconds.")),
        ),
    ]
}
