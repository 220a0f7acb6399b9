//! The pages that people look at.

mod billing;
mod checkout_return;
mod problem;
mod sign_in;
mod sign_up;
mod workspace;

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::App;
use crate::extract::first_value;

pub(crate) use billing::billing;
pub(crate) use checkout_return::checkout_return;
pub(crate) use problem::problem;
pub(crate) use sign_in::sign_in;
pub(crate) use sign_up::sign_up;
pub(crate) use workspace::workspace;

/// The checkout that led to a page.
pub(crate) struct After {
    checkout: Option<String>,
}

/// Where to go after sign-in or sign-up.
pub(crate) struct Before {
    redirect: Option<String>,
}

impl FromRequestParts<App> for After {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self { checkout: first_value(&parts.uri, "checkout") })
    }
}

impl FromRequestParts<App> for Before {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self { redirect: first_value(&parts.uri, "redirect") })
    }
}
