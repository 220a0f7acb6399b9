//! Everything has its place and its size on every screen, whatever there is to show in it.

use e2e::{Browser, Person, Server, Width};
use serde_json::{Value, json};

const LONG_MODEL: &str = "Meridian Cinematic Ultra 2.1 Master";

/// The usual catalog, and a model whose name is longer than any place for it.
fn catalog() -> String {
    let usual = include_str!("../../../catalog.toml");
    let long = "[[model]]\nid = \"meridian\"\nkind = \"render\"\ncost = 80\nseconds = [5, 8, 10]\n";
    format!("{usual}\n{long}label = \"{LONG_MODEL}\"\n")
}

/// A server with that catalog, in a folder of its own that must stay as long as the server; refuses one word and rests while it works.
fn start() -> (Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalog.toml");
    std::fs::write(&file, catalog()).unwrap();
    let config = format!(
        "catalog = {:?}\n[generator]\nrefused_words = [\"forbidden\"]\nrest_per_step_ms = 400\n",
        file.display().to_string()
    );
    (Server::start_configured(&config), folder)
}

fn at(box_: &Value, side: &str) -> f64 {
    box_[side].as_f64().unwrap()
}

fn is_inside(inner: &Value, outer: &Value) -> bool {
    at(inner, "left") >= at(outer, "left")
        && at(inner, "right") <= at(outer, "right")
        && at(inner, "top") >= at(outer, "top")
        && at(inner, "bottom") <= at(outer, "bottom")
}

async fn sees_nothing_sideways(person: &Person, widths: &[Width], page: &str) {
    for &width in widths {
        person.looks_at(width).await;
        assert_eq!(person.finds_sideways(width).await, json!([]), "{page} at {width:?}");
    }
}

async fn sees_the_rail_in_its_size(person: &Person, width: Width, what: &str) {
    let rail = person.finds("complementary", "Tool navigation").await;
    let place = person.measures(&rail).await;
    let (across, down) = (person.page_width().await, width.size().1);
    if width.is_wide() {
        assert_eq!(
            (&place["left"], &place["width"], &place["height"]),
            (&json!(0), &json!(56), &json!(down)),
            "{what}"
        );
    } else {
        assert_eq!(
            (&place["width"], &place["height"], &place["bottom"]),
            (&json!(across), &json!(56), &json!(down)),
            "{what}"
        );
    }
    assert_eq!(person.finds_overflowing(&rail).await, json!([]), "the rail, {what}");
}

async fn sees_the_footer_in_its_size(person: &Person, what: &str) {
    let generate = person.finds("button", "Generate").await;
    let around = person.finds_around(&generate, "footer").await;
    let footer = person.measures(&around).await;
    assert_eq!(footer["height"], 64, "the footer, {what}");
    assert!(is_inside(&person.measures(&generate).await, &footer), "Generate stands out of the footer, {what}");
    // Corners are round: a little inside of each, and in the middle, a press arrives at the button.
    let script = "const [button] = arguments, box = button.getBoundingClientRect(); \
        const points = [[0.5, 0.5], [0.08, 0.2], [0.92, 0.2], [0.08, 0.8], [0.92, 0.8]]; \
        return points.every(([x, y]) => button.contains( \
            document.elementFromPoint(box.left + x * box.width, box.top + y * box.height)))";
    assert_eq!(person.runs_on(&generate, script).await, true, "something lies over Generate, {what}");
    assert_eq!(person.finds_overflowing(&around).await, json!([]), "the footer, {what}");
}

