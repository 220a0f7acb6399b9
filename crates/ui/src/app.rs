//! The root component: chooses the page that the data names.

use leptos::prelude::*;

use crate::PageData;

/// Everything inside the page's root element, on the server and in the browser alike.
#[component]
pub fn App(
    /// What the server rendered the page from.
    page: PageData,
) -> impl IntoView {
    match page {
        PageData::Counter { count } => {
            let (value, set_value) = signal(count);
            view! {
                <main>
                    <button on:click=move |_| set_value.update(|value| *value += 1)>"Clicked " {value} " times"</button>
                </main>
            }
        }
    }
}
