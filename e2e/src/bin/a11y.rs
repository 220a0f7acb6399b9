//! Runs axe over every scene of the gallery, on a wide and on a narrow screen, and says what it finds.

#![expect(clippy::expect_used, reason = "a check that cannot be made ends the program with words")]

use std::process::ExitCode;

use e2e::{Browser, Server, ServerOptions, Width};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let program = std::env::args().nth(1).expect("the file axe.min.js");
    let program = std::fs::read_to_string(program).expect("axe can be read");
    let server = Server::start(&ServerOptions { refused_words: Vec::new() });
    let browser = Browser::open(&server).await;
    let person = browser.person();
    let scenes = person.finds_scenes().await;
    // A check that finds nothing is to be believed only when it finds what is wrong.
    person.runs("document.body.append(document.createElement('img'))").await;
    let told = person.hears_of_axe(&program).await;
    assert!(
        told.iter().any(|told| told.starts_with("image-alt")),
        "axe does not see a picture without a name: {told:?}"
    );
    let mut found = Vec::new();
    for scene in &scenes {
        for width in [Width::Desktop, Width::Phone] {
            person.goes_to_scene(scene, width).await;
            for told in person.hears_of_axe(&program).await {
                found.push(format!("{} at {} px: {told}", scene.name, width.size().0));
            }
        }
    }
    browser.finish(&[]).await;
    for told in &found {
        println!("{told}");
    }
    println!("axe looked at {} scenes on 2 screens and found {} things", scenes.len(), found.len());
    if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
