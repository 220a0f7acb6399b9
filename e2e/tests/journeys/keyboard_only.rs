//! The whole main job without a mouse.

use e2e::{Browser, PATIENCE, Person, Server, ServerOptions, Width, eventually};

use thirtyfour::Key;

/// Presses Tab until the focus is where it should be.
async fn tabs_to(person: &Person, focus: &str) {
    let mut seen = Vec::new();
    for _ in 0..40 {
        let now = person.focus().await;
        if now == focus {
            return;
        }
        seen.push(now);
        person.presses(Key::Tab).await;
    }
    panic!("the focus never came to {focus}; it went {seen:?}");
}

at_every_width!(the_main_job_works_with_the_keyboard_alone);

async fn the_main_job_works_with_the_keyboard_alone(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.goes_to("/signup").await;
    tabs_to(&person, "input \"Email\"").await;
    person.presses("keyboard@example.com").await;
    tabs_to(&person, "input \"Password\"").await;
    person.presses("correct horse battery").await;
    person.presses(Key::Enter).await;
    person.arrives_at("/").await;
    person.has(0).await;

    tabs_to(&person, "textarea \"Prompt\"").await;
    person.presses("a lighthouse in a storm").await;
    tabs_to(&person, "button \"Generate\"").await;
    person.presses(Key::Enter).await;
    person.finds("dialog", "Insufficient Credits").await;

    // Escape dismisses, and the focus returns to what opened it.
    person.presses(Key::Escape).await;
    person.loses("dialog", "Insufficient Credits").await;
    assert_eq!(person.focus().await, "button \"Generate\"");
    person.presses(Key::Enter).await;
    person.finds("dialog", "Insufficient Credits").await;
    tabs_to(&person, "button \"Buy Starter Pack — $15 (300 cr)\"").await;
    person.presses(Key::Enter).await;
    person.finds("button", "Pay").await;
    tabs_to(&person, "button \"Pay\"").await;
    person.presses(Key::Enter).await;
    person.arrives_at("/").await;
    person.has(300).await;

    tabs_to(&person, "textarea \"Prompt\"").await;
    person.presses_together(Key::Control, Key::Enter).await;
    person.has(220).await;
    eventually("the clip", PATIENCE * 2, || async {
        person.runs("return !!document.querySelector('video')").await.as_bool().filter(|is_there| *is_there)
    })
    .await;
    person.has(220).await;
    browser.finish(&[]).await;
}