async fn sees_the_pill_as_it_is_drawn(person: &Person, credits: i64, what: &str) {
    let pill = person.finds_beginning("link", &grouped(credits)).await;
    let script = "const [pill] = arguments; \
        const drawn = [...pill.querySelectorAll('span')].map(part => { const style = getComputedStyle(part); \
            return [part.textContent, style.fontSize, style.fontWeight, style.fontVariantNumeric, style.color] }); \
        return [pill.getBoundingClientRect().height, drawn]";
    let short = match credits {
        999_999 => "999k",
        1_234_567 => "1.2M",
        _ => &credits.to_string(),
    };
    let colour = if credits == 0 { "rgb(251, 191, 36)" } else { "rgb(139, 146, 165)" };
    let drawn = person.runs_on(&pill, script).await;
    assert_eq!(drawn[0], 32, "the pill's height, {what}");
    assert_eq!(drawn[1][0], json!([short, "10px", "700", "tabular-nums", colour]), "the pill's number, {what}");
    assert_eq!((&drawn[1][1][0], &drawn[1][1][1]), (&json!("cr"), &json!("8px")), "the pill's unit, {what}");
}

fn grouped(credits: i64) -> String {
    let text = match credits {
        999_999 => "999,999".to_owned(),
        1_234_567 => "1,234,567".to_owned(),
        _ => credits.to_string(),
    };
    format!("{text} credits — view billing")
}

async fn sees_the_order_of_the_rail(person: &Person) {
    let mut tops = Vec::new();
    for (role, name) in [("link", "0 credits — view billing"), ("link", "Home"), ("button", "Account menu")] {
        tops.push(at(&person.measures(&person.finds(role, name).await).await, "top"));
    }
    assert!(tops.is_sorted(), "pill, Home and avatar stand at {tops:?}");
}

async fn sees_panel_and_generations_in_their_places(person: &Person, width: Width) {
    let panel = person.measures(&person.finds("region", "Generation controls").await).await;
    let generations = person.measures(&person.finds("region", "Generations").await).await;
    if width.is_wide() {
        assert_eq!((&panel["left"], &panel["width"]), (&json!(56), &json!(400)), "the panel at {width:?}");
        assert_eq!(generations["left"], panel["right"], "the generations at {width:?}");
    } else {
        assert_eq!(panel["width"], person.page_width().await, "the panel at {width:?}");
        assert!(at(&panel, "bottom") <= at(&generations, "top"), "the generations at {width:?}: {generations}");
    }
}

async fn sees_the_modal_in_its_place(person: &Person, width: Width) {
    let dialog = person.measures(&person.finds("dialog", "Insufficient Credits").await).await;
    let (across, down) = (person.page_width().await, width.size().1);
    if width.is_wide() {
        let screen = json!({ "left": 0, "top": 0, "right": across, "bottom": down });
        assert!(is_inside(&dialog, &screen) && at(&dialog, "width") < 600.0, "the modal at {width:?}: {dialog}");
    } else {
        let edges = [&dialog["left"], &dialog["right"], &dialog["bottom"]];
        assert_eq!(edges, [&json!(0), &json!(across), &json!(down)], "the modal is a sheet at {width:?}");
        assert!(at(&dialog, "top") >= 0.0, "the modal at {width:?}: {dialog}");
    }
}

#[tokio::test]
async fn rail_footer_pill_and_panel_keep_their_sizes_whatever_the_balance_and_the_screen() {
    let (server, _catalog) = start();
    let browser = Browser::open(&server).await;
    let person = browser.person();
    let email = person.signs_up().await;
    person.fills("Prompt", "a lighthouse in a storm").await;
    person.chooses("Video model", LONG_MODEL).await;
    sees_the_order_of_the_rail(&person).await;
    let mut given = 0;
    for credits in [0, 220, 999_999, 1_234_567] {
        if credits > given {
            server.gives(&email, credits - given);
            given = credits;
        }
        person.has(credits).await;
        for width in Width::ALL {
            person.looks_at(width).await;
            let what = format!("with {credits} credits at {width:?}");
            sees_the_rail_in_its_size(&person, width, &what).await;
            sees_the_footer_in_its_size(&person, &what).await;
            sees_panel_and_generations_in_their_places(&person, width).await;
            assert_eq!(person.finds_sideways(width).await, json!([]), "{what}");
            if width.is_wide() {
                sees_the_pill_as_it_is_drawn(&person, credits, &what).await;
            }
        }
    }
    person.goes_to("/billing").await;
    sees_nothing_sideways(&person, &Width::ALL, "billing").await;
    browser.finish(&[]).await;
}

