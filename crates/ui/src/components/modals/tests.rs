//! What the modal says, as the server would write it with the modal open.

use credits::{Catalog, Credits, Quote, cheapest_cover};
use leptos::prelude::*;
use wire::{Balance, List, Me};

use crate::components::app_shell::app_shell;
use crate::contexts::credit_gate::use_gate_state;
use crate::page_data::Shell;
use crate::piece::{Piece, write};
use crate::state::blocked::Blocked;

fn catalog() -> Catalog {
    Catalog::from_toml(include_str!("../../../../../catalog.toml")).unwrap()
}

fn sora(available: u32, held: u32) -> Blocked {
    Blocked {
        quote: Quote { cost: 80.into(), operation: "Sora render".to_owned() },
        available: available.into(),
        held: held.into(),
        offer: None,
        seen_version: Some(1),
    }
}

/// The dialog of somebody whose click was blocked so, with this balance on screen by now.
fn modal(blocked: Blocked, available: u32, version: u64) -> String {
    fn page() -> Piece {
        use_gate_state().0.set(Some(expect_context()));
        Piece::Nothing
    }
    let shell = Shell {
        me: Some(Me {
            account: uuid::Uuid::from_u128(7),
            email: "ada@example.com".to_owned(),
            display_name: "Ada".to_owned(),
        }),
        balance: Some(Balance { available: available.into(), held: Credits::ZERO, version }),
        catalog: (&catalog()).into(),
        now: credits::Timestamp(0).into(),
        path: "/".to_owned(),
        choices: String::new(),
        notice: None,
    };
    let html = Owner::new_root(None).with(|| {
        provide_context(blocked);
        write(app_shell(shell, List { items: Vec::new(), next_cursor: None }, page))
    });
    html.split("<dialog").nth(1).unwrap_or_default().replace("<!>", "")
}

#[track_caller]
fn shows(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part:?} is missing in {html}");
    }
}

#[test]
fn a_blocked_click_is_told_three_numbers_one_offer_and_every_way_out() {
    let html = modal(sora(12, 0), 12, 1);
    shows(
        &html,
        &[
            ">Insufficient Credits</h2>",
            "aria-label=\"Close\"",
            "You have <strong>12</strong> credits. This Sora render costs <strong>80</strong> credits. \
             You need <strong class=\"amber\">68</strong> more.",
            "<progress aria-hidden=\"true\" max=\"80\" value=\"12\" class=\"bar bar--amber\">",
            "class=\"button button--primary button--wide\">Buy Starter Pack — $15 (300 cr)</button>",
            "href=\"/billing\" class=\"modal__plan\">Or \
             <span class=\"link\">subscribe from $19/mo for 500 credits/month</span></a>",
            ">Maybe later</button>",
        ],
    );
    assert_eq!(html.matches("button--primary").count(), 1, "{html}");
}

#[test]
fn the_servers_offer_is_shown_until_the_balance_has_changed() {
    let offer = cheapest_cover(&catalog(), 3_001.into());
    let blocked = Blocked { offer, ..sora(12, 0) };
    shows(&modal(blocked.clone(), 12, 1), &["Buy 2 × Studio Pack — $240 (6,000 cr)"]);
    shows(&modal(blocked, 20, 2), &["Buy Starter Pack — $15 (300 cr)", "<strong>20</strong> credits"]);
}

#[test]
fn what_is_on_hold_is_said_and_credits_that_have_come_turn_it_around() {
    shows(&modal(sora(12, 80), 12, 1), &["80 credits are on hold for running work.</p>"]);
    shows(&modal(sora(12, 20), 12, 1), &["20 credits are on hold for running work and may return."]);
    let enough = modal(sora(12, 0), 300, 2);
    shows(&enough, &[">You now have 300 credits</h2>", "Sora render · 80 cr", ">Continue</button>"]);
    assert!(!enough.contains("Buy ") && !enough.contains("You need"), "{enough}");
}
