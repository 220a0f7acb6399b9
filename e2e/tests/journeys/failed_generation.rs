//! A generation that fails is never charged, and the screen says so.

use e2e::{Browser, Server, ServerOptions, Width};

at_every_width!(a_refused_prompt_is_not_charged_and_can_be_retried);

async fn a_refused_prompt_is_not_charged_and_can_be_retried(width: Width) {
    let server = Server::start(&ServerOptions { refused_words: vec!["forbidden".to_owned()] });
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up_with(&server, 100).await;

    person.fills("Prompt", "a forbidden castle").await;
    person.clicks("button", "Preview · 5 cr").await;
    person.reads_eventually("The model refused this prompt").await;
    person.reads_eventually("Not charged").await;
    person.has(100).await;
    person.keeps_picture("failed").await;

    // Retry sends the same request again, as a new intent, through the same gate: it is refused again and charged neither time.
    person.clicks("button", "Retry").await;
    e2e::eventually("two failed cards", e2e::PATIENCE, || async {
        (person.names("button").await.iter().filter(|name| *name == "Retry").count() == 2).then_some(())
    })
    .await;
    person.has(100).await;
    browser.finish(&[]).await;
}
