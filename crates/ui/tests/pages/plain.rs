//! The pages outside of the studio.

use credits::Timestamp;
use ui::{AccountForm, OrderLine, Page, PortalPlan, TestCheckoutState};
use uuid::Uuid;
use wire::{CheckoutStatus, Code, FieldError, Money, Time};

use crate::shown::{NOW, hides, page_of, page_signed_out, shows};

fn dollars(amount: u64) -> Money {
    Money { amount_minor: amount * 100, currency: "usd".to_owned() }
}

fn checkout(state: TestCheckoutState) -> String {
    let line = OrderLine { name: "Studio Pack".to_owned(), quantity: 2, credits: 6_000.into(), price: dollars(240) };
    page_of(
        0,
        "/checkout/test/s1",
        Page::TestCheckout {
            session: "s1".to_owned(),
            lines: vec![line],
            total: dollars(240),
            is_plan: false,
            state,
            back: "/billing".to_owned(),
        },
    )
}

fn sign_in(redirect: &str, form: AccountForm) -> String {
    page_signed_out("/signin", Page::SignIn { redirect: redirect.to_owned(), form })
}

fn sign_up(redirect: &str, form: AccountForm) -> String {
    page_signed_out("/signup", Page::SignUp { redirect: redirect.to_owned(), form })
}

/// The form of somebody whom these fields were refused.
fn refused(fields: &[&str]) -> AccountForm {
    let error = |name: &&str| FieldError { pointer: format!("/{name}"), detail: format!("Not a good {name}.") };
    AccountForm {
        email: "\"><script>".to_owned(),
        display_name: "Ada <3".to_owned(),
        failure: None,
        errors: fields.iter().map(error).collect(),
    }
}

#[test]
fn the_forms_are_known_to_password_managers_and_lead_to_each_other() {
    let signing_in = sign_in("/billing?a=b&c", AccountForm::default());
    shows(
        &signing_in,
        &[
            "<form method=\"post\" action=\"/signin?redirect=/billing%3Fa%3Db%26c\" class=\"form\">",
            "for=\"email\" class=\"label\">Email</label>",
            "autocomplete=\"username\"",
            "autocomplete=\"current-password\"",
            "type=\"submit\" class=\"button button--primary button--wide\">Sign in</button>",
            "href=\"/signup?redirect=/billing%3Fa%3Db%26c\" class=\"link\">Sign up</a>",
            "<h1",
        ],
    );
    let signing_up = sign_up("//elsewhere.example", AccountForm::default());
    shows(
        &signing_up,
        &[
            "action=\"/signup?redirect=/\"",
            "autocomplete=\"new-password\" required aria-describedby=\"password-help\" class=\"input\">",
            "id=\"password-help\" class=\"field__help\">At least 8 characters.</p>",
            "href=\"/signin?redirect=/\" class=\"link\">Sign in</a>",
        ],
    );
    hides(&signing_up, &["elsewhere"]);
    for fresh in [signing_in, signing_up] {
        hides(&fresh, &["value=", "autofocus", "aria-invalid", "role=\"alert\"", " disabled"]);
    }
}

#[test]
fn a_refused_form_comes_back_as_it_was_typed_and_opens_at_what_is_wrong() {
    let page = sign_up("/", refused(&["password", "display_name"]));
    shows(
        &page,
        &[
            "name=\"email\" type=\"email\" autocomplete=\"username\" value=\"&quot;&gt;&lt;script&gt;\" required class",
            "autocomplete=\"name\" value=\"Ada &lt;3\" autofocus aria-describedby=\"display_name-help\" aria-invalid=\"true\"",
            "autocomplete=\"new-password\" required aria-describedby=\"password-help\" aria-invalid=\"true\" class",
            "id=\"password-help\" class=\"field__help field__help--bad\">Not a good password.</p>",
        ],
    );
    hides(&page, &["At least 8 characters.", "role=\"alert\""]);
    for (fields, focus) in [(&["password"][..], "password"), (&["password", "email"], "email"), (&["email"], "email")] {
        let page = sign_in("/", refused(fields));
        let at = page.split("<input ").find(|tag| tag.contains(" autofocus")).unwrap_or_default();
        assert!(at.starts_with(&format!("id=\"{focus}\"")), "{page}");
        assert_eq!(page.matches(" autofocus").count(), 1, "{page}");
    }
}

