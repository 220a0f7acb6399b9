//! One generation: what came of it, from which prompt, with which model, at which cost.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use uuid::Uuid;
use wire::{Charge, Generation, GenerationState};

use super::media;
use crate::components::icon::{self, icon};
use crate::contexts::catalog::use_catalog;
use crate::contexts::clock::use_screen_clock;
use crate::contexts::draft::use_draft;
use crate::contexts::generations::use_generations;
use crate::format::{labels, messages, time};
use crate::hooks::use_cancellation::use_cancellation;
use crate::hooks::use_generation_actions::use_generation_actions;
use crate::piece::{IntoPiece, Piece, act, attr, flag, part, text};
use crate::state::generations::request_of;

/// One generation.
#[component]
pub fn Card(
    /// Which one.
    id: Uuid,
) -> Piece {
    let list = use_generations().list;
    let generation = Memo::new(move |_| list.with(|list| list.find(id).cloned()));
    // What shows a result must not be built again by progress, or a clip that plays would begin again.
    let settled = Memo::new(move |_| generation.get().map(|it| Generation { progress_permille: 0, revision: 0, ..it }));
    let title =
        StoredValue::new(generation.with_untracked(|it| it.as_ref().map(|it| it.prompt.clone()).unwrap_or_default()));
    let frame = move || settled.get().map(|it| frame(&it, generation));
    let foot = move || settled.get().map(|it| foot(it, generation));
    view! {
        <li class="card">
            <div class="card__media">{part(frame)}</div>
            <h2 class="card__title" title=title.get_value()>{title.get_value()}</h2>
            <div class="card__foot">{part(foot)}</div>
        </li>
    }
    .piece()
}

fn frame(generation: &Generation, live: Memo<Option<Generation>>) -> Piece {
    match generation.state {
        GenerationState::Queued | GenerationState::Running => working(generation, live),
        GenerationState::Succeeded => media::media(generation),
        GenerationState::Failed => {
            let reason = generation.failure.as_ref().map(|failure| failure.reason.clone());
            ended("ended ended--failed", icon::WARNING, messages::state(generation.state), reason)
        }
        GenerationState::Cancelled => ended("ended", icon::STOPPED, messages::state(generation.state), None),
    }
}

fn working(generation: &Generation, live: Memo<Option<Generation>>) -> Piece {
    let cancellation = use_cancellation(generation.id);
    let state = generation.state;
    let permille = move || live.with(|it| it.as_ref().map_or(0, |it| it.progress_permille));
    view! {
        <div class="working">
            <button
                type="button"
                class="working__cancel"
                disabled=flag(move || cancellation.is_asked_for.get())
                on:click=act(move |_| cancellation.ask())
            >
                {messages::CANCEL}
            </button>
            <p class="working__line">
                <span>{messages::state(state)}</span>
                <span>{text(move || labels::percent(permille()))}</span>
            </p>
            <progress class="bar" aria-label=messages::PROGRESS max="1000" value=attr(move || Some(permille().to_string()))></progress>
        </div>
    }
    .piece()
}

fn ended(class: &'static str, strokes: &'static str, title: &'static str, reason: Option<String>) -> Piece {
    view! {
        <div class=class>
            {icon(strokes)}
            <p class="ended__title">{title}</p>
            {reason.map(|reason| view! { <p class="ended__reason">{reason}</p> }.piece())}
        </div>
    }
    .piece()
}

fn foot(generation: Generation, live: Memo<Option<Generation>>) -> Piece {
    let (catalog, clock) = (use_catalog(), use_screen_clock());
    let label = move || {
        let catalog = catalog.get();
        live.with(|it| it.as_ref().map(|it| labels::card(catalog.model(&it.model), it)).unwrap_or_default())
    };
    let is_free = move || live.with(|it| it.as_ref().is_some_and(|it| it.charge == Charge::NotCharged));
    let created_at = generation.created_at;
    let when = move || time::ago(clock.0.get(), created_at.0);
    let (state, is_done) = (generation.state, generation.state == GenerationState::Succeeded);
    let is_lost = matches!(state, GenerationState::Failed | GenerationState::Cancelled);
    let retried = generation.clone();
    view! {
        <p class="card__label">
            {text(label)}
            {part(move || is_free().then(|| view! { " "<span class="card__free">{messages::NOT_CHARGED}</span> }.piece()))}
        </p>
        <time class="card__time" datetime=String::from(created_at)>{text(when)}</time>
        {is_done.then(|| result_actions(&generation))}
        {is_lost.then(|| retry(retried))}
    }
    .piece()
}

fn retry(generation: Generation) -> Piece {
    let (actions, generations) = (use_generation_actions(), use_generations());
    view! {
        <button
            type="button"
            class="text-button card__retry"
            disabled=flag(move || generations.is_submitting.get())
            on:click=act(move |event: MouseEvent| {
                if event.detail() < 2 {
                    actions.retry(&generation);
                }
            })
        >
            {messages::RETRY}
        </button>
    }
    .piece()
}

fn result_actions(generation: &Generation) -> Piece {
    let (draft, catalog) = (use_draft().0, use_catalog());
    let request = request_of(generation);
    let reuse = move |_| {
        draft.update(|draft| draft.reuse(&request, &catalog.now()));
        media::focus_prompt();
    };
    view! {
        <span class="card__actions">
            {media::download(generation)}
            <button
                type="button"
                class="icon-button icon-button--small"
                aria-label=messages::REUSE_PROMPT
                title=messages::REUSE_PROMPT
                on:click=act(reuse)
            >
                {icon(icon::REUSE)}
            </button>
        </span>
    }
    .piece()
}
