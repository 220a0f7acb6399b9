//! The browser's entry point: reads the page's data and takes over the HTML that the server rendered from it.

use any_spawner::Executor;
use leptos::prelude::*;
use wasm_bindgen::{JsError, prelude::wasm_bindgen};

use crate::app::app;
use crate::browser::clock;
use crate::{PageData, document, json, piece};

/// Called once by `boot.js`. Sets `data-hydrated` on `<html>` when every control works.
///
/// # Errors
/// When the page has no root or no readable data, which means that it was not rendered by `ui::render` of this same build.
#[wasm_bindgen]
pub async fn hydrate() -> Result<(), JsError> {
    console_error_panic_hook::set_once();
    // It fails only when it has been done before.
    let _ = Executor::init_wasm_bindgen();
    let data = read_page_data()?;
    let root = element(document::ROOT_ID)?;
    // What was pressed while the data was read has its turn: on a slow telephone both at once would keep it waiting.
    clock::sleep_ms(0).await;
    let owner = Owner::new();
    owner.with(|| piece::hydrate(app(data), &root));
    // Signals and effects live for as long as the page.
    std::mem::forget(owner);
    if let Some(html) = document().document_element() {
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
    document().get_element_by_id(id).ok_or_else(|| JsError::new(&format!("the page has no element with id {id}")))
}
