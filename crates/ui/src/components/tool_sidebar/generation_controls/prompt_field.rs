//! Where the prompt is written.

use credits::QuoteRefusal;
use credits::limits::PROMPT_CHARACTERS_MAX;
use leptos::prelude::*;
use web_sys::{Event, KeyboardEvent};

use crate::contexts::draft::use_draft;
use crate::format::messages;
use crate::hooks::use_draft_storage::use_draft_storage;
use crate::piece::{Handle, Piece, div, label, p, part, textarea};

/// Where the prompt is written. Ctrl or ⌘ with Enter generates.
pub fn prompt_field(generate: impl Fn() + 'static) -> Piece {
    let draft = use_draft().0;
    let node = Handle::new();
    use_draft_storage(node);
    let characters = move || draft.with(|draft| draft.prompt.chars().count());
    let is_too_long = move || characters() > PROMPT_CHARACTERS_MAX;
    let too_long = move || QuoteRefusal::PromptTooLong { characters: characters() }.to_string();
    let on_keydown = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            if !event.repeat() {
                generate();
            }
        }
    };
    let field = textarea()
        .class("input prompt")
        .attr("id", "prompt")
        .attr("autocomplete", "off")
        .attr("placeholder", messages::PROMPT_PLACEHOLDER)
        .live("aria-describedby", move || is_too_long().then_some("prompt-help"))
        .live("aria-invalid", move || is_too_long().then_some("true"))
        .reached_by(node)
        .on("input", move |event: Event| draft.update(|draft| draft.prompt = event_target_value(&event)))
        .on("keydown", on_keydown);
    let help = p().class("field__help field__help--bad").attr("id", "prompt-help").attr("role", "status");
    div()
        .class("field")
        .child(label().class("label").attr("for", "prompt").child(messages::PROMPT))
        .child(field)
        .child(help.child(part(move || is_too_long().then(|| too_long().into()))))
        .into()
}
