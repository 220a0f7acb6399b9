//! `POST /webhooks/stripe`: an event of Stripe's. Verified over its very bytes, written down, answered; it is applied afterwards.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode};
use billing::gateways::stripe::SIGNATURE_HEADER;

use crate::App;
use crate::extract::raw;
use crate::problem::Refused;

/// The largest event that is read: Stripe's are far smaller, and an invoice with many lines is larger than what people send.
const EVENT_BYTES_MAX: usize = 1024 * 1024;

/// 200 once it is written down, also for one that was told before and one that means nothing to us.
pub(crate) async fn stripe(State(app): State<App>, request: Request) -> Result<StatusCode, Refused> {
    let gateway = app.stripe.as_ref().ok_or_else(Refused::not_found)?;
    let signature = request.headers().get(SIGNATURE_HEADER).map(HeaderValue::to_str).and_then(Result::ok);
    let signature = signature.map(str::to_owned);
    let body = raw(request, EVENT_BYTES_MAX).await?;
    let event = gateway.read_event(signature.as_deref(), &body).map_err(|error| {
        tracing::warn!(cause = %error, "an event was not taken");
        Refused::invalid_field("", error.to_string())
    })?;
    app.billing.receive_event(event).await?;
    Ok(StatusCode::OK)
}
