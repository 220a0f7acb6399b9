//! The cheap ways to try a prompt: preview and storyboard, or one picture.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::action_button::use_spending;
use crate::format::messages;
use crate::piece::{IntoPiece, Piece, act, attr, flag, part, text};
use crate::state::controls::{Operation, Tab};

/// The cheap ways to try a prompt.
#[component]
pub fn QuickActions(
    /// The tab that is open.
    tab: Memo<Tab>,
    /// What a click does.
    begin: impl Fn(Operation) + Copy + Send + Sync + 'static,
) -> Piece {
    view! {
        <div class="pair">
            {part(move || Some(match tab.get() {
                Tab::Video => view! {
                    {quick(Operation::Preview, messages::PREVIEW, begin)}
                    {quick(Operation::Storyboard, messages::STORYBOARD, begin)}
                }
                .piece(),
                Tab::Image => quick(Operation::ImagePreview, messages::IMAGE_PREVIEW, begin),
            }))}
        </div>
    }
    .piece()
}

// The space belongs to the name: alone between two elements it would be lost to screen readers.
fn quick(operation: Operation, name: &'static str, begin: impl Fn(Operation) + 'static) -> Piece {
    let spending = use_spending(operation);
    view! {
        <button
            type="button"
            class="button"
            disabled=flag(move || spending.is_disabled())
            aria-disabled=attr(move || spending.aria_disabled())
            title=attr(move || spending.title())
            on:click=act(move |event: MouseEvent| {
                if event.detail() < 2 {
                    begin(operation);
                }
            })
        >
            <span>{format!("{name} ")}<span class="button__cost">{text(move || spending.label())}</span></span>
        </button>
    }
    .piece()
}
