//! What every test stands on.

mod answer;
mod client;
mod events;
mod generator;
mod house;
mod server;
mod shop;
mod untouched;

pub use answer::Answer;
pub use client::{Client, FORM, form, request};
pub use events::{Event, Events};
pub use generator::Script;
pub use house::House;
pub use server::{ADA, BOB, Server, hold};
pub use shop::{Shop, WEBHOOK_SECRET, credits};
pub use untouched::Untouched;

use serde_json::{Value, json};

/// A Sora render, as the workspace asks for it.
pub fn sora(prompt: &str) -> Value {
    json!({
        "kind": "render", "model": "sora-2", "prompt": prompt, "aspect_ratio": "16:9", "seconds": 5, "expected_cost": 80,
    })
}

/// An image, as the workspace asks for it.
pub fn image(prompt: &str) -> Value {
    json!({"kind": "image", "model": "flux-kontext-fast", "prompt": prompt, "aspect_ratio": "1:1", "expected_cost": 1})
}

/// A Starter Pack, as the modal orders it.
pub fn starter_pack() -> Value {
    json!({"price_id": "price_credits_250", "quantity": 1, "return_to": "/"})
}

/// The value of a JSON body with one member changed, or taken away by `None`.
pub fn with(mut body: Value, name: &str, value: Option<Value>) -> Value {
    let object = body.as_object_mut().unwrap();
    match value {
        Some(value) => object.insert(name.to_owned(), value),
        None => object.remove(name),
    };
    body
}
