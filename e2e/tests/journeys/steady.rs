//! A page is right from its first HTML on, and stands still while it comes to life.

use e2e::{Browser, PATIENCE, Person, Server, ServerOptions, SlowLine, Width, eventually};
use serde_json::Value;

/// Notes how far things move, and which words are seen: once the page is there, once it lives, and at any time later. What moves because the
/// screen has changed its size, which the browser counts as input, is not the page's doing; nobody touches these pages.
const WATCH: &str = "if (window === window.top) { const watch = { moved: 0, by: [], words: {} }; window.watch = watch; \
    const lives = () => document.documentElement?.hasAttribute('data-hydrated') === true; \
    const words = () => document.body.innerText; \
    window.readsWords = words; \
    new PerformanceObserver(list => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) { watch.moved += entry.value; \
        watch.by.push(...entry.sources.map(source => (source.node?.parentElement ?? source.node)?.outerHTML.slice(0, 200))) } }) \
        .observe({ type: 'layout-shift', buffered: true }); \
    new MutationObserver((_, it) => { if (document.getElementById('end')) { watch.endedAt = performance.now(); it.disconnect() } }) \
        .observe(document, { subtree: true, childList: true }); \
    document.addEventListener('DOMContentLoaded', () => { watch.livedBefore = lives(); watch.words.there = words() }); \
    new MutationObserver(() => { if (lives()) watch.words.alive ??= words() }) \
        .observe(document, { subtree: true, attributes: true, attributeFilter: ['data-hydrated'] }) }";

/// Two frames and the stream: then whatever moves by coming to life has moved.
const SETTLED: &str = "return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => \
    setTimeout(() => done({ ...window.watch, now: window.readsWords() }), 0))))";

/// How many milliseconds a page took from its first byte to its last, and whether anything was painted before all that is seen was there.
const CAME: &str = "const [page] = performance.getEntriesByType('navigation'), paints = performance.getEntriesByType('paint'); \
    return { took: page.responseEnd - page.responseStart, \
        isPaintedWhole: paints.length > 0 && paints.every(paint => paint.startTime >= window.watch.endedAt) }";

/// The way back that is no button of the checkout.
const BACK: &str = "Back";

/// Has every page of the tab watched from now on.
async fn watches(person: &Person) {
    person.takes_a_witness().await;
    person.lets_pages_begin_with(WATCH).await;
}

/// Opens a page and waits until its stream is open and nothing is left to come.
async fn opens(person: &Person, path: &str) -> Value {
    person.goes_to(path).await;
    person.asks_its_witness_until("the stream to be open", |seen| seen.open == 1).await;
    person.runs(SETTLED).await
}

/// What did not stand still, in words. It should be nothing.
fn restless(seen: &Value, what: &str) -> Vec<String> {
    assert_eq!(seen["livedBefore"], false, "{what}: the page lived before its words were read");
    let there = seen["words"]["there"].as_str().unwrap();
    assert!(there.contains("Tool"), "{what} shows {there:?}");
    let mut told = Vec::new();
    if seen["moved"].as_f64() != Some(0.0) {
        told.push(format!("{what}: moved by {}: {}", seen["moved"], seen["by"]));
    }
    for (moment, words) in [("came to life", &seen["words"]["alive"]), ("lived", &seen["now"])] {
        let now = words.as_str().unwrap();
        let came: Vec<_> = now.lines().filter(|line| !there.lines().any(|other| other == *line)).collect();
        let went: Vec<_> = there.lines().filter(|line| !now.lines().any(|other| other == *line)).collect();
        if now != there {
            told.push(format!("{what}: once it {moment} there came {came:?} and went {went:?}"));
        }
    }
    told
}

#[tokio::test]
async fn the_first_html_has_the_balance() {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    let email = person.signs_up_with(&server, 12_345).await;
    for (path, places) in [
        ("/", ["12,345 credits — view billing", "· 12,345 bal"]),
        ("/billing", ["12,345 credits — view billing", ">12,345</span>"]),
    ] {
        let html = person.runs(&format!("return fetch('{path}').then(answer => answer.text())")).await;
        for place in places {
            assert!(html.as_str().unwrap().contains(place), "{path} lacks {place:?}");
        }
    }
    // It is the ledger's and not one that was kept.
    server.gives(&email, 1);
    let html = person.runs("return fetch('/').then(answer => answer.text())").await;
    assert!(html.as_str().unwrap().contains("12,346 credits — view billing"));
    browser.finish(&[]).await;
}

