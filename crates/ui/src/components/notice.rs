//! The message above the page, with `Continue` when something waits for the credits that have come.

use leptos::prelude::*;

use crate::components::icon::{self, icon};
use crate::contexts::catalog::use_catalog;
use crate::contexts::notices::{Message, Tone, use_notices};
use crate::contexts::use_intents;
use crate::format::{labels, messages};
use crate::hooks::use_generation_actions::use_generation_actions;
use crate::piece::{Piece, button, div, p, part};

/// The message above the page, if there is one.
pub fn notice_bar() -> Piece {
    let notices = use_notices();
    // The region is always there, because screen readers announce what changes in a region that they know.
    div().class("notices").attr("role", "status").child(part(move || notices.0.get().map(bar))).into()
}

fn bar(message: Message) -> Piece {
    let notices = use_notices();
    let tone = match message.tone {
        Tone::Good => "notice notice--good",
        Tone::Plain => "notice",
        Tone::Bad => "notice notice--bad",
    };
    let has_continue = message.has_continue;
    let dismiss = button()
        .class("icon-button")
        .attr("type", "button")
        .attr("aria-label", messages::DISMISS)
        .on_click(move || notices.0.set(None))
        .child(icon(icon::CROSS));
    div()
        .class(tone)
        .child(p().class("notice__text").child(message.text))
        .child(part(move || if has_continue { continuation() } else { None }))
        .child(dismiss)
        .into()
}

/// What waits, what it costs, and the one click that spends on it.
fn continuation() -> Option<Piece> {
    let (intents, actions, catalog) = (use_intents(), use_generation_actions(), use_catalog());
    let waiting = intents.waiting()?;
    let quote = credits::quote(&catalog.get(), &waiting.request).ok()?;
    let resume = button()
        .class("button button--primary button--small")
        .attr("type", "button")
        .on_click(move || actions.resume())
        .child(messages::CONTINUE);
    Some([p().class("notice__detail").child(labels::model(&quote.operation, quote.cost)), resume].into())
}
