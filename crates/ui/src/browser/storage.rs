//! What one tab of the browser remembers from page to page. Where nothing may be stored, nothing is remembered and nothing breaks.

use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Storage;

use crate::json;

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// What is remembered under that name; nothing when an older program wrote it another way.
#[must_use]
pub fn read<T: DeserializeOwned>(name: &str) -> Option<T> {
    json::read(&storage()?.get_item(name).ok()??)
}

/// Remembers.
pub fn write<T: Serialize>(name: &str, value: &T) {
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(value)) {
        // A full store forgets the newest only.
        let _ = storage.set_item(name, &text);
    }
}

/// Forgets.
pub fn remove(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}

/// Forgets everything: whoever signs in next is someone else.
pub fn clear() {
    if let Some(storage) = storage() {
        let _ = storage.clear();
    }
}
