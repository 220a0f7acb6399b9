//! The browser's entry point: reads the page's data and takes over the HTML that the server rendered from it.

use leptos::prelude::*;
use leptos::{mount::hydrate_from, web_sys};
use wasm_bindgen::{JsCast, JsError, prelude::wasm_bindgen};

use crate::{App, PageData, document, json};

/// Called once by `boot.js`. Sets `data-hydrated` on `<html>` when every control works.
///
/// # Errors
/// When the page has no root or no readable data, which means that it was not rendered by `ui::render` of this same build.
#[wasm_bindgen]
pub fn hydrate() -> Result<(), JsError> {
    console_error_panic_hook::set_once();
    let data = read_page_data()?;
    let root = element(document::ROOT_ID)?
        .dyn_into::<web_sys::HtmlElement>()
        .map_err(|_| JsError::new("the page's root is not an HTML element"))?;
    hydrate_from(root, move || view! { <App data/> }).forget();
    if let Some(html) = leptos::tachys::dom::document().document_element() {
        html.set_attribute("data-hydrated", "")
            .map_err(|_| JsError::new("the page could not be marked as hydrated"))?;
    }
    Ok(())
}

fn read_page_data() -> Result<PageData, JsError> {
    let text = element(document::PAGE_DATA_ID)?.text_content().unwrap_or_default();
    json::read(&text).ok_or_else(|| JsError::new("the page's data cannot be read"))
}

fn element(id: &str) -> Result<web_sys::Element, JsError> {
    leptos::tachys::dom::document()
        .get_element_by_id(id)
        .ok_or_else(|| JsError::new(&format!("the page has no element with id {id}")))
}
