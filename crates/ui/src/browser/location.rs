//! Going from page to page.

use std::cell::Cell;

use leptos::ev::pageshow;
use leptos::prelude::window_event_listener;
use wasm_bindgen::JsValue;

thread_local! {
    static IS_LEAVING: Cell<bool> = const { Cell::new(false) };
}

/// Says that the page is about to be left for another one, so that nothing on it loads it again in between.
pub fn set_leaving(is_leaving: bool) {
    IS_LEAVING.set(is_leaving);
}

/// Whether the page is about to be left.
#[must_use]
pub fn is_leaving() -> bool {
    IS_LEAVING.get()
}

/// Goes to an address. The page that is left can be come back to.
pub fn go(address: &str) {
    if let Some(window) = web_sys::window() {
        // A browser that refuses to leave the page stays on it, with everything as it was.
        let _ = window.location().assign(address);
    }
}

/// Goes to a path of ours, unless the browser is there: what was continued on another page is looked at where generations are.
pub fn go_unless_there(path: &str) {
    let there = web_sys::window().and_then(|window| window.location().pathname().ok());
    if there.as_deref() != Some(path) {
        go(path);
    }
}

/// Goes to an address in place of this page, so that Back does not lead here.
pub fn replace(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().replace(address);
    }
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// A page that the browser kept and shows again after Back has stood still: it is loaded again.
pub fn reload_when_shown_again() {
    let handle = window_event_listener(pageshow, |event| {
        if event.persisted() {
            reload();
        }
    });
    // The page listens for as long as it lives.
    std::mem::forget(handle);
}

/// Takes the query out of the address bar, so that a reload does not say again what was said once.
pub fn forget_query() {
    if let Some(path) = web_sys::window().and_then(|window| window.location().pathname().ok()) {
        remember_as(&path);
    }
}

/// Puts an address of ours in the place of this page's, without going there: Back and a reload lead to it.
pub fn remember_as(address: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}
