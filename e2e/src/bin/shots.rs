//! Takes a picture of every scene of the gallery on every usual screen, and makes a page of all of them.

#![expect(clippy::expect_used, reason = "a picture that cannot be taken ends the program with words")]

use std::fmt::Write;
use std::path::PathBuf;

use e2e::{Browser, Server, ServerOptions, Width};

/// Goes to the lower end of a page that is higher than the screen.
const GOES_DOWN: &str = "const isHigher = document.documentElement.scrollHeight > innerHeight + 40; \
    scrollTo(0, document.documentElement.scrollHeight); return isHigher";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("the folder for the pictures"));
    std::fs::create_dir_all(&folder).expect("a folder for the pictures");
    let server = Server::start(&ServerOptions { refused_words: Vec::new() });
    let browser = Browser::open(&server).await;
    let person = browser.person();
    let scenes = person.finds_scenes().await;
    let mut page = "<!DOCTYPE html><meta charset=\"utf-8\"><title>Gallery</title>".to_owned();
    for scene in &scenes {
        // Writing into a text has no way to fail.
        let _ = write!(page, "<h2>{}</h2><p>", scene.title);
        for width in Width::USUAL {
            person.goes_to_scene(scene, width).await;
            let mut keeps = async |name: &str| {
                person.takes_picture(&folder.join(name)).await;
                let _ = write!(page, "<img src=\"{name}\" alt=\"{name}\" height=\"360\" loading=\"lazy\"> ");
            };
            let across = width.size().0;
            keeps(&format!("{}-{across}.png", scene.name)).await;
            if person.runs(GOES_DOWN).await == true {
                keeps(&format!("{}-{across}-below.png", scene.name)).await;
            }
        }
    }
    std::fs::write(folder.join("index.html"), page).expect("the page of all pictures");
    browser.finish(&[]).await;
    println!("{} scenes on {} screens: {}", scenes.len(), Width::USUAL.len(), folder.join("index.html").display());
}
