//! There is nothing at this address.

use leptos::prelude::*;

use crate::components::plain_shell::PlainShell;
use crate::format::messages;

/// There is nothing at this address.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <PlainShell heading=messages::NOT_FOUND.to_owned()>
            <p class="plain__hint">{messages::NOT_FOUND_HINT}</p>
            <a class="button button--primary button--wide" href="/">{messages::BACK_TO_WORKSPACE}</a>
        </PlainShell>
    }
    .into_any()
}
