//! Whatever has the focus can be seen: the bar at the bottom of narrow screens lies over none of it.

use e2e::{Browser, Person, Server, ServerOptions, Width};
use thirtyfour::Key;

/// What has the focus, if something lies over its middle or it is out of sight.
const HIDDEN: &str = "const focused = document.activeElement; if (focused === document.body) return null; \
    const box = focused.getBoundingClientRect(); \
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight); \
    if (bottom <= top) return `${focused.localName} \"${focused.textContent.trim()}\" is out of sight`; \
    const hit = document.elementFromPoint(box.left + box.width / 2, (top + bottom) / 2); \
    return hit && (focused.contains(hit) || hit.contains(focused)) ? null : \
        `${focused.localName} \"${focused.textContent.trim()}\" at ${box.top} to ${box.bottom} of ${innerHeight} px, below ${hit?.localName}`";

async fn tabs_through(person: &Person, page: &str, width: Width, hidden: &mut Vec<String>) {
    person.looks_at(width).await;
    person.goes_to(page).await;
    let mut seen = Vec::new();
    // Until the focus leaves the page, or comes round.
    for _ in 0..60 {
        person.presses(Key::Tab).await;
        let now = person.focus().await;
        let place = person
            .runs("const box = document.activeElement.getBoundingClientRect(); return [box.left, box.top + scrollY]")
            .await;
        if now == "nothing" || seen.contains(&(now.clone(), place.clone())) {
            break;
        }
        if let Some(told) = person.runs(HIDDEN).await.as_str() {
            hidden.push(format!("{page} at {width:?}: {told}"));
        }
        seen.push((now, place));
    }
    assert!(seen.len() > 8, "{page} at {width:?} has more to tab through than {seen:?}");
}

#[tokio::test]
async fn nothing_lies_over_what_has_the_focus() {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    person.signs_up_with(&server, 20).await;
    person.clicks("tab", "Image").await;
    for prompt in ["a red kite", "a blue kite", "a green kite"] {
        person.fills("Prompt", prompt).await;
        person.clicks("button", "Image preview · 1 cr").await;
        person.reads_eventually(prompt).await;
    }
    let mut hidden = Vec::new();
    for width in Width::USUAL {
        for page in ["/", "/billing"] {
            tabs_through(&person, page, width, &mut hidden).await;
        }
    }
    assert!(hidden.is_empty(), "{} times the focus cannot be seen:\n{}", hidden.len(), hidden.join("\n"));
    browser.finish(&[]).await;
}
