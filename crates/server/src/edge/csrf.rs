//! No other site acts for a person who is signed in here: unsafe requests say where they come from, and it must be us.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use tower_http::csrf::{CsrfLayer, ProtectionError, ResponseForProtectionError};
use wire::Code;

use crate::ServerSettings;
use crate::problem::Refused;

/// Answers what comes from elsewhere with `FORBIDDEN`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ForeignOrigin;

impl ResponseForProtectionError<Body> for ForeignOrigin {
    fn response_for_protection_error(&mut self, error: ProtectionError) -> Response {
        Refused::new(Code::Forbidden, "This request came from another site, and was not done.")
            .because(error)
            .into_response()
    }
}

/// The layer that compares `Sec-Fetch-Site`, or `Origin` and `Host`. A caller that sends neither is no browser and rides on no cookie
/// jar. The public address is trusted by name, for proxies that rewrite `Host`.
pub(crate) fn same_origin(settings: &ServerSettings) -> CsrfLayer<ForeignOrigin> {
    let layer = CsrfLayer::new();
    let layer = match layer.clone().add_trusted_origin(&settings.public_url) {
        Ok(trusting) => trusting,
        Err(error) => {
            tracing::warn!(%error, "the public address cannot be trusted as an origin");
            layer
        }
    };
    layer.with_rejection_response(ForeignOrigin)
}
