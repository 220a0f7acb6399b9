//! The message above the page, with `Continue` when something waits for the credits that have come.

use leptos::prelude::*;

use crate::components::icon::{self, icon};
use crate::contexts::catalog::use_catalog;
use crate::contexts::notices::{Message, Tone, use_notices};
use crate::contexts::use_intents;
use crate::format::{labels, messages};
use crate::hooks::use_generation_actions::use_generation_actions;
use crate::piece::{IntoPiece, Piece, act, part};

/// The message above the page, if there is one.
#[component]
pub fn NoticeBar() -> Piece {
    let notices = use_notices();
    // The region is always there, because screen readers announce what changes in a region that they know.
    view! {
        <div class="notices" role="status">
            {part(move || notices.0.get().map(bar))}
        </div>
    }
    .piece()
}

fn bar(message: Message) -> Piece {
    let notices = use_notices();
    let tone = match message.tone {
        Tone::Good => "notice notice--good",
        Tone::Plain => "notice",
        Tone::Bad => "notice notice--bad",
    };
    let has_continue = message.has_continue;
    view! {
        <div class=tone>
            <p class="notice__text">{message.text}</p>
            {part(move || if has_continue { continuation() } else { None })}
            <button
                type="button"
                class="icon-button"
                aria-label=messages::DISMISS
                on:click=act(move |_| notices.0.set(None))
            >
                {icon(icon::CROSS)}
            </button>
        </div>
    }
    .piece()
}

/// What waits, what it costs, and the one click that spends on it.
fn continuation() -> Option<Piece> {
    let (intents, actions, catalog) = (use_intents(), use_generation_actions(), use_catalog());
    let waiting = intents.waiting()?;
    let quote = credits::quote(&catalog.get(), &waiting.request).ok()?;
    Some(
        view! {
            <p class="notice__detail">{labels::model(&quote.operation, quote.cost)}</p>
            <button type="button" class="button button--primary button--small" on:click=act(move |_| actions.resume())>
                {messages::CONTINUE}
            </button>
        }
        .piece(),
    )
}
