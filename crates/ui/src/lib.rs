//! The screens. The same components become HTML on the server (`ssr`) and come alive in the browser (`hydrate`).

mod app;
mod document;
#[cfg(all(feature = "hydrate", target_arch = "wasm32"))]
mod hydrate;
mod page_data;

pub use app::App;
pub use document::{AssetNames, Document};
pub use page_data::PageData;

#[cfg(feature = "ssr")]
pub use document::render;
