//! The list of cards, how many there are, and the way to older ones.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::card::Card;
use crate::api::client;
use crate::contexts::generations::use_generations;
use crate::contexts::notices::{Tone, use_notices};
use crate::format::{labels, messages};
use crate::piece::{IntoPiece, Piece, act, flag, part, text};
use crate::state::answer;
use crate::state::generations::Action;

/// The list of cards.
#[component]
pub fn GenerationList() -> Piece {
    let list = use_generations().list;
    let ids = Memo::new(move |_| list.with(|list| list.items().iter().map(|item| item.id).collect::<Vec<_>>()));
    let has_more = Memo::new(move |_| list.with(|list| list.next_cursor().is_some()));
    let count = move || {
        let count = ids.with(Vec::len);
        if has_more.get() { labels::outputs_and_more(count) } else { labels::outputs(count) }
    };
    let is_empty = move || ids.with(Vec::is_empty);
    view! {
        <section class="generations" id="generations" aria-labelledby="generations-heading">
            <header class="generations__head">
                <h1 class="heading" id="generations-heading">{messages::GENERATIONS}</h1>
                <p class="generations__count">{text(count)}</p>
            </header>
            {part(move || is_empty().then(nothing_yet))}
            <ul class="cards" role="list">
                <For each=move || ids.get() key=|id| *id let:id>
                    <Card id/>
                </For>
            </ul>
            {part(move || has_more.get().then(more))}
        </section>
    }
    .piece()
}

fn nothing_yet() -> Piece {
    view! {
        <div class="empty">
            <p class="empty__title">{messages::NOTHING_YET}</p>
            <p class="empty__hint">{messages::NOTHING_YET_HINT}</p>
        </div>
    }
    .piece()
}

fn more() -> Piece {
    let (generations, notices) = (use_generations(), use_notices());
    let is_busy = RwSignal::new(false);
    let load = move |_| {
        let Some(cursor) = generations.list.with_untracked(|list| list.next_cursor().map(str::to_owned)) else {
            return;
        };
        is_busy.set(true);
        spawn_local(async move {
            match client::generations(Some(&cursor)).await {
                Ok(older) => generations.apply(Action::Older(older)),
                Err(error) => notices.say(Tone::Bad, answer::sentence(error)),
            }
            is_busy.try_set(false);
        });
    };
    view! {
        <button type="button" class="button generations__more" disabled=flag(move || is_busy.get()) on:click=act(load)>
            {messages::SHOW_MORE}
        </button>
    }
    .piece()
}
