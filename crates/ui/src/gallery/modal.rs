//! The modal of a blocked click.

use leptos::prelude::*;
use wire::GenerationState;

use super::fixtures::{PROMPT, balance, blocked, clip, having, workspace};
use super::{Opens, Scene};
use crate::contexts::Contexts;
use crate::format::messages;
use crate::state::blocked::Blocked;

pub fn scenes() -> Vec<Scene> {
    let over = |name, title, data, contexts| {
        Scene::new(name, title, data).with_prompt(PROMPT).with(contexts).with_open(Opens::Modal)
    };
    let page = |name, title, available, contexts: fn(Contexts)| {
        over(name, title, workspace(having("/", available, 0), Vec::new()), contexts)
    };
    let held = |name, title, held, contexts: fn(Contexts)| {
        let running = vec![clip(1, GenerationState::Running, PROMPT)];
        over(name, title, workspace(having("/", 12, held), running), contexts)
    };
    vec![
        page("modal-zero", "Modal: no credits", 0, |it| open(it, blocked(80, 0, 0))),
        page("modal-short", "Modal: some credits", 12, |it| open(it, blocked(80, 12, 0))),
        page("modal-one-missing", "Modal: one credit is missing", 79, |it| open(it, blocked(80, 79, 0))),
        held("modal-held", "Modal: only a hold is in the way", 80, |it| open(it, blocked(80, 12, 80))),
        held("modal-held-too-little", "Modal: a hold that would not be enough", 5, |it| open(it, blocked(80, 12, 5))),
        page("modal-several", "Modal: several packs", 0, |it| open(it, blocked(64_000, 0, 0))),
        page("modal-no-offer", "Modal: nothing is sold", 0, |it| {
            let catalog = wire::Catalog { packs: Vec::new(), plans: Vec::new(), ..(&*it.catalog.now()).into() };
            it.catalog.replace(catalog);
            open(it, blocked(80, 0, 0));
        }),
        page("modal-enough", "Modal: credits have arrived", 12, |it| {
            open(it, blocked(80, 12, 0));
            it.credit_balance.receive(wire::Balance { version: 4, ..balance(312, 0) });
        }),
        page("modal-busy", "Modal: the checkout is being opened", 0, |it| open(it, blocked(80, 0, 0)))
            .with_checkout(|it| it.busy.set(Some("price_credits_250".to_owned()))),
        page("modal-failed", "Modal: the checkout could not be opened", 0, |it| open(it, blocked(80, 0, 0)))
            .with_checkout(|it| it.failure.set(Some(messages::NO_ANSWER.to_owned()))),
    ]
}

fn open(contexts: Contexts, blocked: Blocked) {
    contexts.credit_gate.0.set(Some(blocked));
}
