//! The model that Generate uses: closed it shows the name alone, opened every model with its cost.

use credits::{Kind, Model};
use leptos::prelude::*;
use web_sys::Event;

use crate::components::icon::{self, icon};
use crate::contexts::catalog::use_catalog;
use crate::contexts::draft::use_draft;
use crate::format::{labels, messages};
use crate::piece::{Element, Piece, optgroup, option, part, select, span, text};
use crate::state::controls::{Draft, Tab};

/// The model that Generate uses on the tab that is open.
pub fn model_select(tab: Memo<Tab>) -> Piece {
    let (draft, catalog) = (use_draft().0, use_catalog());
    let name = move || {
        let catalog = catalog.get();
        draft.with(|draft| draft.model(&catalog).map(|model| model.label.clone())).unwrap_or_default()
    };
    let on_change = move |event: Event| {
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
            Tab::Video => {
                let group = |name, kind| optgroup().attr("label", name).children(options_of(kind));
                [group(messages::RENDER_MODELS, Kind::Render), group(messages::DRAFT_MODELS, Kind::Draft)].into()
            }
            Tab::Image => options_of(Kind::Image).into(),
        })
    };
    let over = select()
        .class("select__over")
        .live("aria-label", label)
        .attr("autocomplete", "off")
        .on("change", on_change)
        .child(part(options));
    span()
        .class("select select--named")
        .child(span().class("input select__name").attr("aria-hidden", "true").child(text(name)))
        .child(icon(icon::DOWN))
        .child(over)
        .into()
}

fn options_of(kind: Kind) -> Vec<Element> {
    use_catalog().get().models.iter().filter(|model| model.kind == kind).filter_map(one).collect()
}

/// One model with what it costs for the duration that is chosen, or for its own default when it does not offer that.
fn one(model: &Model) -> Option<Element> {
    let draft = use_draft().0;
    let id = model.id.clone();
    let is_chosen = move || {
        draft.with(|draft: &Draft| match draft.tab {
            Tab::Video => draft.video_model == id,
            Tab::Image => draft.image_model == id,
        })
    };
    let cost = model.quote(model.seconds.first().copied().unwrap_or(0)).ok()?.cost;
    let option = option().attr("value", model.id.clone()).property("selected", is_chosen);
    Some(option.child(labels::model(&model.label, cost)))
}
