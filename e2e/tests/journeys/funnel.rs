//! From the blocked click to the paid generation: four clicks, one page load each way, and one key all along.

use e2e::{Browser, PATIENCE, Person, Request, Server, ServerOptions, Width, eventually};
use serde_json::{Value, json};

const PROMPT: &str = "neon alley in the rain, handheld";
/// What the panel is set to, none of it as a newcomer finds it: a render of 40 credits.
const SETTINGS: [(&str, &str); 3] = [("Video model", "Luma · 40 cr"), ("Aspect ratio", "9:16"), ("Duration", "10 s")];
const BUY: &str = "Buy Starter Pack — $15 (300 cr)";
const DECLINED: &str = "Your card was declined. Nothing was charged.";
const CANCELED: &str = "Checkout canceled. Nothing was charged.";
const LEFT: &str = "You left the checkout. If you paid, your credits arrive here by themselves.";
const EXPIRED: &str = "The checkout expired. Nothing was charged.";
const UNREACHABLE: &str = "The studio cannot be reached. Check the connection and try again.";

async fn fills_the_panel(person: &Person) {
    person.fills("Prompt", PROMPT).await;
    for (select, option) in SETTINGS {
        person.chooses(select, option).await;
    }
}

/// Everything that was typed and chosen is there.
async fn sees_the_panel_as_it_was(person: &Person, what: &str) {
    assert_eq!(person.reads_field("Prompt").await, PROMPT, "the prompt, {what}");
    for (select, option) in SETTINGS {
        assert_eq!(person.reads_choice(select).await, option, "{select}, {what}");
    }
}

/// What the tab remembers of the intent: its key, and whether it waits for credits.
async fn reads_intent(person: &Person) -> Option<(String, bool)> {
    let kept = person.runs("return sessionStorage.getItem('farebox.intent')").await;
    let kept: Value = serde_json::from_str(kept.as_str()?).unwrap();
    Some((kept["key"].as_str().unwrap().to_owned(), kept["is_waiting"].as_bool().unwrap()))
}

/// The keys of the requests for generations that a browser sent.
fn keys(heard: &[Value]) -> Vec<String> {
    let sent = Request::to("POST", "/api/generations", heard);
    sent.iter().map(|request| request.header("idempotency-key").unwrap_or("none").to_owned()).collect()
}

fn page_loads(heard: &[Value]) -> Vec<String> {
    Request::page_loads_in(heard).into_iter().map(|load| format!("{} {}", load.method, load.path)).collect()
}

/// The card says what was paid, once the clip is there.
async fn sees_the_paid_clip(person: &Person) {
    eventually("the clip and its price", PATIENCE * 2, || async {
        let has_clip = person.runs("return !!document.querySelector('li video')").await == true;
        let lines = person.reads().await;
        (has_clip && lines.lines().any(|line| line.trim() == "Luma · 40 cr")).then_some(())
    })
    .await;
}

async fn takes_four_clicks_and_one_load_each_way(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    person.signs_up().await;
    person.looks_at(width).await;
    fills_the_panel(&person).await;
    browser.hears().await;

    // The gate refuses without asking anybody, and the tab remembers the intent under the key that it will have.
    person.clicks("button", "Generate").await;
    person.finds("dialog", "Insufficient Credits").await;
    let (key, is_waiting) = reads_intent(&person).await.expect("the blocked click is remembered");
    assert!(is_waiting, "it waits for credits");
    let heard = browser.hears().await;
    assert_eq!((keys(&heard), page_loads(&heard)), (vec![], vec![]), "a blocked click asks for nothing");

    person.clicks("button", BUY).await;
    person.finds("button", "Pay").await;
    let there = page_loads(&browser.hears().await);
    assert!(there.len() == 1 && there[0].starts_with("GET /checkout/test/"), "one page on the way there: {there:?}");

    person.clicks("button", "Pay").await;
    person.arrives_at("/").await;
    person.has(300).await;
    person.reads_eventually("300 credits added").await;
    sees_the_panel_as_it_was(&person, "after the purchase").await;
    assert_eq!(reads_intent(&person).await, Some((key.clone(), true)), "the intent still waits under its key");
    let heard = browser.hears().await;
    let back = page_loads(&heard);
    assert!(back.len() == 1 && back[0].ends_with("/pay"), "one page on the way back: {back:?}");
    assert_eq!(keys(&heard), Vec::<String>::new(), "nothing is spent without a click");

    person.clicks("button", "Continue").await;
    person.has(260).await;
    sees_the_paid_clip(&person).await;
    let heard = browser.hears().await;
    assert_eq!(keys(&heard), [key], "one request, under the key of the blocked click");
    assert_eq!(page_loads(&heard), Vec::<String>::new(), "the page stays");
    assert_eq!(reads_intent(&person).await, None, "the intent is fulfilled");
    browser.finish(&[]).await;
}