#[test]
fn a_form_that_failed_as_a_whole_says_why_and_opens_at_the_address() {
    let failed = AccountForm { failure: Some("Email or password is wrong.".to_owned()), ..refused(&[]) };
    let page = sign_in("/", failed);
    shows(
        &page,
        &[
            "<p role=\"alert\" class=\"form__failure\">Email or password is wrong.</p>",
            "value=\"&quot;&gt;&lt;script&gt;\" required autofocus",
        ],
    );
    hides(&page, &["aria-invalid", "Ada"]);
}

#[test]
fn the_test_checkout_says_that_no_money_moves_and_offers_four_ends() {
    let page = checkout(TestCheckoutState::Open);
    shows(
        &page,
        &[
            "Test checkout: no money moves",
            "2 × Studio Pack",
            "6,000 credits",
            "$240",
            "action=\"/checkout/test/s1/pay\"",
            ">Pay</button>",
            "action=\"/checkout/test/s1/pay-silently\"",
            ">Pay, but tell nobody</button>",
            "action=\"/checkout/test/s1/decline\"",
            ">Decline</button>",
            "action=\"/checkout/test/s1/cancel\"",
            ">Cancel</button>",
        ],
    );
    hides(&page, &["role=\"alert\""]);
}

#[test]
fn a_declined_checkout_can_still_be_paid_and_one_that_is_over_cannot() {
    shows(&checkout(TestCheckoutState::Declined), &["Your card was declined. Nothing was charged.", ">Pay</button>"]);
    for state in [TestCheckoutState::Expired, TestCheckoutState::AlreadyPaid] {
        let page = checkout(state);
        shows(&page, &["Test checkout: no money moves", "href=\"/billing\""]);
        hides(&page, &["<form"]);
    }
}

#[test]
fn the_portal_shows_what_is_active_and_ends_it() {
    let plan = |is_cancelable| PortalPlan {
        id: "sub1".to_owned(),
        name: "Creator".to_owned(),
        price: dollars(59),
        credits_a_month: 1_800.into(),
        state: "Active".to_owned(),
        renews_or_ends_at: Time(Timestamp(NOW.0)),
        is_cancelable,
    };
    let portal = |subscriptions| {
        page_of(0, "/checkout/test/portal/t1", Page::TestPortal { subscriptions, token: "t1".to_owned() })
    };
    shows(
        &portal(vec![plan(true)]),
        &[
            "Test checkout: no money moves",
            "Renews on 18 Nov 2026",
            "action=\"/checkout/test/portal/t1/cancel/sub1\"",
            ">Cancel plan</button>",
        ],
    );
    let ended = portal(vec![plan(false)]);
    shows(&ended, &["Cancels on 18 Nov 2026"]);
    hides(&ended, &["<form"]);
    shows(&portal(Vec::new()), &["No plan is active."]);
}

#[test]
fn the_return_page_says_what_it_waits_for() {
    let page = |status| {
        page_of(
            0,
            "/checkout/return/x",
            Page::CheckoutReturn {
                checkout: Uuid::from_u128(1),
                status,
                credits: 300.into(),
                return_to: "/billing?checkout=7".to_owned(),
            },
        )
    };
    shows(
        &page(CheckoutStatus::Open),
        &["Confirming your payment", "300 credits are on their way", "href=\"/billing?checkout=7\""],
    );
    let expired = page(CheckoutStatus::Expired);
    shows(&expired, &["plain__heading\">This checkout has expired", "Nothing was charged"]);
    hides(&expired, &["Confirming"]);
}

#[test]
fn a_refused_request_is_told_why_and_nobody_takes_the_blame() {
    let refused = Page::Error {
        request_id: "01a2-id".to_owned(),
        title: Some("Too many requests".to_owned()),
        detail: Some("Wait 7 seconds & try again.".to_owned()),
    };
    let page = page_of(0, "/x", refused);
    shows(
        &page,
        &[
            "plain__heading\">Too many requests</h1>",
            "Wait 7 seconds &amp; try again.",
            "01a2-id",
            "Back to the workspace",
        ],
    );
    hides(&page, &["our side", "tell us"]);
}

#[test]
fn errors_have_a_heading_and_a_way_back() {
    shows(&page_of(0, "/x", Page::NotFound), &["<h1", "Page not found", "href=\"/\""]);
    let error = page_of(0, "/x", Page::Error { request_id: "01a2-id".to_owned(), title: None, detail: None });
    shows(&error, &["Something went wrong on our side", "01a2-id", "Back to the workspace"]);
    let body = "First.\n\nSecond & last.".to_owned();
    let problem = page_of(0, "/problems/not-found", Page::Problem { code: Code::NotFound, body });
    shows(&problem, &["Not found", "<p class=\"plain__text\">First.</p>", "Second &amp; last."]);
}
