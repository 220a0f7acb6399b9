//! The panel: what to make, from which words, with which settings, at which cost.

mod action_button;
mod generation_footer;
mod model_select;
mod prompt_field;
mod quick_actions;
mod settings;
mod tabs;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

use leptos::prelude::*;

use crate::contexts::catalog::use_catalog;
use crate::contexts::draft::use_draft;
use crate::format::messages;
use crate::hooks::use_generation_actions::use_generation_actions;
use crate::piece::{Piece, div, section};
use crate::state::controls::{Operation, Tab};

/// The panel.
pub fn generation_controls() -> Piece {
    let (draft, catalog) = (use_draft().0, use_catalog());
    let actions = use_generation_actions();
    let tab = Memo::new(move |_| draft.with(|draft| draft.tab));
    let begin = move |operation| {
        let catalog = catalog.now();
        let request = draft.with_untracked(|draft| draft.request(operation, &catalog).filter(|_| draft.has_prompt()));
        if let Some(request) = request {
            actions.begin(&request);
        }
    };
    let labelled_by = move || match tab.get() {
        Tab::Video => Some("tab-video"),
        Tab::Image => Some("tab-image"),
    };
    let body = div()
        .class("panel__body")
        .attr("id", "panel-controls")
        .attr("role", "tabpanel")
        .live("aria-labelledby", labelled_by)
        .child(prompt_field::prompt_field(move || begin(Operation::Generate)))
        .child(quick_actions::quick_actions(tab, begin))
        .child(settings::settings(tab));
    section()
        .class("panel")
        .attr("aria-label", messages::CONTROLS)
        .child(tabs::tabs(tab))
        .child(body)
        .child(generation_footer::generation_footer(tab, begin))
        .into()
}
