//! Credits that a running render holds are in the way: that is said first, and it is over when the render is.

use e2e::{Browser, PATIENCE, Person, Server, Width, eventually};

/// So slow that nothing ends before somebody has looked at it.
const SLOW: &str = "[generator]\nrest_per_step_ms = 400\n";
const HELD: &str = "80 credits are on hold for a running render.";
const SHORT: &str = "You have 20 credits. This Sora render costs 80 credits. You need 60 more.";

/// The paragraphs of the modal, in order.
async fn reads_modal(person: &Person) -> Vec<String> {
    let dialog = person.finds("dialog", "Insufficient Credits").await;
    let script =
        "return [...arguments[0].querySelectorAll('h2, p')].map(line => line.innerText.trim()).filter(Boolean)";
    let lines = person.runs_on(&dialog, script).await;
    lines.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
}

async fn reads_modal_until(person: &Person, what: &str, fits: impl Fn(&[String]) -> bool) -> Vec<String> {
    eventually(what, PATIENCE * 3, || async { Some(reads_modal(person).await).filter(|lines| fits(lines)) }).await
}

/// A render that holds its credits.
async fn starts_a_render(person: &Person, prompt: &str, model: &str, rest: i64) {
    person.fills("Prompt", prompt).await;
    person.chooses("Video model", model).await;
    person.clicks("button", "Generate").await;
    person.has(rest).await;
    person.finds("button", "Cancel").await;
}

/// Another click, which is blocked.
async fn is_blocked(person: &Person, prompt: &str) {
    person.fills("Prompt", prompt).await;
    person.chooses("Video model", "Sora").await;
    person.clicks("button", "Generate").await;
    person.finds("dialog", "Insufficient Credits").await;
}

at_every_width!(a_hold_that_is_in_the_way_alone_is_said_first_and_its_cancellation_turns_the_modal_to_continue);

async fn a_hold_that_is_in_the_way_alone_is_said_first_and_its_cancellation_turns_the_modal_to_continue(width: Width) {
    let server = Server::start_configured(SLOW);
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up_with(&server, 100).await;
    starts_a_render(&person, "a caravan across red dunes", "Sora", 20).await;
    is_blocked(&person, "a lighthouse in a storm").await;
    let lines = reads_modal(&person).await;
    assert_eq!(lines[..3], ["Insufficient Credits", HELD, SHORT], "{lines:?}");
    assert!(person.sees("button", "Buy Starter Pack — $15 (300 cr)").await, "waiting is not the only way");
    person.keeps_picture("held").await;

    // The modal stands over this page. The render is cancelled in another tab.
    let first = browser.tab().await;
    let second = browser.open_tab().await;
    person.goes_to("/").await;
    person.clicks("button", "Cancel").await;
    person.has(100).await;
    browser.switch_to(&first).await;
    let lines = reads_modal_until(&person, "the modal to turn", |lines| lines[0] == "You now have 100 credits").await;
    assert_eq!(lines, ["You now have 100 credits", "Sora render · 80 cr"]);
    person.clicks("button", "Continue").await;
    person.loses("dialog", "Insufficient Credits").await;
    person.has(20).await;
    person.finds("button", "Cancel").await;
    browser.switch_to(&second).await;
    person.has(20).await;
    person.reads_eventually("a lighthouse in a storm").await;
    browser.finish(&[]).await;
}

at_every_width!(a_render_that_succeeds_keeps_its_credits_and_the_modal_says_what_is_missing_without_it);

async fn a_render_that_succeeds_keeps_its_credits_and_the_modal_says_what_is_missing_without_it(width: Width) {
    // Slow enough to be looked at, and over soon after.
    let server = Server::start_configured("[generator]\nrest_per_step_ms = 40\n");
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up_with(&server, 100).await;
    starts_a_render(&person, "a caravan across red dunes", "Sora", 20).await;
    is_blocked(&person, "a lighthouse in a storm").await;
    assert_eq!(reads_modal(&person).await[..3], ["Insufficient Credits", HELD, SHORT]);
    let lines = reads_modal_until(&person, "the hold to go", |lines| !lines.iter().any(|it| it == HELD)).await;
    assert_eq!(lines[..2], ["Insufficient Credits", SHORT], "the render was paid: {lines:?}");
    assert!(!lines.iter().any(|line| line.contains("on hold")), "{lines:?}");
    browser.finish(&[]).await;
}

at_every_width!(a_hold_that_would_not_be_enough_is_said_after_the_numbers);

async fn a_hold_that_would_not_be_enough_is_said_after_the_numbers(width: Width) {
    let server = Server::start_configured(SLOW);
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up_with(&server, 36).await;
    starts_a_render(&person, "a caravan across red dunes", "Kling", 1).await;
    is_blocked(&person, "a lighthouse in a storm").await;
    let lines = reads_modal(&person).await;
    let numbers = "You have 1 credit. This Sora render costs 80 credits. You need 79 more.";
    let may_return = "35 credits are on hold for running work and may return.";
    assert_eq!(lines[..3], ["Insufficient Credits", numbers, may_return], "{lines:?}");
    browser.finish(&[]).await;
}

at_every_width!(several_that_run_are_said_as_running_work);

async fn several_that_run_are_said_as_running_work(width: Width) {
    let server = Server::start_configured(SLOW);
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up_with(&server, 100).await;
    starts_a_render(&person, "a caravan across red dunes", "Kling", 65).await;
    starts_a_render(&person, "a harbour at dawn", "Kling", 30).await;
    is_blocked(&person, "a lighthouse in a storm").await;
    let lines = reads_modal(&person).await;
    assert_eq!(lines[1], "70 credits are on hold for running work.", "{lines:?}");

    // With one of them gone 15 are still missing, and what the other holds would be enough.
    let first = browser.tab().await;
    browser.open_tab().await;
    person.goes_to("/").await;
    person.clicks("button", "Cancel").await;
    person.has(65).await;
    browser.switch_to(&first).await;
    let one_left = "35 credits are on hold for a running render.";
    let lines = reads_modal_until(&person, "one render to be left", |lines| lines[1] == one_left).await;
    assert_eq!(lines[2], "You have 65 credits. This Sora render costs 80 credits. You need 15 more.", "{lines:?}");
    browser.finish(&[]).await;
}
