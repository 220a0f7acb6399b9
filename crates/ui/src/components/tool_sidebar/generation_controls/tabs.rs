//! The two tabs: arrow keys move between them, Tab leaves them.

use leptos::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::contexts::draft::use_draft;
use crate::format::messages;
use crate::piece::{Element, Handle, Piece, button, div};
use crate::state::controls::Tab;

/// The two tabs, of which one is open.
pub fn tabs(tab: Memo<Tab>) -> Piece {
    let draft = use_draft().0;
    let (video, image) = (Handle::new(), Handle::new());
    let open = move |tab| draft.update(|draft| draft.tab = tab);
    let on_keydown = move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowLeft" | "ArrowRight" => match tab.get_untracked() {
                Tab::Video => Tab::Image,
                Tab::Image => Tab::Video,
            },
            "Home" => Tab::Video,
            "End" => Tab::Image,
            _ => return,
        };
        event.prevent_default();
        open(to);
        let handle = match to {
            Tab::Video => video,
            Tab::Image => image,
        };
        if let Some(button) = handle.now::<HtmlElement>() {
            // A button that cannot take the focus leaves it where it is.
            let _ = button.focus();
        }
    };
    let one = move |this: Tab, id: &'static str, name: &'static str, handle: Handle| -> Element {
        let is_open = move || tab.get() == this;
        button()
            .class("tab")
            .attr("type", "button")
            .attr("id", id)
            .attr("role", "tab")
            .attr("aria-controls", "panel-controls")
            .live("aria-selected", move || Some(if is_open() { "true" } else { "false" }))
            .live("tabindex", move || Some(if is_open() { "0" } else { "-1" }))
            .reached_by(handle)
            .on_click(move || open(this))
            .child(name)
    };
    div()
        .class("tabs")
        .attr("role", "tablist")
        .attr("aria-label", messages::OUTPUT)
        .on("keydown", on_keydown)
        .child(one(Tab::Video, "tab-video", messages::VIDEO, video))
        .child(one(Tab::Image, "tab-image", messages::IMAGE, image))
        .into()
}
