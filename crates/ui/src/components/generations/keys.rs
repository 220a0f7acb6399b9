//! Walking through the cards with the arrow keys, as they lie on the screen.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlVideoElement, KeyboardEvent};

use super::media;
use crate::state::grid::{Step, destination};

/// Moves the focus from the card that has it, or plays its clip. Keys that are meant for something inside of a card are left to it.
pub fn walk(event: &KeyboardEvent) {
    let Some(card) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return };
    if !card.class_list().contains("card") || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    if matches!(event.key().as_str(), "Enter" | " ") {
        if let Some(clip) = clip_of(&card) {
            event.prevent_default();
            play_or_pause(&clip);
        }
        return;
    }
    let (Some(step), Some(list)) = (Step::of_key(&event.key()), card.parent_element()) else { return };
    let cards = cards_of(&list);
    let places: Vec<_> = cards.iter().map(|card| (card.offset_left(), card.offset_top())).collect();
    let Some(here) = cards.iter().position(|other| *other == card) else { return };
    event.prevent_default();
    if let Some(there) = destination(&places, here, step).and_then(|there| cards.get(there)) {
        // A card that cannot take the focus leaves it where it is.
        let _ = there.focus();
    }
}

/// Puts the focus on the card at that place, counted from 0.
pub fn focus_card(list: &Element, place: usize) {
    if let Some(card) = cards_of(list).get(place) {
        let _ = card.focus();
    }
}

fn cards_of(list: &Element) -> Vec<HtmlElement> {
    let children = list.children();
    (0..children.length()).filter_map(|place| children.item(place)?.dyn_into().ok()).collect()
}

fn clip_of(card: &Element) -> Option<HtmlVideoElement> {
    card.query_selector("video").ok()??.dyn_into().ok()
}

fn play_or_pause(clip: &HtmlVideoElement) {
    if clip.paused() {
        media::play(clip);
    } else {
        // A clip that plays can be paused.
        let _ = clip.pause();
    }
}
