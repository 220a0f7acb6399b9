//! The pages that people look at.

mod account_form;
mod billing;
mod checkout_return;
mod problem;
mod sign_in;
mod sign_up;
mod workspace;

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};

use crate::App;
use crate::extract::{MaybeSignedIn, first_value};
use crate::pages::local_path;

pub(crate) use billing::billing;
pub(crate) use checkout_return::checkout_return;
pub(crate) use problem::problem;
pub(crate) use sign_in::{send_sign_in, sign_in};
pub(crate) use sign_up::{send_sign_up, sign_up};
pub(crate) use workspace::workspace;

/// The checkout that led to a page.
pub(crate) struct After {
    checkout: Option<String>,
}

/// Somebody who is signed out, with the path of ours to go to after sign-in or sign-up. Whoever is signed in goes there at once.
pub(crate) struct Before {
    redirect: String,
}

impl FromRequestParts<App> for After {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self { checkout: first_value(&parts.uri, "checkout") })
    }
}

impl FromRequestParts<App> for Before {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let asked = first_value(&parts.uri, "redirect");
        let redirect = local_path(asked.as_deref());
        match MaybeSignedIn::from_request_parts(parts, app).await {
            Ok(MaybeSignedIn(None)) => Ok(Self { redirect: redirect.to_owned() }),
            Ok(MaybeSignedIn(Some(_))) => Err(Redirect::to(redirect).into_response()),
            Err(refused) => Err(refused.into_response()),
        }
    }
}
