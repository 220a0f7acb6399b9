//! What the panel's buttons say and allow, with something typed in it.

use credits::{Catalog, Credits};
use leptos::prelude::*;
use wire::{Balance, List, Me};

use super::generation_controls;
use crate::components::app_shell::app_shell;
use crate::contexts::credit_balance::use_credit_balance;
use crate::contexts::draft::use_draft;
use crate::contexts::generations::use_generations;
use crate::page_data::Shell;
use crate::piece::{Piece, write};
use crate::state::controls::Tab;

/// How the panel is found.
#[derive(Clone, Copy)]
struct Found {
    available: u32,
    tab: Tab,
    prompt: &'static str,
    video_model: &'static str,
    is_stale: bool,
    is_submitting: bool,
}

const TYPED: Found = Found {
    available: 0,
    tab: Tab::Video,
    prompt: "a lighthouse",
    video_model: "sora-2",
    is_stale: false,
    is_submitting: false,
};

fn panel(found: Found) -> String {
    fn page() -> Piece {
        let found: Found = expect_context();
        use_draft().0.update(|draft| {
            (draft.tab, draft.prompt, draft.video_model) =
                (found.tab, found.prompt.to_owned(), found.video_model.to_owned());
        });
        use_credit_balance().is_stale.set(found.is_stale);
        use_generations().calls.is_submitting.set(found.is_submitting);
        generation_controls()
    }
    let catalog = Catalog::from_toml(include_str!("../../../../../../catalog.toml")).unwrap();
    let shell = Shell {
        me: Some(Me {
            account: uuid::Uuid::from_u128(7),
            email: "ada@example.com".to_owned(),
            display_name: "Ada".to_owned(),
        }),
        balance: Some(Balance { available: found.available.into(), held: Credits::ZERO, version: 1 }),
        catalog: (&catalog).into(),
        now: credits::Timestamp(0).into(),
        path: "/".to_owned(),
        choices: String::new(),
        notice: None,
    };
    let html = Owner::new_root(None).with(|| {
        provide_context(found);
        write(app_shell(shell, List { items: Vec::new(), next_cursor: None }, page))
    });
    let panel = html.split("<section").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap_or_default();
    panel.replace("<!>", "")
}

fn count(html: &str, part: &str) -> usize {
    html.matches(part).count()
}

#[test]
fn a_blocked_button_looks_disabled_says_why_and_can_be_activated() {
    let video = panel(TYPED);
    for title in ["Need 80 credits (you have 0)", "Need 5 credits (you have 0)", "Need 4 credits (you have 0)"] {
        assert!(video.contains(&format!("aria-disabled=\"true\" title=\"{title}\"")), "{title} is missing in {video}");
    }
    assert_eq!((count(&video, "aria-disabled"), count(&video, " disabled")), (3, 0), "{video}");
    let image = panel(Found { tab: Tab::Image, ..TYPED });
    assert!(image.contains("Image preview <span class=\"button__cost\">· 1 cr</span>"), "{image}");
    assert_eq!(count(&image, "title=\"Need 1 credit (you have 0)\""), 2, "Image preview and Generate: {image}");
}

#[test]
fn only_what_costs_more_than_there_is_is_blocked() {
    let html = panel(Found { available: 12, ..TYPED });
    assert_eq!((count(&html, "aria-disabled"), count(&html, "title=\"Need 80 credits (you have 12)\"")), (1, 1));
    assert_eq!(count(&panel(Found { available: 80, ..TYPED }), "aria-disabled"), 0);
}

#[test]
fn a_balance_that_may_be_out_of_date_blocks_nothing() {
    let html = panel(Found { is_stale: true, ..TYPED });
    assert_eq!((count(&html, "aria-disabled"), count(&html, " disabled")), (0, 0), "{html}");
}

#[test]
fn without_a_prompt_and_while_a_request_is_on_its_way_buttons_are_really_disabled() {
    for found in [Found { prompt: " \n", ..TYPED }, Found { is_submitting: true, ..TYPED }] {
        let html = panel(found);
        assert_eq!((count(&html, " disabled"), count(&html, "aria-disabled")), (3, 0), "{html}");
        assert_eq!(count(&html, "aria-busy=\"true\""), usize::from(found.is_submitting), "{html}");
    }
}

#[test]
fn what_has_no_price_says_none_and_cannot_be_sent() {
    let html = panel(Found { available: 12, video_model: "gone", ..TYPED });
    assert!(html.contains("<span></span> <span class=\"footer__balance\">· 12 bal</span>"), "{html}");
    assert_eq!((count(&html, " disabled"), count(&html, "aria-disabled")), (1, 0), "Generate alone: {html}");
}
