//! The two tabs: arrow keys move between them, Tab leaves them.

use leptos::html::Button;
use leptos::prelude::*;

use crate::contexts::draft::use_draft;
use crate::format::messages;
use crate::piece::{IntoPiece, Piece, act, attr};
use crate::state::controls::Tab;

/// The two tabs.
#[component]
pub fn Tabs(
    /// The one that is open.
    tab: Memo<Tab>,
) -> Piece {
    let draft = use_draft().0;
    let (video, image) = (NodeRef::<Button>::new(), NodeRef::<Button>::new());
    let open = move |tab| draft.update(|draft| draft.tab = tab);
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
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
        let button = match to {
            Tab::Video => video,
            Tab::Image => image,
        };
        if let Some(button) = button.get_untracked() {
            // A button that cannot take the focus leaves it where it is.
            let _ = button.focus();
        }
    };
    let one = move |this: Tab, id: &'static str, name: &'static str, node: NodeRef<Button>| {
        let is_open = move || tab.get() == this;
        view! {
            <button
                type="button"
                class="tab"
                id=id
                role="tab"
                aria-controls="panel-controls"
                aria-selected=attr(move || Some(if is_open() { "true" } else { "false" }))
                tabindex=attr(move || Some(if is_open() { "0" } else { "-1" }))
                node_ref=node
                on:click=act(move |_| open(this))
            >
                {name}
            </button>
        }
        .piece()
    };
    view! {
        <div class="tabs" role="tablist" aria-label=messages::OUTPUT on:keydown=act(on_keydown)>
            {one(Tab::Video, "tab-video", messages::VIDEO, video)}
            {one(Tab::Image, "tab-image", messages::IMAGE, image)}
        </div>
    }
    .piece()
}
