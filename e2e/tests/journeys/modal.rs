//! Every click that spends asks first; the modal that says no can be left in every way, and gives the focus back.

use e2e::{Browser, Person, Server, ServerOptions, Width};

use thirtyfour::Key;

/// What can be pressed on each tab, and what the modal says of it to somebody with no credits.
const SPENDS: [(&str, &str, &str); 4] = [
    ("Video", "Preview · 5 cr", "This Wan 2.5 preview costs 5 credits. You need 5 more."),
    ("Video", "Storyboard · 4 cr", "This Storyboard costs 4 credits. You need 4 more."),
    ("Video", "Generate", "This Sora render costs 80 credits. You need 80 more."),
    ("Image", "Image preview · 1 cr", "This Image preview costs 1 credit. You need 1 more."),
];

/// How to leave it.
#[derive(Debug, Clone, Copy)]
enum Way {
    Cross,
    MaybeLater,
    Escape,
    Backdrop,
}

async fn leaves(person: &Person, way: Way) {
    match way {
        Way::Cross => person.clicks("button", "Close").await,
        Way::MaybeLater => person.clicks("button", "Maybe later").await,
        Way::Escape => person.presses(Key::Escape).await,
        Way::Backdrop => person.clicks_at(8, 8).await,
    }
    person.loses("dialog", "Insufficient Credits").await;
}

at_every_width!(every_button_that_spends_opens_it_and_every_way_out_gives_the_focus_back);

async fn every_button_that_spends_opens_it_and_every_way_out_gives_the_focus_back(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up().await;
    person.fills("Prompt", "a lighthouse in a storm").await;
    browser.hears().await;
    let ways = [Way::Cross, Way::MaybeLater, Way::Escape, Way::Backdrop];
    for ((tab, button, words), way) in SPENDS.into_iter().zip(ways) {
        person.clicks("tab", tab).await;
        person.clicks("button", button).await;
        person.finds("dialog", "Insufficient Credits").await;
        person.reads_eventually(&format!("You have 0 credits. {words}")).await;
        leaves(&person, way).await;
        assert_eq!(person.focus().await, format!("button \"{button}\""), "after {way:?}");
    }
    let messages = browser.hears().await;
    let asked = messages.iter().filter(|message| message["method"] == "Network.requestWillBeSent").count();
    assert_eq!(asked, 0, "nobody is asked: what there is and what it costs is known");
    browser.finish(&[]).await;
}

at_every_width!(a_press_inside_does_not_close_it);

async fn a_press_inside_does_not_close_it(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up().await;
    person.fills("Prompt", "a lighthouse in a storm").await;
    person.clicks("button", "Generate").await;
    person.clicks("heading", "Insufficient Credits").await;
    assert!(person.sees("dialog", "Insufficient Credits").await, "it is still open");
    browser.finish(&[]).await;
}