#[tokio::test]
async fn the_modal_is_a_sheet_on_narrow_screens_and_no_page_scrolls_sideways() {
    let (server, _catalog) = start();
    let browser = Browser::open(&server).await;
    let person = browser.person();
    person.goes_to("/signin").await;
    sees_nothing_sideways(&person, &Width::ALL, "sign-in").await;
    person.signs_up().await;
    person.fills("Prompt", "a lighthouse in a storm").await;
    person.chooses("Video model", LONG_MODEL).await;
    person.clicks("button", "Generate").await;
    person.finds("dialog", "Insufficient Credits").await;
    sees_nothing_sideways(&person, &Width::ALL, "the workspace with the modal").await;
    for width in Width::ALL {
        person.looks_at(width).await;
        sees_the_modal_in_its_place(&person, width).await;
    }
    person.clicks("button", "Buy Starter Pack — $15 (300 cr)").await;
    person.finds("button", "Pay").await;
    sees_nothing_sideways(&person, &Width::ALL, "the checkout").await;
    browser.finish(&[]).await;
}

/// The screens on which targets are looked at: a finger needs more than a mouse.
const POINTED_AT: [Width; 3] = Width::USUAL;

async fn sees_only_large_targets(person: &Person, page: &str, small: &mut Vec<String>) {
    for width in POINTED_AT {
        person.looks_at(width).await;
        for told in person.finds_too_small(width).await.as_array().unwrap() {
            small.push(format!("{page} at {width:?}: {}", told.as_str().unwrap()));
        }
    }
}

/// One card of every kind: a picture, a failure, and a clip that is being made.
async fn makes_one_of_each(person: &Person) {
    person.makes_a_picture_and_a_failure().await;
    person.fills("Prompt", "a harbour at dawn").await;
    person.clicks("button", "Preview · 5 cr").await;
    person.finds("button", "Cancel").await;
}

#[tokio::test]
async fn everything_that_can_be_pressed_is_large_enough_to_be_pressed() {
    let (server, _catalog) = start();
    let browser = Browser::open(&server).await;
    let person = browser.person();
    let mut small = Vec::new();
    for (path, page) in [("/", "the workspace, signed out"), ("/signin", "sign-in"), ("/signup", "sign-up")] {
        person.goes_to(path).await;
        sees_only_large_targets(&person, page, &mut small).await;
    }
    person.looks_at(Width::Desktop).await;
    let email = person.signs_up().await;
    person.fills("Prompt", "a lighthouse in a storm").await;
    person.clicks("button", "Generate").await;
    person.finds("dialog", "Insufficient Credits").await;
    sees_only_large_targets(&person, "the modal", &mut small).await;
    person.clicks("button", "Buy Starter Pack — $15 (300 cr)").await;
    person.finds("button", "Pay").await;
    sees_only_large_targets(&person, "the checkout", &mut small).await;
    person.clicks("button", "Pay").await;
    person.arrives_at("/").await;
    person.finds("button", "Continue").await;
    sees_only_large_targets(&person, "the workspace after a purchase", &mut small).await;

    person.looks_at(Width::Desktop).await;
    server.gives(&email, 100);
    makes_one_of_each(&person).await;
    sees_only_large_targets(&person, "the workspace with cards", &mut small).await;
    person.clicks("button", "Account menu").await;
    person.finds("button", "Sign out").await;
    sees_only_large_targets(&person, "the menu", &mut small).await;
    person.goes_to("/billing").await;
    sees_only_large_targets(&person, "billing", &mut small).await;
    person.goes_to("/problems/insufficient-credits").await;
    sees_only_large_targets(&person, "a problem's page", &mut small).await;
    assert!(small.is_empty(), "{} targets are too small:\n{}", small.len(), small.join("\n"));
    browser.finish(&[]).await;
}
