//! The shape of the result and, for clips, how long they last.

use credits::AspectRatio;
use leptos::prelude::*;

use crate::components::icon::{self, icon};
use crate::contexts::catalog::use_catalog;
use crate::contexts::draft::use_draft;
use crate::format::{labels, messages};
use crate::piece::{IntoPiece, Piece, act, flag, part};
use crate::state::controls::Tab;

/// The settings.
#[component]
pub fn Settings(
    /// The tab that is open.
    tab: Memo<Tab>,
) -> Piece {
    view! {
        <div class="pair">
            {aspect_ratio()}
            {part(move || (tab.get() == Tab::Video).then(duration))}
        </div>
    }
    .piece()
}

fn aspect_ratio() -> Piece {
    let draft = use_draft().0;
    let chosen = move || draft.with(|draft| draft.aspect_ratio);
    let options = AspectRatio::ALL.into_iter().map(|ratio| {
        view! {
            <option value=ratio.as_str() selected=ratio == untrack(chosen) prop:selected=flag(move || chosen() == ratio)>
                {ratio.as_str()}
            </option>
        }
        .piece()
    });
    let options = options.collect::<Vec<_>>();
    let on_change = move |event| {
        if let Ok(ratio) = event_target_value(&event).parse() {
            draft.update(|draft| draft.aspect_ratio = ratio);
        }
    };
    view! {
        <div class="field">
            <label class="label" for="aspect-ratio">{messages::ASPECT_RATIO}</label>
            <span class="select">
                <select class="input select__input" id="aspect-ratio" autocomplete="off" on:change=act(on_change)>
                    {options}
                </select>
                {icon(icon::DOWN)}
            </span>
        </div>
    }
    .piece()
}

fn duration() -> Piece {
    let (draft, catalog) = (use_draft().0, use_catalog());
    let chosen = move || draft.with(|draft| draft.seconds);
    let offered = Memo::new(move |_| {
        let catalog = catalog.get();
        draft.with(|draft| draft.model(&catalog).map(|model| model.seconds.clone()).unwrap_or_default())
    });
    let option = move |seconds: u32| {
        view! {
            <option
                value=seconds.to_string()
                selected=seconds == untrack(chosen)
                prop:selected=flag(move || chosen() == seconds)
            >
                {labels::duration(seconds)}
            </option>
        }
        .piece()
    };
    let on_change = move |event| {
        if let Ok(seconds) = event_target_value(&event).parse() {
            draft.update(|draft| draft.seconds = seconds);
        }
    };
    view! {
        <div class="field">
            <label class="label" for="duration">{messages::DURATION}</label>
            <span class="select">
                <select class="input select__input" id="duration" autocomplete="off" on:change=act(on_change)>
                    {part(move || Some(offered.get().into_iter().map(option).collect::<Vec<_>>().piece()))}
                </select>
                {icon(icon::DOWN)}
            </span>
        </div>
    }
    .piece()
}
