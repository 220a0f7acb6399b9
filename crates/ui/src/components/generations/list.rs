//! The list of cards, how many there are, and the way to older ones.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, KeyboardEvent};

use super::card::card;
use super::keys;
use crate::api::client;
use crate::contexts::credit_balance::use_credit_balance;
use crate::contexts::generations::use_generations;
use crate::contexts::notices::{Tone, use_notices};
use crate::format::{labels, messages};
use crate::piece::{Element, Handle, Piece, button, div, each, h1, header, p, part, section, span, text, ul};
use crate::state::answer;
use crate::state::generations::Action;

/// The list of cards.
pub fn generation_list() -> Piece {
    let (list, credits) = (use_generations().list, use_credit_balance());
    let ids = Memo::new(move |_| list.with(|list| list.items().iter().map(|item| item.id).collect::<Vec<_>>()));
    let has_more = Memo::new(move |_| list.with(|list| list.next_cursor().is_some()));
    let count = move || {
        let count = ids.with(Vec::len);
        if has_more.get() { labels::outputs_and_more(count) } else { labels::outputs(count) }
    };
    let is_empty = Memo::new(move |_| ids.with(Vec::is_empty));
    let reconnecting = move || credits.error().map(|text| span().class("generations__stale").child(text).into());
    let counts = p().class("generations__count").child(part(reconnecting)).child(text(count));
    let heading = h1().class("heading").attr("id", "generations-heading").child(messages::GENERATIONS);
    let handle = Handle::new();
    section()
        .class("generations")
        .attr("id", "generations")
        .attr("aria-labelledby", "generations-heading")
        .child(header().class("generations__head").child(heading).child(counts))
        .child(part(move || is_empty.get().then(nothing_yet)))
        .child(cards(ids, handle))
        .child(part(move || has_more.get().then(|| more(handle).into())))
        .into()
}

fn cards(ids: Memo<Vec<Uuid>>, handle: Handle) -> Element {
    let visited = RwSignal::new(None::<Uuid>);
    // The card that Tab leads to: the last one that had the focus, else the first.
    let reachable = Memo::new(move |_| {
        let visited = visited.get();
        ids.with(|ids| visited.filter(|visited| ids.contains(visited)).or_else(|| ids.first().copied()))
    });
    let on_focus = move |event: FocusEvent| {
        let card = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(id) = card.and_then(|card| card.id().strip_prefix("card-").and_then(|id| id.parse().ok())) {
            visited.set(Some(id));
        }
    };
    ul().class("cards")
        .attr("role", "list")
        .on("focusin", on_focus)
        .on("keydown", move |event: KeyboardEvent| keys::walk(&event))
        .reached_by(handle)
        .child(each(move || ids.get(), move |id| card(id, move || reachable.get() == Some(id))))
}

fn nothing_yet() -> Piece {
    div()
        .class("empty")
        .child(p().class("empty__title").child(messages::NOTHING_YET))
        .child(p().class("empty__hint").child(messages::NOTHING_YET_HINT))
        .into()
}

fn more(list: Handle) -> Element {
    let (generations, notices) = (use_generations(), use_notices());
    let is_busy = generations.calls.is_loading_older;
    let load = move || {
        let (cursor, count) =
            generations.list.with_untracked(|list| (list.next_cursor().map(str::to_owned), list.items().len()));
        let Some(cursor) = cursor.filter(|_| !is_busy.get_untracked()) else { return };
        is_busy.set(true);
        spawn_local(async move {
            match client::generations(Some(&cursor)).await {
                Ok(older) => {
                    generations.apply(Action::Older(older));
                    leptos::task::tick().await;
                    // The button may be gone, and the focus with it: it goes on with what the button brought.
                    if let Some(list) = list.now::<web_sys::Element>() {
                        keys::focus_card(&list, count);
                    }
                }
                Err(error) => notices.say(Tone::Bad, answer::sentence(error)),
            }
            is_busy.set(false);
        });
    };
    button()
        .class("button generations__more")
        .attr("type", "button")
        .live("aria-busy", move || is_busy.get().then_some("true"))
        .on_click(load)
        .child(messages::SHOW_MORE)
}
