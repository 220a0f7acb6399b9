//! The pages that people look at.

mod billing;
mod checkout_return;
mod problem;
mod sign_in;
mod sign_up;
mod workspace;

use serde::Deserialize;

pub(crate) use billing::billing;
pub(crate) use checkout_return::checkout_return;
pub(crate) use problem::problem;
pub(crate) use sign_in::sign_in;
pub(crate) use sign_up::sign_up;
pub(crate) use workspace::workspace;

/// The checkout that led to a page.
#[derive(Deserialize)]
pub(crate) struct After {
    checkout: Option<String>,
}

/// Where to go after sign-in or sign-up.
#[derive(Deserialize)]
pub(crate) struct Before {
    redirect: Option<String>,
}
