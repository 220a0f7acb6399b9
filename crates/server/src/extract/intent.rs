//! A body with the name of its intent: what is wrong with either is said together.

use axum::extract::{FromRequest, Request};
use credits::IdempotencyKey;
use wire::Code;

use super::idempotency_key::key;
use super::{Fields, Sent};
use crate::App;
use crate::problem::Refused;

/// Something that must be done once, however often it is asked for.
pub(crate) struct Intent<T> {
    /// Its name.
    pub key: IdempotencyKey,
    /// What is to be done.
    pub body: T,
}

impl<T: Fields> FromRequest<App> for Intent<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let key = key(request.headers());
        let body = Sent::<T>::from_request(request, app).await;
        match (key, body) {
            (Ok(key), Ok(Sent(body))) => Ok(Self { key, body }),
            (Ok(_), Err(refused)) => Err(refused),
            (Err(wrong), Ok(_)) => Err(Refused::invalid(vec![wrong])),
            (Err(wrong), Err(refused)) if refused.code() == Code::InvalidRequest => {
                Err(Refused::invalid([vec![wrong], refused.into_errors()].concat()))
            }
            (Err(_), Err(refused)) => Err(refused),
        }
    }
}
