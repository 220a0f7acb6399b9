//! Every page in every state, as assistive technology is told of it. `INSTA_UPDATE=always` keeps what has changed on purpose.

use e2e::{Browser, Server, ServerOptions, Width};

#[tokio::test]
async fn every_scene_is_told_as_it_was_agreed() {
    let server = Server::start(&ServerOptions { refused_words: Vec::new() });
    let browser = Browser::open(&server).await;
    let person = browser.person();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("aria");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut different = Vec::new();
    for scene in person.finds_scenes().await {
        person.goes_to_scene(&scene, Width::Desktop).await;
        let told = person.hears_page().await;
        let compared = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            settings.bind(|| insta::assert_snapshot!(scene.name.as_str(), told));
        }));
        if compared.is_err() {
            different.push(scene.name);
        }
    }
    assert!(different.is_empty(), "these are told in another way than agreed: {different:?}");
    browser.finish(&[]).await;
}
