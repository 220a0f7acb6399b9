//! Ten tabs, one event stream: every tab follows every change, and none ever shows a number that was not so.

use std::time::{SystemTime, UNIX_EPOCH};

use e2e::{Browser, PATIENCE, Person, Server, ServerOptions, Witness, eventually};
use thirtyfour::WindowHandle;

const TABS: usize = 10;
const CHANGES: usize = 100;

/// Random numbers that are the same for the same seed (SplitMix64).
struct Random(u64);

impl Random {
    /// A seed of this moment, or the one that `FAREBOX_SEED` repeats. It is printed, which is read when the journey fails.
    fn new() -> Self {
        let told = std::env::var("FAREBOX_SEED").ok().map(|seed| seed.parse().expect("FAREBOX_SEED is a number"));
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let seed = told.unwrap_or(now);
        eprintln!("repeat with FAREBOX_SEED={seed}");
        Self(seed)
    }

    fn up_to(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        1 + usize::try_from((mixed ^ (mixed >> 31)) % most as u64).unwrap()
    }
}

fn sum(of: impl Iterator<Item = i64>) -> i64 {
    of.sum()
}

fn is_open_once(seen: &[Witness]) -> bool {
    sum(seen.iter().map(|tab| tab.open)) == 1
}

fn all_show(number: i64) -> impl Fn(&[Witness]) -> bool {
    move |seen| seen.iter().all(|tab| tab.pill.last().is_some_and(|(_, shown)| *shown == number))
}

/// No tab went to a number that the ledger never had, and none went back.
fn went_only_where_the_ledger_was(seen: &[Witness], ledger: &[i64]) {
    for (place, tab) in seen.iter().enumerate() {
        let mut later = ledger.iter();
        for number in tab.numbers() {
            assert!(
                later.any(|had| *had == number),
                "tab {place} showed {:?}; the ledger had {ledger:?}",
                tab.numbers()
            );
        }
    }
}

/// Gives credits in bursts, and after each looks into one tab, which follows.
async fn changes_at_random(
    server: &Server,
    browser: &Browser,
    person: &Person,
    email: &str,
    tabs: &[WindowHandle],
    random: &mut Random,
) -> i64 {
    let (mut balance, mut changes) = (0, 0);
    while changes < CHANGES {
        for _ in 0..random.up_to(20).min(CHANGES - changes) {
            let credits = i64::try_from(random.up_to(500)).unwrap();
            server.gives(email, credits);
            balance += credits;
            changes += 1;
        }
        browser.switch_to(&tabs[random.up_to(tabs.len()) - 1]).await;
        person.has(balance).await;
    }
    balance
}

#[tokio::test]
async fn ten_tabs_share_one_stream_and_all_follow_a_hundred_changes() {
    let mut random = Random::new();
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    let email = person.signs_up().await;
    let tabs = browser.opens_tabs(TABS, "/").await;
    let seen = browser.asks_all_until("one open stream", &tabs, is_open_once).await;
    assert_eq!(sum(seen.iter().map(|tab| tab.made)), 1, "no other tab tried to open a stream: {seen:?}");

    let balance = changes_at_random(&server, &browser, &person, &email, &tabs, &mut random).await;
    let ledger = server.ledger_of(&email);
    assert_eq!((ledger.len(), ledger.last()), (CHANGES + 1, Some(&balance)), "the ledger knows all changes");
    let seen = browser.asks_all_until("all tabs to follow", &tabs, all_show(balance)).await;
    went_only_where_the_ledger_was(&seen, &ledger);
    assert!(is_open_once(&seen) && sum(seen.iter().map(|tab| tab.made)) == 1, "still one stream: {seen:?}");
    browser.finish(&[]).await;
}

#[tokio::test]
async fn when_the_leading_tab_is_closed_another_leads_and_the_rest_follow() {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    let email = person.signs_up().await;
    let mut tabs = browser.opens_tabs(TABS, "/").await;
    // Until two are left: each time whoever leads is the one that goes.
    while tabs.len() > 2 {
        let seen = browser.asks_all_until("one open stream", &tabs, is_open_once).await;
        let leads = seen.iter().position(|tab| tab.open == 1).unwrap();
        let leader = tabs.remove(leads);
        browser.closes(&leader, &tabs[0]).await;
        // What changes while nobody leads yet is not missed.
        server.gives(&email, 7);
        let ledger = server.ledger_of(&email);
        let balance = *ledger.last().unwrap();
        let seen = browser.asks_all_until("the rest to follow", &tabs, all_show(balance)).await;
        went_only_where_the_ledger_was(&seen, &ledger);
        let said = sum(seen.iter().map(|tab| i64::try_from(tab.began_to_say.len()).unwrap()));
        assert_eq!(said, 0, "a tab that takes over is nothing to be told of: {seen:?}");
    }
    eventually("one open stream at the end", PATIENCE, || async {
        is_open_once(&browser.asks_all(&tabs).await).then_some(())
    })
    .await;
    browser.finish(&[]).await;
}
