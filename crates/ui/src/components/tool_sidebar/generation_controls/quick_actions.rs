//! The cheap ways to try a prompt: preview and storyboard, or one picture.

use leptos::prelude::*;

use super::action_button::use_spending;
use crate::format::{labels, messages};
use crate::state::controls::{Operation, Tab};

/// The cheap ways to try a prompt.
#[component]
pub fn QuickActions(
    /// The tab that is open.
    tab: Memo<Tab>,
    /// What a click does.
    begin: impl Fn(Operation) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <div class="pair">
            {move || match tab.get() {
                Tab::Video => view! {
                    {quick(Operation::Preview, messages::PREVIEW, begin)}
                    {quick(Operation::Storyboard, messages::STORYBOARD, begin)}
                }
                .into_any(),
                Tab::Image => quick(Operation::ImagePreview, messages::IMAGE_PREVIEW, begin),
            }}
        </div>
    }
    .into_any()
}

fn quick(operation: Operation, name: &'static str, begin: impl Fn(Operation) + 'static) -> AnyView {
    let spending = use_spending(operation);
    let cost = move || spending.quote.with(|quote| quote.as_ref().map(|quote| labels::cost(quote.cost)));
    view! {
        <button
            type="button"
            class="button"
            disabled=move || spending.is_disabled()
            aria-disabled=move || spending.aria_disabled()
            title=move || spending.title()
            on:click=move |event| {
                if event.detail() < 2 {
                    begin(operation);
                }
            }
        >
            <span>{name}" "<span class="button__cost">{cost}</span></span>
        </button>
    }
    .into_any()
}
