//! The panel: what to make, from which words, with which settings, at which cost.

mod action_button;
mod generation_footer;
mod model_select;
mod prompt_field;
mod quick_actions;
mod settings;
mod tabs;

use leptos::prelude::*;

use crate::contexts::catalog::use_catalog;
use crate::contexts::draft::use_draft;
use crate::format::messages;
use crate::hooks::use_generation_actions::use_generation_actions;
use crate::piece::{IntoPiece, Piece, attr};
use crate::state::controls::{Operation, Tab};

/// The panel.
#[component]
pub fn GenerationControls() -> Piece {
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
    view! {
        <section class="panel" aria-label=messages::CONTROLS>
            <tabs::Tabs tab/>
            <div class="panel__body" id="panel-controls" role="tabpanel" aria-labelledby=attr(labelled_by)>
                <prompt_field::PromptField generate=move || begin(Operation::Generate)/>
                <quick_actions::QuickActions tab begin/>
                <settings::Settings tab/>
            </div>
            <generation_footer::GenerationFooter tab begin/>
        </section>
    }
    .piece()
}
