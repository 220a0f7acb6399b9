//! `/api/generations`: what credits are spent on.

mod asset;
mod cancel;
mod find;
mod list;
mod submit;

pub(crate) use asset::asset;
pub(crate) use cancel::cancel;
pub(crate) use find::find;
pub(crate) use list::{PAGE, list};
pub(crate) use submit::submit;
