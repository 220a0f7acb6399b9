//! Time that passes in the browser.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Milliseconds on the browser's own clock. Only differences mean anything: the clock itself may be wrong.
#[must_use]
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Waits. Timers of a hidden tab may be late.
pub async fn sleep_ms(ms: i32) {
    let promise = Promise::new(&mut |resolve: Function, _reject: Function| {
        if let Some(window) = web_sys::window() {
            // Without a timer the wait is over at once; there is no window to look at it.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        } else {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(promise).await;
}
