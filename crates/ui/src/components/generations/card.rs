//! One generation: what came of it, from which prompt, with which model, at which cost.

use leptos::prelude::*;
use uuid::Uuid;
use web_sys::MouseEvent;
use wire::{Charge, Generation, GenerationState};

use super::frame::frame;
use super::media;
use crate::components::icon::{self, icon};
use crate::contexts::catalog::use_catalog;
use crate::contexts::clock::use_screen_clock;
use crate::contexts::draft::use_draft;
use crate::contexts::generations::use_generations;
use crate::format::{labels, messages, time};
use crate::hooks::use_generation_actions::use_generation_actions;
use crate::piece::{Element, Piece, button, div, h2, li, p, part, span, text, time as time_element};
use crate::state::generations::request_of;

/// The generation of that id. Of all cards one can be reached with Tab; the arrow keys lead to the others.
pub fn card(id: Uuid, is_reachable: impl Fn() -> bool + 'static) -> Piece {
    let list = use_generations().list;
    let generation = Memo::new(move |_| list.with(|list| list.find(id).cloned()));
    // What shows a result must not be built again by progress, or a clip that plays would begin again.
    let settled = Memo::new(move |_| generation.get().map(|it| Generation { progress_permille: 0, revision: 0, ..it }));
    let prompt = generation.with_untracked(|it| it.as_ref().map(|it| it.prompt.clone()).unwrap_or_default());
    let title_id = format!("title-{id}");
    let title = h2().class("card__title").attr("id", title_id.clone()).attr("title", prompt.clone()).child(prompt);
    li().class("card")
        .attr("id", format!("card-{id}"))
        .attr("aria-labelledby", title_id)
        .live("tabindex", move || Some(if is_reachable() { "0" } else { "-1" }))
        .child(div().class("card__media").child(part(move || settled.get().map(|it| frame(&it, generation)))))
        .child(title)
        .child(div().class("card__foot").child(part(move || settled.get().map(|it| foot(&it, generation)))))
        .into()
}

fn foot(generation: &Generation, live: Memo<Option<Generation>>) -> Piece {
    let (catalog, clock) = (use_catalog(), use_screen_clock());
    let label = move || {
        let catalog = catalog.get();
        live.with(|it| it.as_ref().map(|it| labels::card(catalog.model(&it.model), it)).unwrap_or_default())
    };
    let is_free = move || live.with(|it| it.as_ref().is_some_and(|it| it.charge == Charge::NotCharged));
    let free = move || {
        is_free().then(|| [" ".into(), Piece::from(span().class("card__free").child(messages::NOT_CHARGED))].into())
    };
    let created_at = generation.created_at;
    let when = time_element()
        .class("card__time")
        .attr("datetime", String::from(created_at))
        .child(text(move || time::ago(clock.0.get(), created_at.0)));
    let actions = match generation.state {
        GenerationState::Succeeded => Some(result_actions(generation)),
        GenerationState::Failed | GenerationState::Cancelled => Some(retry(generation.clone())),
        GenerationState::Queued | GenerationState::Running => None,
    };
    let label = p().class("card__label").child(text(label)).child(part(free));
    [label.into(), when.into(), Piece::from(actions)].into()
}

fn retry(generation: Generation) -> Element {
    let (actions, generations) = (use_generation_actions(), use_generations());
    button()
        .class("text-button card__retry")
        .attr("type", "button")
        .live_flag("disabled", move || generations.calls.is_submitting.get())
        .on("click", move |event: MouseEvent| {
            if event.detail() < 2 {
                actions.retry(&generation);
            }
        })
        .child(messages::RETRY)
}

fn result_actions(generation: &Generation) -> Element {
    let (draft, catalog) = (use_draft().0, use_catalog());
    let request = request_of(generation);
    let reuse = move || {
        draft.update(|draft| draft.reuse(&request, &catalog.now()));
        media::focus_prompt();
    };
    let reuse = button()
        .class("icon-button icon-button--small")
        .attr("type", "button")
        .attr("aria-label", messages::REUSE_PROMPT)
        .attr("title", messages::REUSE_PROMPT)
        .on_click(reuse)
        .child(icon(icon::REUSE));
    span().class("card__actions").child(media::download(generation)).child(reuse)
}
