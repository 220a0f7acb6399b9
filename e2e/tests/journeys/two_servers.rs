//! Two servers on one database: what is done at one is seen at the other, and the end of one is not the end of anything.

use e2e::{Browser, Server, eventually};
use postgres_fixture::Database;

/// "Within a second" of the deposit.
const WITHIN_MS: f64 = 1_000.0;

/// Notes when the pill first shows what was bought.
const WATCH: &str = "const pill = () => document.querySelector('aside a[aria-label^=\"300 credits\"]'); \
    if (pill()) throw new Error('shown before it was bought'); \
    new MutationObserver(() => { if (!window.paintedAt && pill()) window.paintedAt = Date.now() }) \
        .observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })";

#[tokio::test]
async fn a_purchase_at_one_is_seen_at_the_other_within_a_second_and_killing_one_loses_nothing() {
    let database = Database::make().unwrap();
    let assets = tempfile::tempdir().unwrap();
    let (mut one, other) = (Server::start_on(&database, assets.path()), Server::start_on(&database, assets.path()));
    let (here, there) = (Browser::open(&one).await, Browser::open(&other).await);
    let (buyer, watcher) = (here.person(), there.person());
    let email = buyer.signs_up().await;
    watcher.signs_in(&email).await;
    watcher.has(0).await;
    watcher.runs(WATCH).await;

    buyer.goes_to("/billing").await;
    buyer.clicks_the_one_for("button", "Buy credits", "Starter Pack").await;
    buyer.clicks("button", "Pay").await;
    buyer.arrives_at("/billing").await;
    buyer.has(300).await;
    watcher.has(300).await;
    let shown = one.operator(&["account", "show", &email, "--json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    let deposited_at = shown["entries"][0]["at"].as_str().unwrap();
    let late_ms = watcher.runs(&format!("return window.paintedAt - Date.parse({deposited_at:?})")).await;
    assert!(late_ms.as_f64().is_some_and(|late_ms| late_ms <= WITHIN_MS), "the pill followed after {late_ms} ms");

    // A generation that is asked for at one is seen at the other, whichever of them makes it.
    buyer.goes_to("/").await;
    buyer.fills("Prompt", "aurora above a frozen harbour at blue hour").await;
    buyer.clicks("button", "Generate").await;
    for person in [&buyer, &watcher] {
        person.has(220).await;
        person.finds("link", "Download").await;
    }

    // One server is lost. Whoever was at the other notices nothing; whoever was at the lost one finds everything when it is back.
    here.expects_to_be_cut_off();
    one.kill();
    other.gives(&email, 80);
    watcher.has(300).await;
    one.start_again();
    eventually("the other browser to be back", e2e::PATIENCE, || async {
        buyer.sees("link", "300 credits — view billing").await.then_some(())
    })
    .await;

    // Who signs out at one is signed out there; the other browser has a session of its own.
    watcher.signs_out().await;
    buyer.reloads().await;
    buyer.has(300).await;
    here.finish(&[]).await;
    there.finish(&[]).await;
}
