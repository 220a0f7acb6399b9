//! Cookies that the server reads to render a page as its person left it. The session's is none of them: no script can see it.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

/// Remembers until the browser is closed. Text that a cookie cannot carry (RFC 6265, section 4.1.1) is not remembered.
pub fn write(name: &str, value: &str) {
    let is_carried = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\');
    if value.bytes().all(is_carried) {
        set(&format!("{name}={value}; Path=/; SameSite=Lax"));
    }
}

/// Forgets.
pub fn remove(name: &str) {
    set(&format!("{name}=; Path=/; Max-Age=0"));
}

fn set(cookie: &str) {
    // Where no cookie is taken the server renders the page as a newcomer finds it.
    let _ = document().unchecked_into::<HtmlDocument>().set_cookie(cookie);
}
