//! The model that Generate uses: closed it shows the name alone, opened every model with its cost.

use credits::{Kind, Model};
use leptos::prelude::*;

use crate::components::icon::{self, icon};
use crate::contexts::catalog::use_catalog;
use crate::contexts::draft::use_draft;
use crate::format::{labels, messages};
use crate::piece::{IntoPiece, Piece, act, attr, flag, part, text};
use crate::state::controls::Tab;

/// The model that Generate uses.
#[component]
pub fn ModelSelect(
    /// The tab that is open.
    tab: Memo<Tab>,
) -> Piece {
    let (draft, catalog) = (use_draft().0, use_catalog());
    let name = move || {
        let catalog = catalog.get();
        draft.with(|draft| draft.model(&catalog).map(|model| model.label.clone())).unwrap_or_default()
    };
    let on_change = move |event| {
        let id = event_target_value(&event);
        draft.update(|draft| {
            match draft.tab {
                Tab::Video => draft.video_model = id,
                Tab::Image => draft.image_model = id,
            }
            draft.keep_to(&catalog.now());
        });
    };
    let label = move || match tab.get() {
        Tab::Video => Some(messages::VIDEO_MODEL),
        Tab::Image => Some(messages::IMAGE_MODEL),
    };
    let options = move || {
        Some(match tab.get() {
            Tab::Video => view! {
                <optgroup label=messages::RENDER_MODELS>{options_of(Kind::Render)}</optgroup>
                <optgroup label=messages::DRAFT_MODELS>{options_of(Kind::Draft)}</optgroup>
            }
            .piece(),
            Tab::Image => options_of(Kind::Image),
        })
    };
    view! {
        <span class="select select--named">
            <span class="input select__name" aria-hidden="true">{text(name)}</span>
            {icon(icon::DOWN)}
            <select class="select__over" aria-label=attr(label) autocomplete="off" on:change=act(on_change)>{part(options)}</select>
        </span>
    }
    .piece()
}

fn options_of(kind: Kind) -> Piece {
    use_catalog().get().models.iter().filter(|model| model.kind == kind).filter_map(option).collect::<Vec<_>>().piece()
}

/// One model with what it costs for the duration that is chosen, or for its own default when it does not offer that.
fn option(model: &Model) -> Option<Piece> {
    let draft = use_draft().0;
    let id = StoredValue::new(model.id.clone());
    let is_chosen = move |draft: &crate::state::controls::Draft| {
        let chosen = match draft.tab {
            Tab::Video => &draft.video_model,
            Tab::Image => &draft.image_model,
        };
        id.with_value(|id| id == chosen)
    };
    let cost = model.quote(model.seconds.first().copied().unwrap_or(0)).ok()?.cost;
    Some(
        view! {
            <option
                value=model.id.clone()
                selected=draft.with_untracked(is_chosen)
                prop:selected=flag(move || draft.with(is_chosen))
            >
                {labels::model(&model.label, cost)}
            </option>
        }
        .piece(),
    )
}
