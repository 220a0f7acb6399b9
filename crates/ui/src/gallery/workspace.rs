//! The workspace: balances, the panel, cards, messages, the menu.

use credits::Kind;
use credits::limits::PROMPT_CHARACTERS_MAX;
use leptos::prelude::*;
use wire::{Generation, GenerationState};

use super::fixtures::{
    PROMPT, after, balance, clip, credits, having, intent, long_workspace, pictures, signed_in, signed_out, workspace,
};
use super::{Opens, Scene};
use crate::contexts::notices::Tone;
use crate::format::messages;
use crate::page_data::Notice;
use crate::state::controls::Tab;

pub fn scenes() -> Vec<Scene> {
    [balances(), panel(), cards(), notices()].into_iter().flatten().collect()
}

fn balances() -> Vec<Scene> {
    let page = |name, title, available, held| {
        Scene::new(name, title, workspace(having("/", available, held), Vec::new())).with_prompt(PROMPT)
    };
    vec![
        Scene::new("workspace-signed-out", "Workspace: signed out", workspace(signed_out("/"), Vec::new())),
        Scene::new(
            "workspace-new",
            "Workspace: nothing made, nothing typed",
            workspace(having("/", 220, 0), Vec::new()),
        ),
        page("workspace-zero", "Workspace: no credits", 0, 0),
        page("workspace-one", "Workspace: one credit", 1, 0),
        page("workspace-short", "Workspace: too few credits", 12, 0),
        page("workspace-enough", "Workspace: enough credits", 220, 0),
        page("workspace-held", "Workspace: credits on hold", 140, 80),
        page("workspace-six-digits", "Workspace: six digits", 999_999, 0),
        page("workspace-millions", "Workspace: millions", 1_234_567, 0),
        Scene::new("workspace-loading", "Workspace: balance on its way", workspace(signed_in("/"), Vec::new()))
            .with_prompt(PROMPT),
        Scene::new("workspace-unknown", "Workspace: balance unknown", workspace(signed_in("/"), Vec::new()))
            .with_prompt(PROMPT)
            .with(|it| it.credit_balance.is_stale.set(true)),
        page("workspace-reconnecting", "Workspace: reconnecting", 220, 0).with(|it| {
            it.credit_balance.is_stale.set(true);
            it.credit_balance.is_reconnecting.set(true);
        }),
    ]
}

fn panel() -> Vec<Scene> {
    let page = |name, title| Scene::new(name, title, workspace(having("/", 220, 0), Vec::new()));
    vec![
        page("panel-image", "Panel: images").with_prompt(PROMPT).with(|it| {
            it.draft.0.update(|draft| draft.tab = Tab::Image);
        }),
        page("panel-submitting", "Panel: a request on its way")
            .with_prompt(PROMPT)
            .with(|it| it.generations.calls.is_submitting.set(true)),
        page("panel-too-long", "Panel: prompt too long").with_prompt(&"storm ".repeat(PROMPT_CHARACTERS_MAX / 6 + 2)),
        page("panel-menu", "Panel: account menu").with_open(Opens::Menu),
    ]
}

fn one_of_each() -> Vec<Generation> {
    vec![
        clip(1, GenerationState::Queued, "A caravan across red dunes at dusk"),
        clip(2, GenerationState::Running, PROMPT),
        clip(3, GenerationState::Succeeded, "Deep sea station, bioluminescent drift"),
        pictures(4, Kind::Image, "Embers over a ruined opera house"),
        pictures(5, Kind::Storyboard, "Aurora above a frozen harbour at blue hour"),
        clip(9, GenerationState::Failed, "A forbidden castle"),
        clip(10, GenerationState::Cancelled, "A tram in the rain, seen from above"),
    ]
}

fn cards() -> Vec<Scene> {
    let long =
        "An extraordinarily long prompt that no card has room for, with wordswithoutanyspacebetweenthem, ".repeat(6);
    let many: Vec<_> = (1..=24).map(|n| pictures(n, Kind::Image, "A red kite over the estuary")).collect();
    let few = many.iter().take(4).cloned().collect();
    vec![
        Scene::new("cards-each", "Cards: one of each", workspace(having("/", 55, 160), one_of_each())),
        Scene::new("cards-one", "Cards: one output", workspace(having("/", 55, 0), one_of_each().split_off(6))),
        Scene::new("cards-long", "Cards: a long prompt", {
            workspace(
                having("/", 55, 0),
                vec![clip(1, GenerationState::Failed, &long), pictures(2, Kind::Image, &long)],
            )
        }),
        Scene::new("cards-many", "Cards: a long history", long_workspace(having("/", 55, 0), many)),
        Scene::new("cards-loading-more", "Cards: more is loading", long_workspace(having("/", 55, 0), few))
            .with(|it| it.generations.calls.is_loading_older.set(true)),
        Scene::new("cards-cancelling", "Cards: cancel asked for", workspace(having("/", 55, 160), one_of_each())).with(
            |it| {
                let unfinished = it
                    .generations
                    .list
                    .with_untracked(|list| list.items().iter().map(|item| item.id).take(2).collect());
                it.generations.calls.cancels.set(unfinished);
            },
        ),
        Scene::new("cards-reconnecting", "Cards: reconnecting", workspace(having("/", 55, 160), one_of_each())).with(
            |it| {
                it.credit_balance.is_stale.set(true);
                it.credit_balance.is_reconnecting.set(true);
            },
        ),
        Scene::new(
            "cards-announced",
            "Cards: what screen readers hear",
            workspace(having("/", 55, 160), one_of_each()),
        )
        .with(|it| {
            // Made just now: what began before the page is no news to it.
            let created_at = it.clock.0.get_untracked().into();
            it.generations.told(Generation { created_at, ..clip(11, GenerationState::Succeeded, PROMPT) });
        }),
    ]
}

fn notices() -> Vec<Scene> {
    let added = Notice::CreditsAdded { credits: credits(300) };
    let page = |name, title, notice| Scene::new(name, title, workspace(after("/", 300, notice), one_of_each()));
    vec![
        page("notice-continue", "Message: credits added, something waits", added)
            .with_prompt(PROMPT)
            .with(|it| it.intents.remembers(intent())),
        page("notice-added", "Message: credits added", added),
        page("notice-canceled", "Message: checkout canceled", Notice::CheckoutCanceled),
        page("notice-left", "Message: checkout left by Back", Notice::CheckoutLeft),
        page("notice-expired", "Message: checkout expired", Notice::CheckoutExpired),
        Scene::new("notice-bad", "Message: something did not work", workspace(having("/", 220, 0), Vec::new())).with(
            |it| {
                it.credit_balance.receive(balance(220, 0));
                it.notices.say(Tone::Bad, messages::NO_ANSWER.to_owned());
            },
        ),
    ]
}
