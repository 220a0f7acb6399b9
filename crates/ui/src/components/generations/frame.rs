//! The picture of a card: the result, the work on it, or why there is none.

use leptos::prelude::*;
use wire::{Generation, GenerationState};

use super::media;
use crate::components::icon::{self, icon};
use crate::format::{labels, messages, sentences};
use crate::hooks::use_cancellation::use_cancellation;
use crate::piece::{Piece, button, div, p, progress, span, text};

/// What a generation looks like in its state; the progress is read from how it is now.
pub fn frame(generation: &Generation, live: Memo<Option<Generation>>) -> Piece {
    match generation.state {
        GenerationState::Queued | GenerationState::Running => working(generation, live),
        GenerationState::Succeeded => media::media(generation),
        GenerationState::Failed => {
            let reason = generation.failure.as_ref().map(|failure| failure.reason.clone());
            ended("ended ended--failed", icon::WARNING, generation.state, reason)
        }
        GenerationState::Cancelled => ended("ended", icon::STOPPED, generation.state, None),
    }
}

fn working(generation: &Generation, live: Memo<Option<Generation>>) -> Piece {
    let cancellation = use_cancellation(generation.id);
    let permille = move || live.with(|it| it.as_ref().map_or(0, |it| it.progress_permille));
    let cancel = button()
        .class("working__cancel")
        .attr("type", "button")
        .live_flag("disabled", move || cancellation.is_asked_for())
        .on_click(move || cancellation.ask())
        .child(messages::CANCEL);
    let line = p()
        .class("working__line")
        .child(span().child(sentences::state(generation.state)))
        .child(span().child(text(move || labels::percent(permille()))));
    let bar = progress()
        .class("bar")
        .attr("aria-label", messages::PROGRESS)
        .attr("max", "1000")
        .live("value", move || Some(permille().to_string()));
    div().class("working").child(cancel).child(line).child(bar).into()
}

fn ended(class: &'static str, strokes: &'static str, state: GenerationState, reason: Option<String>) -> Piece {
    div()
        .class(class)
        .child(icon(strokes))
        .child(p().class("ended__title").child(sentences::state(state)))
        .child(reason.map(|reason| p().class("ended__reason").child(reason)))
        .into()
}
