//! The shape of the result and, for clips, how long they last.

use credits::AspectRatio;
use leptos::prelude::*;
use web_sys::Event;

use crate::components::icon::{self, icon};
use crate::contexts::catalog::use_catalog;
use crate::contexts::draft::use_draft;
use crate::format::{labels, messages};
use crate::piece::{Element, Piece, div, label, option, part, select, span};
use crate::state::controls::Tab;

/// The settings of the tab that is open.
pub fn settings(tab: Memo<Tab>) -> Piece {
    div()
        .class("pair")
        .child(aspect_ratio())
        .child(part(move || (tab.get() == Tab::Video).then(|| duration().into())))
        .into()
}

fn aspect_ratio() -> Element {
    let draft = use_draft().0;
    let options = AspectRatio::ALL.into_iter().map(move |ratio| {
        option()
            .attr("value", ratio.as_str())
            .property("selected", move || draft.with(|draft| draft.aspect_ratio == ratio))
            .child(ratio.as_str())
    });
    let on_change = move |event: Event| {
        if let Ok(ratio) = event_target_value(&event).parse() {
            draft.update(|draft| draft.aspect_ratio = ratio);
        }
    };
    labelled(messages::ASPECT_RATIO, "aspect-ratio", options.collect::<Vec<_>>().into(), on_change)
}

fn duration() -> Element {
    let (draft, catalog) = (use_draft().0, use_catalog());
    let offered = Memo::new(move |_| {
        let catalog = catalog.get();
        draft.with(|draft| draft.model(&catalog).map(|model| model.seconds.clone()).unwrap_or_default())
    });
    let one = move |seconds: u32| {
        option()
            .attr("value", seconds.to_string())
            .property("selected", move || draft.with(|draft| draft.seconds == seconds))
            .child(labels::duration(seconds))
    };
    let options = part(move || Some(offered.get().into_iter().map(one).collect::<Vec<_>>().into()));
    let on_change = move |event: Event| {
        if let Ok(seconds) = event_target_value(&event).parse() {
            draft.update(|draft| draft.seconds = seconds);
        }
    };
    labelled(messages::DURATION, "duration", options, on_change)
}

fn labelled(name: &'static str, id: &'static str, options: Piece, on_change: impl FnMut(Event) + 'static) -> Element {
    let chooser = select()
        .class("input select__input")
        .attr("id", id)
        .attr("autocomplete", "off")
        .on("change", on_change)
        .child(options);
    div()
        .class("field")
        .child(label().class("label").attr("for", id).child(name))
        .child(span().class("select").child(chooser).child(icon(icon::DOWN)))
}
