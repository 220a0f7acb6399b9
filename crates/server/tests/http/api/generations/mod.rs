//! `/api/generations`.

mod asset;
mod cancel;
mod find;
mod list;
mod submit;