#[tokio::test]
async fn four_clicks_and_one_load_each_way_on_a_desktop() {
    takes_four_clicks_and_one_load_each_way(Width::Desktop).await;
}

#[tokio::test]
async fn four_clicks_and_one_load_each_way_on_a_tablet() {
    takes_four_clicks_and_one_load_each_way(Width::Tablet).await;
}

#[tokio::test]
async fn four_clicks_and_one_load_each_way_on_a_phone() {
    takes_four_clicks_and_one_load_each_way(Width::Phone).await;
}

/// In another tab the credits are spent just before this tab's own request reaches the server.
const SPENT_ELSEWHERE: &str = "const real = window.fetch; window.fetch = async (...request) => { \
    const url = String(request[0].url || request[0]); \
    const method = (request[1] && request[1].method) || request[0].method; \
    if (method === 'POST' && url.endsWith('/api/generations') && !window.raced) { window.raced = true; \
        await real('/api/generations', { method: 'POST', headers: { 'content-type': 'application/json', \
            'idempotency-key': 'elsewhere' }, body: JSON.stringify({ kind: 'render', model: 'kling-v2-1-master', \
            prompt: 'elsewhere', aspect_ratio: '16:9', seconds: 5, expected_cost: 35 }) }) } \
    return real(...request) }";

#[tokio::test]
async fn a_request_that_the_server_refused_is_sent_again_under_its_key_after_the_purchase() {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    person.signs_up_with(&server, 45).await;
    fills_the_panel(&person).await;
    person.runs(SPENT_ELSEWHERE).await;
    browser.hears().await;
    person.clicks("button", "Generate").await;
    person.finds("dialog", "Insufficient Credits").await;
    person.reads_eventually("You have 10 credits. This Luma render costs 40 credits. You need 30 more.").await;
    let before = keys(&browser.hears().await);
    assert!(before.len() == 2 && before[0] == "elsewhere", "the other tab's request and this one's: {before:?}");

    person.buys_the_starter_pack().await;
    person.has(310).await;
    sees_the_panel_as_it_was(&person, "after the purchase").await;
    person.clicks("button", "Continue").await;
    person.has(270).await;
    assert_eq!(keys(&browser.hears().await), before[1..], "the same request, under the same key");
    sees_the_paid_clip(&person).await;
    browser.finish(&[402]).await;
}

/// From the workspace to the checkout, by a click that is blocked.
async fn goes_to_the_checkout(person: &Person) {
    person.clicks("button", "Generate").await;
    person.clicks("button", BUY).await;
    person.finds("button", "Pay").await;
}

/// Back where the click was, with nothing lost, nothing bought and the intent still waiting.
async fn is_back_with_nothing_lost(person: &Person, key: &str, what: &str) {
    person.arrives_at("/").await;
    person.has(0).await;
    sees_the_panel_as_it_was(person, what).await;
    assert_eq!(reads_intent(person).await, Some((key.to_owned(), true)), "the intent, {what}");
    let generate = person.finds("button", "Generate").await;
    let title = generate.attr("title").await.unwrap();
    assert_eq!(title.as_deref(), Some("Need 40 credits (you have 0)"), "Generate, {what}");
}

