//! Billing and workspace side by side: what is bought, held and given back in one tab is seen in the others, which are not loaded again.

use e2e::{Browser, PATIENCE, Person, Server, Width, eventually};

use thirtyfour::WindowHandle;

/// So slow that nothing ends before somebody has looked at it.
const SLOW: &str = "[generator]\nrest_per_step_ms = 400\n";

/// A tab that looks on, and would not know it any more if it were loaded again.
async fn looks_on(browser: &Browser, person: &Person, path: &str) -> WindowHandle {
    let tab = browser.open_tab().await;
    person.goes_to(path).await;
    person.runs("window.sameDocument = true").await;
    tab
}

/// What billing says of the balance: one line.
async fn reads_balance(person: &Person) -> String {
    let heading = person.finds("heading", "Balance").await;
    let section = person.finds_around(&heading, "section").await;
    let line = person.runs_on(&section, "return arguments[0].querySelector('p').innerText").await;
    line.as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Both tabs that look on come to say so, each in all of its places.
async fn both_say(browser: &Browser, tabs: [&WindowHandle; 2], balance: i64, line: &str, on_hold: &str) {
    let person = browser.person();
    let [workspace, billing] = tabs;
    browser.switch_to(workspace).await;
    person.has(balance).await;
    person.reads_eventually(&format!("· {} bal", grouped(balance))).await;
    hold_is(&person, on_hold).await;
    browser.switch_to(billing).await;
    person.has(balance).await;
    eventually(&format!("billing to say {line:?}"), PATIENCE, || async {
        (reads_balance(&person).await == line).then_some(())
    })
    .await;
    hold_is(&person, on_hold).await;
    for tab in tabs {
        browser.switch_to(tab).await;
        assert_eq!(person.runs("return window.sameDocument === true").await, true, "a tab was loaded again");
    }
}

/// The pill's tooltip says what is on hold.
async fn hold_is(person: &Person, on_hold: &str) {
    eventually(&format!("the pill's tooltip {on_hold:?}"), PATIENCE, || async {
        let pill = person.sees_matching("link", |name| name.ends_with("— view billing")).await?;
        (pill.attr("title").await.ok()?.unwrap_or_default() == on_hold).then_some(())
    })
    .await;
}

fn grouped(number: i64) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}

at_every_width!(packs_plans_and_holds_of_one_tab_are_seen_in_the_others);

async fn packs_plans_and_holds_of_one_tab_are_seen_in_the_others(width: Width) {
    let server = Server::start_configured(SLOW);
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up().await;
    let buys = browser.tab().await;
    let workspace = looks_on(&browser, &person, "/").await;
    let billing = looks_on(&browser, &person, "/billing").await;
    let both = [&workspace, &billing];
    both_say(&browser, both, 0, "0 credits", "").await;

    browser.switch_to(&buys).await;
    person.goes_to("/billing").await;
    person.clicks_the_one_for("button", "Buy credits", "Starter Pack").await;
    person.clicks("button", "Pay").await;
    person.arrives_at("/billing").await;
    person.has(300).await;
    both_say(&browser, both, 300, "300 credits", "").await;

    browser.switch_to(&buys).await;
    person.clicks_the_one_for("button", "Subscribe", "Explorer").await;
    person.clicks("button", "Pay").await;
    person.arrives_at("/billing").await;
    both_say(&browser, both, 800, "800 credits", "").await;

    // What runs in one is on hold in all, and comes back in all.
    browser.switch_to(&buys).await;
    person.goes_to("/").await;
    person.fills("Prompt", "a caravan across red dunes").await;
    person.clicks("button", "Generate").await;
    both_say(&browser, both, 720, "720 credits · 80 on hold for running work", "80 on hold").await;
    browser.switch_to(&workspace).await;
    person.reads_eventually("Sora · 80 cr on hold").await;
    person.clicks("button", "Cancel").await;
    both_say(&browser, both, 800, "800 credits", "").await;
    browser.switch_to(&buys).await;
    person.reads_eventually("Not charged").await;

    // The portal ends the plan. What it has brought stays.
    browser.switch_to(&billing).await;
    person.clicks("button", "Manage billing").await;
    person.finds("heading", "Your plans").await;
    person.clicks_the_one_for("button", "Cancel plan", "Explorer").await;
    person.reads_eventually("Cancels on").await;
    assert!(!person.sees("button", "Cancel plan").await, "it is cancelled once");
    person.clicks("link", "Back to billing").await;
    person.arrives_at("/billing").await;
    assert_eq!(reads_balance(&person).await, "800 credits");
    browser.switch_to(&workspace).await;
    person.has(800).await;
    assert_eq!(person.runs("return window.sameDocument === true").await, true, "the workspace was loaded again");
    browser.finish(&[]).await;
}
