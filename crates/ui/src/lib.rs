//! The screens. The same components become HTML on the server (`ssr`) and come alive in the browser (`hydrate`).

mod api;
mod app;
mod browser;
mod components;
mod contexts;
mod document;
mod format;
#[cfg(all(feature = "ssr", debug_assertions))]
pub mod gallery;
mod hooks;
#[cfg(all(feature = "hydrate", target_arch = "wasm32"))]
mod hydrate;
mod json;
mod page_data;
mod pages;
mod piece;
mod state;

pub use document::AssetNames;
pub use hooks::use_checkout::CHECKOUT_LEFT;
pub use hooks::use_draft_storage::CHOICES_COOKIE;
pub use page_data::{Notice, Page, PageData, Shell};

#[cfg(feature = "ssr")]
pub use document::render;
#[cfg(feature = "ssr")]
pub use page_data::{AccountForm, OrderLine, PortalPlan, TestCheckoutState};