#[tokio::test]
async fn a_declined_card_a_cancelled_a_left_and_an_expired_checkout_lead_back_with_nothing_lost() {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    person.signs_up().await;
    fills_the_panel(&person).await;
    person.clicks("button", "Generate").await;
    person.clicks("button", "Maybe later").await;
    let (key, _) = reads_intent(&person).await.expect("the blocked click is remembered");
    for width in Width::USUAL {
        person.looks_at(width).await;
        goes_to_the_checkout(&person).await;
        person.clicks("button", "Decline").await;
        person.reads_eventually(DECLINED).await;
        person.clicks("button", "Cancel").await;
        is_back_with_nothing_lost(&person, &key, &format!("declined and cancelled at {width:?}")).await;
        person.reads_eventually(CANCELED).await;
        // What was said once is not said again.
        person.reloads().await;
        assert!(!person.reads().await.contains(CANCELED), "said again at {width:?}");

        goes_to_the_checkout(&person).await;
        person.goes_back().await;
        is_back_with_nothing_lost(&person, &key, &format!("left by Back at {width:?}")).await;
        person.reads_eventually(LEFT).await;
        person.reloads().await;
        assert!(!person.reads().await.contains(LEFT), "said again at {width:?}");

        goes_to_the_checkout(&person).await;
        server.lets_checkouts_expire();
        person.clicks("button", "Pay").await;
        person.reads_eventually(EXPIRED).await;
        person.clicks("link", "Go back").await;
        is_back_with_nothing_lost(&person, &key, &format!("expired at {width:?}")).await;
    }
    browser.finish(&[]).await;
}

#[tokio::test]
async fn a_checkout_that_cannot_begin_says_so_where_it_was_asked_for() {
    let mut server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    person.signs_up().await;
    fills_the_panel(&person).await;
    browser.expects_to_be_cut_off();
    for width in Width::USUAL {
        person.looks_at(width).await;
        person.clicks("button", "Generate").await;
        person.finds("dialog", "Insufficient Credits").await;
        let (key, _) = reads_intent(&person).await.expect("the blocked click is remembered");
        server.stop();
        person.clicks("button", BUY).await;
        eventually("the reason, in the dialog", PATIENCE, || async {
            person.sees_within(("dialog", "Insufficient Credits"), ("alert", "")).await?;
            person.reads().await.contains(UNREACHABLE).then_some(())
        })
        .await;
        assert_eq!(person.finds_overflowing(&person.finds("dialog", "Insufficient Credits").await).await, json!([]));
        // The button works again, and another try with it.
        server.start_again();
        person.clicks("button", BUY).await;
        person.clicks("button", "Cancel").await;
        is_back_with_nothing_lost(&person, &key, &format!("not begun at {width:?}")).await;
    }
    browser.finish(&[]).await;
}

#[tokio::test]
async fn a_purchase_that_began_on_billing_ends_there() {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    person.signs_up().await;
    fills_the_panel(&person).await;
    for width in Width::USUAL {
        person.looks_at(width).await;
        person.goes_to("/billing").await;
        person.clicks_the_one_for("button", "Buy credits", "Starter Pack").await;
        person.clicks("button", "Decline").await;
        person.reads_eventually(DECLINED).await;
        person.clicks("button", "Cancel").await;
        person.arrives_at("/billing").await;
        person.reads_eventually(CANCELED).await;
        person.clicks_the_one_for("button", "Buy credits", "Starter Pack").await;
        person.finds("button", "Pay").await;
        person.goes_back().await;
        person.arrives_at("/billing").await;
        person.reads_eventually(LEFT).await;
        person.has(0).await;
        person.goes_to("/").await;
        sees_the_panel_as_it_was(&person, &format!("by billing at {width:?}")).await;
    }
    browser.finish(&[]).await;
}
