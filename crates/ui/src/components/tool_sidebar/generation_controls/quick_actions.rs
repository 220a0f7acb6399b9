//! The cheap ways to try a prompt: preview and storyboard, or one picture.

use leptos::prelude::*;
use web_sys::MouseEvent;

use super::action_button::use_spending;
use crate::format::messages;
use crate::piece::{Element, Piece, button, div, part, span, text};
use crate::state::controls::{Operation, Tab};

/// The cheap ways to try a prompt on the tab that is open; a click begins one.
pub fn quick_actions(tab: Memo<Tab>, begin: impl Fn(Operation) + Copy + 'static) -> Piece {
    let offered = move || {
        Some(match tab.get() {
            Tab::Video => [
                quick(Operation::Preview, messages::PREVIEW, begin),
                quick(Operation::Storyboard, messages::STORYBOARD, begin),
            ]
            .into(),
            Tab::Image => quick(Operation::ImagePreview, messages::IMAGE_PREVIEW, begin).into(),
        })
    };
    div().class("pair").child(part(offered)).into()
}

// The space belongs to the name: alone between two elements it would be lost to screen readers.
fn quick(operation: Operation, name: &'static str, begin: impl Fn(Operation) + 'static) -> Element {
    let spending = use_spending(operation);
    let cost = span().class("button__cost").child(text(move || spending.label()));
    button()
        .class("button")
        .attr("type", "button")
        .live_flag("disabled", move || spending.is_disabled())
        .live("aria-disabled", move || spending.aria_disabled())
        .live("title", move || spending.title())
        .on("click", move |event: MouseEvent| {
            if event.detail() < 2 {
                begin(operation);
            }
        })
        .child(span().child(format!("{name} ")).child(cost))
}
