//! The workspace as it comes from the server.

use ui::{Notice, PageData, Shell};
use wire::GenerationState;

use crate::shown::{generation, hides, html, page_of, page_signed_out, page_with, shell, shows, workspace};

#[test]
fn the_pill_names_all_credits_and_says_what_is_on_hold() {
    let page = page_of(12_400, "/", workspace(Vec::new()));
    shows(
        &page,
        &["aria-label=\"12,400 credits — view billing\"", "title=\"80 on hold\"", ">12.4k<", "href=\"/billing\""],
    );
    hides(&page, &["pill__number--amber"]);
}

#[test]
fn the_pill_is_amber_at_nothing_and_when_nobody_knows() {
    shows(&page_of(0, "/", workspace(Vec::new())), &["aria-label=\"0 credits — view billing\"", "pill__number--amber"]);
    let in_debt = page_of(-20, "/", workspace(Vec::new()));
    shows(&in_debt, &["aria-label=\"-20 credits — view billing\"", "pill__number--amber", ">-20<"]);
    let signed_out = page_signed_out("/", workspace(Vec::new()));
    shows(&signed_out, &["aria-label=\"Credits unknown — view billing\"", "pill__number--amber"]);
}

#[test]
fn the_pill_is_a_bar_without_a_number_until_there_is_one() {
    let page = html(&PageData { shell: Shell { balance: None, ..shell("/", Some(0)) }, page: workspace(Vec::new()) });
    shows(
        &page,
        &[
            "<span class=\"pill__skeleton\"></span>",
            "aria-busy=\"true\"",
            "aria-label=\"Credits unknown — view billing\"",
        ],
    );
    hides(&page, &["pill__number", " bal<", "0 credits"]);
    hides(&page_of(0, "/", workspace(Vec::new())), &["pill__skeleton", "aria-busy"]);
}

#[test]
fn the_pill_stands_above_home_and_home_above_the_avatar() {
    let page = page_of(220, "/", workspace(Vec::new()));
    let places =
        ["220 credits — view billing", "aria-label=\"Home\"", "aria-label=\"Account menu\""].map(|it| page.find(it));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {page}");
    shows(&page, &[">220</span><span class=\"pill__unit\">cr</span>"]);
}

#[test]
fn every_control_has_its_name_and_its_cost() {
    let page = page_of(220, "/", workspace(Vec::new()));
    shows(
        &page,
        &[
            "aria-label=\"Tool navigation\"",
            ">Video</button>",
            ">Image</button>",
            "for=\"prompt\" class=\"label\">Prompt</label>",
            "Preview <span class=\"button__cost\">· 5 cr</span>",
            "Storyboard <span class=\"button__cost\">· 4 cr</span>",
            "for=\"aspect-ratio\" class=\"label\">Aspect ratio</label>",
            "for=\"duration\" class=\"label\">Duration</label>",
            "aria-label=\"Video model\"",
            ">Sora · 80 cr</option>",
            ">Wan 2.5 · 5 cr</option>",
            "· 80 cr",
            "· 220 bal",
            "<span>Generate</span>",
            "aria-label=\"Account menu\"",
            "0 outputs",
        ],
    );
}

#[test]
fn without_a_prompt_nothing_can_be_sent() {
    let page = page_of(220, "/", workspace(Vec::new()));
    assert_eq!(page.matches(" disabled").count(), 3, "Preview, Storyboard and Generate: {page}");
    hides(&page, &["aria-disabled"]);
}

#[test]
fn the_balance_beside_the_cost_is_amber_when_it_is_short() {
    shows(&page_of(12, "/", workspace(Vec::new())), &["footer__balance--short", "· 12 bal"]);
    hides(&page_of(80, "/", workspace(Vec::new())), &["footer__balance--short"]);
}

#[test]
fn each_state_of_a_generation_offers_what_can_be_done_about_it() {
    let card = |state| page_of(220, "/", workspace(vec![generation(1, state)]));
    let running = card(GenerationState::Running);
    shows(
        &running,
        &[
            "Rendering",
            "62 %",
            ">Cancel</button>",
            "Sora · 80 cr on hold",
            "2 min",
            "1 output",
            "aria-label=\"Progress\"",
        ],
    );
    let done = card(GenerationState::Succeeded);
    shows(
        &done,
        &[
            "<video",
            " controls",
            "preload=\"none\"",
            "loading=\"lazy\"",
            "aria-label=\"Download\"",
            "aria-label=\"Reuse prompt\"",
        ],
    );
    hides(&done, &["Not charged", ">Retry<"]);
    let failed = card(GenerationState::Failed);
    shows(&failed, &["Not made", "The model refused this prompt", "Not charged", ">Retry</button>"]);
    let cancelled = card(GenerationState::Cancelled);
    shows(&cancelled, &["Cancelled", "Not charged", ">Retry</button>"]);
}

#[test]
fn whoever_is_signed_out_sees_the_workspace_and_the_way_in() {
    let page = page_signed_out("/", workspace(Vec::new()));
    shows(&page, &["href=\"/signin?redirect=/\"", "Sign in", "Nothing here yet", "Preview <span"]);
    hides(&page, &["Account menu", " bal<"]);
}

#[test]
fn the_first_html_says_how_the_checkout_ended() {
    let added = page_with(Notice::CreditsAdded { credits: 300.into() }, workspace(Vec::new()));
    shows(&added, &["300 credits added"]);
    let cancelled = page_with(Notice::CheckoutCanceled, workspace(Vec::new()));
    shows(&cancelled, &["Checkout canceled. Nothing was charged."]);
    let expired = page_with(Notice::CheckoutExpired, workspace(Vec::new()));
    shows(&expired, &["The checkout expired. Nothing was charged."]);
}

#[test]
fn the_one_modal_stands_in_the_shell_and_is_closed() {
    let page = page_of(0, "/", workspace(Vec::new()));
    shows(
        &page,
        &[
            "<dialog",
            "aria-label=\"Insufficient Credits\"",
            ">Insufficient Credits</h2>",
            "aria-label=\"Close\"",
            ">Maybe later<",
        ],
    );
    hides(&page, &["<dialog open", "You have"]);
    assert_eq!(page.matches("<dialog").count(), 1);
}