#[tokio::test]
async fn nothing_moves_and_no_word_changes_while_a_page_comes_to_life() {
    let server = Server::start(&ServerOptions { refused_words: vec!["forbidden".to_owned()] });
    let browser = Browser::open(&server).await;
    let person = browser.person();
    let email = person.signs_up().await;
    watches(&person).await;
    opens(&person, "/").await;
    let mut told = Vec::new();
    for with in ["nothing", "cards"] {
        for width in Width::USUAL {
            person.looks_at(width).await;
            for path in ["/", "/billing"] {
                let seen = opens(&person, path).await;
                told.extend(restless(&seen, &format!("{path} at {width:?} with {with}")));
            }
        }
        if with == "nothing" {
            server.gives(&email, 100);
            opens(&person, "/").await;
            person.looks_at(Width::Desktop).await;
            person.makes_a_picture_and_a_failure().await;
            // With a prompt that the tab remembers is looked at below.
            person.runs("sessionStorage.clear()").await;
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
    browser.finish(&[]).await;
}

#[tokio::test]
async fn what_is_watched_with_would_see_a_move() {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    person.signs_up().await;
    watches(&person).await;
    opens(&person, "/").await;
    let push = "const bar = document.createElement('p'); bar.textContent = 'pushed'; bar.style.height = '80px'; \
        document.querySelector('main').prepend(bar)";
    person.runs(push).await;
    eventually("the move to be seen", PATIENCE, || async {
        let seen = person.runs(SETTLED).await;
        (seen["moved"].as_f64()? > 0.0 && seen["now"] != seen["words"]["there"]).then_some(())
    })
    .await;
    browser.finish(&[]).await;
}

/// What has come by the first paint is up to the network: then there may be the bars alone, and a page that is longer than the screen once
/// the rest is there.
#[tokio::test]
async fn nothing_moves_when_a_page_becomes_longer_than_the_screen() {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    person.signs_up_with(&server, 20).await;
    watches(&person).await;
    let mut told = Vec::new();
    for width in Width::USUAL {
        person.looks_at(width).await;
        for (path, list) in [("/", "#generations"), ("/billing", "main")] {
            opens(&person, path).await;
            person.runs("document.querySelector('main').style.display = 'none'").await;
            person.runs(SETTLED).await;
            person.runs("document.querySelector('main').style.display = ''").await;
            person.runs(SETTLED).await;
            let grows = format!(
                "const rest = document.createElement('div'); rest.style.height = '3000px'; \
                 const list = document.querySelector('{list}'); list.append(rest); \
                 return [list, document.documentElement].some(it => it.scrollHeight > it.clientHeight)"
            );
            let scrolls = person.runs(&grows).await;
            assert_eq!(scrolls, true, "{path} at {width:?} has grown");
            told.extend(restless(&person.runs(SETTLED).await, &format!("{path} at {width:?} that has grown")));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
    browser.finish(&[]).await;
}

#[tokio::test]
async fn nothing_moves_while_a_page_comes_in_pieces() {
    let server = Server::start(&ServerOptions::default());
    let line = SlowLine::to(&server).await;
    let browser = Browser::open(&server).await;
    browser.person().signs_up_with(&server, 20).await;
    let person = browser.person_over(&line);
    watches(&person).await;
    // From now on the files are there.
    opens(&person, "/").await;
    let mut told = Vec::new();
    for width in Width::USUAL {
        person.looks_at(width).await;
        for path in ["/", "/billing"] {
            let seen = opens(&person, path).await;
            let came = person.runs(CAME).await;
            assert!(came["took"].as_f64() > Some(200.0), "{path} at {width:?} did not come in pieces: {came}");
            assert_eq!(came["isPaintedWhole"], true, "{path} at {width:?}");
            told.extend(restless(&seen, &format!("{path} at {width:?} in pieces")));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
    browser.finish(&[]).await;
}

#[tokio::test]
async fn a_prompt_that_the_tab_remembers_comes_back_without_a_move() {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    person.signs_up_with(&server, 20).await;
    watches(&person).await;
    opens(&person, "/").await;
    person.fills("Prompt", "a lighthouse in a storm").await;
    for width in Width::USUAL {
        person.looks_at(width).await;
        let seen = opens(&person, "/").await;
        assert_eq!(restless(&seen, "the workspace with a prompt"), Vec::<String>::new(), "at {width:?}");
        assert_eq!(person.reads_field("Prompt").await, "a lighthouse in a storm");
    }
    browser.finish(&[]).await;
}

#[tokio::test]
async fn what_a_tab_is_set_to_is_in_the_first_html_of_that_tab() {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    person.signs_up_with(&server, 20).await;
    watches(&person).await;
    opens(&person, "/").await;
    person.chooses("Video model", "Luma").await;
    for width in Width::USUAL {
        person.looks_at(width).await;
        let seen = opens(&person, "/").await;
        assert_eq!(restless(&seen, "the workspace with another model"), Vec::<String>::new(), "at {width:?}");
        assert!(seen["words"]["there"].as_str().unwrap().contains("· 40 cr"), "{seen}");
    }
    person.clicks("tab", "Image").await;
    let seen = opens(&person, "/").await;
    assert_eq!(restless(&seen, "the workspace for pictures"), Vec::<String>::new());
    assert!(seen["words"]["there"].as_str().unwrap().contains("· 1 cr"), "{seen}");
    browser.finish(&[]).await;
}

/// What moves on the workspace when somebody comes back from a checkout that they cancelled, left, and paid.
async fn comes_back_from_checkouts(width: Width) -> Vec<String> {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    person.signs_up().await;
    watches(&person).await;
    person.looks_at(width).await;
    person.fills("Prompt", "a lighthouse in a storm").await;
    let mut moved = Vec::new();
    for (ends, says) in
        [("Cancel", "Checkout canceled."), (BACK, "You left the checkout."), ("Pay", "300 credits added")]
    {
        person.clicks("button", "Generate").await;
        person.clicks("button", "Buy Starter Pack — $15 (300 cr)").await;
        if ends == BACK {
            person.finds("button", "Pay").await;
            person.goes_back().await;
        } else {
            person.clicks("button", ends).await;
        }
        person.arrives_at("/").await;
        person.reads_eventually(says).await;
        let seen = person.runs(SETTLED).await;
        if seen["moved"].as_f64() != Some(0.0) {
            moved.push(format!("{ends} at {width:?}: {} by {}", seen["moved"], seen["by"]));
        }
    }
    person.finds("button", "Continue").await;
    browser.finish(&[]).await;
    moved
}

#[tokio::test]
async fn nothing_moves_on_the_way_back_from_a_checkout() {
    let mut moved = Vec::new();
    for width in Width::USUAL {
        moved.extend(comes_back_from_checkouts(width).await);
    }
    assert!(moved.is_empty(), "something moved:\n{}", moved.join("\n"));
}
