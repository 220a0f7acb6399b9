//! Running work survives a reload.

use e2e::{Browser, PATIENCE, Server, ServerOptions, Width, eventually};

at_every_width!(a_reload_finds_the_running_render_and_its_result);

async fn a_reload_finds_the_running_render_and_its_result(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up_with(&server, 100).await;
    person.fills("Prompt", "a lighthouse in a storm").await;
    person.chooses("Video model", "Sora").await;
    person.clicks("button", "Generate").await;
    person.has(20).await;
    person.finds("button", "Cancel").await;

    person.reloads().await;
    person.has(20).await;
    assert_eq!(person.reads_field("Prompt").await, "a lighthouse in a storm");
    eventually("the clip, without another reload", PATIENCE * 2, || async {
        person.runs("return !!document.querySelector('video')").await.as_bool().filter(|is_there| *is_there)
    })
    .await;
    person.loses("button", "Cancel").await;
    person.has(20).await;
    browser.finish(&[]).await;
}
