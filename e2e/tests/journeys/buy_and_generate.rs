//! The main job, word for word.

use e2e::{Browser, PATIENCE, Server, ServerOptions, Width, eventually};

const PROMPT: &str = "A lighthouse on a black cliff, storm rolling in, slow push in, 35 mm, volumetric light";

at_every_width!(a_newcomer_buys_exactly_enough_and_gets_a_clip_for_it);

async fn a_newcomer_buys_exactly_enough_and_gets_a_clip_for_it(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();

    // Sign up: the workspace shows 0 cr, in amber.
    let email = person.signs_up().await;
    person.has(0).await;
    let pill = person.finds("link", "0 credits — view billing").await;
    assert_eq!(pill.text().await.unwrap().replace('\n', " "), "0 cr");
    let colour =
        person.runs("return getComputedStyle(document.querySelector('a[href=\"/billing\"] span')).color").await;
    assert_eq!(colour, "rgb(251, 191, 36)");
    let across = if width.is_wide() { "width" } else { "height" };
    let rail = format!("return document.querySelector('aside').getBoundingClientRect().{across}");
    assert_eq!(person.runs(&rail).await, 56);

    // Type a prompt: Generate costs 80, and says what is missing.
    person.fills("Prompt", PROMPT).await;
    person.chooses("Video model", "Sora").await;
    let generate = person.finds("button", "Generate").await;
    assert_eq!(generate.attr("aria-disabled").await.unwrap().as_deref(), Some("true"));
    assert_eq!(generate.attr("title").await.unwrap().as_deref(), Some("Need 80 credits (you have 0)"));

    // Short of credits: the modal says so in plain numbers.
    person.clicks("button", "Generate").await;
    person.finds("dialog", "Insufficient Credits").await;
    person.reads_eventually("You have 0 credits. This Sora render costs 80 credits. You need 80 more.").await;
    person.keeps_picture("modal").await;

    // Buy the Starter Pack, pay, and come back: the prompt is intact and the balance is 300.
    person.buys_the_starter_pack().await;
    person.has(300).await;
    person.reads_eventually("300 credits added").await;
    assert_eq!(person.reads_field("Prompt").await, PROMPT);
    assert!(person.reads().await.contains("· 300 bal"));
    person.runs("window.sameDocument = true").await;

    // Generate: 80 are held, the video appears, 80 are settled.
    person.clicks("button", "Generate").await;
    person.has(220).await;
    person.clicks("button", "Play").await;
    eventually("a clip that plays", PATIENCE * 2, || async {
        let script = "const v = document.querySelector('video'); return v.currentTime > 0.3 && \
            [v.videoWidth > 0, Math.round(v.duration), v.controls, document.activeElement === v]";
        (person.runs(script).await == serde_json::json!([true, 5, true, true])).then_some(())
    })
    .await;
    person.has(220).await;
    assert!(person.reads().await.contains("· 220 bal"));
    assert_eq!(person.runs("return window.sameDocument === true").await, true, "the page was not reloaded");

    let shown = server.operator(&["account", "show", &email, "--json"]);
    assert!(shown.contains("220"), "{shown}");
    assert!(server.operator(&["ledger", "audit"]).contains("every balance is the sum of its entries"));
    browser.finish(&[]).await;
}
