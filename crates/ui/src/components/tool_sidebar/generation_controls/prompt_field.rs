//! Where the prompt is written.

use credits::limits::PROMPT_CHARACTERS_MAX;
use leptos::ev::Event;
use leptos::html::Textarea;
use leptos::prelude::*;

use crate::contexts::draft::use_draft;
use crate::format::messages;
use crate::hooks::use_draft_storage::use_draft_storage;
use crate::piece::{IntoPiece, Piece, act, attr, part};

/// Where the prompt is written. Ctrl or ⌘ with Enter generates.
#[component]
pub fn PromptField(
    /// What Ctrl with Enter does.
    generate: impl Fn() + Copy + 'static,
) -> Piece {
    let draft = use_draft().0;
    let node = NodeRef::<Textarea>::new();
    use_draft_storage(node);
    let characters = move || draft.with(|draft| draft.prompt.chars().count());
    let is_too_long = move || characters() > PROMPT_CHARACTERS_MAX;
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            if !event.repeat() {
                generate();
            }
        }
    };
    view! {
        <div class="field">
            <label class="label" for="prompt">{messages::PROMPT}</label>
            <textarea
                class="input prompt"
                id="prompt"
                autocomplete="off"
                placeholder=messages::PROMPT_PLACEHOLDER
                aria-describedby=attr(move || is_too_long().then_some("prompt-help"))
                aria-invalid=attr(move || is_too_long().then_some("true"))
                node_ref=node
                on:input=act(move |event: Event| draft.update(|draft| draft.prompt = event_target_value(&event)))
                on:keydown=act(on_keydown)
            ></textarea>
            <p class="field__help field__help--bad" id="prompt-help" role="status">
                {part(move || is_too_long().then(|| messages::prompt_too_long(characters()).piece()))}
            </p>
        </div>
    }
    .piece()
}
