//! `/api/session`: sign in, sign out.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use wire::{Me, SignIn};

use crate::App;
use crate::edge::{SetCookie, expired_cookie, session_cookie, session_token};
use crate::extract::{Field, Fields, Sent, Visitor, field};
use crate::problem::Refused;

/// Begins a session for whoever knows the password.
pub(crate) async fn sign_in(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sign_in): Sent<SignIn>,
) -> Result<impl IntoResponse, Refused> {
    let (cookie, me) = begin(&app, visitor, sign_in).await?;
    Ok((cookie, Json(me)))
}

/// Begins a session, however it was asked for, and gives the cookie that carries it.
pub(crate) async fn begin(app: &App, visitor: Visitor, sign_in: SignIn) -> Result<(SetCookie, Me), Refused> {
    let SignIn { email, password } = sign_in;
    let (account, token) = app.accounts.sign_in(&email, password, visitor.previous).await?;
    Ok((session_cookie(&app.settings, &token), account.into()))
}

/// Ends the session, if there is one: whoever asks is signed out afterwards.
pub(crate) async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<impl IntoResponse, Refused> {
    if let Some(token) = session_token(&app.settings, &headers) {
        app.accounts.sign_out(token.id()).await?;
    }
    Ok((StatusCode::NO_CONTENT, expired_cookie(&app.settings)))
}

impl Fields for SignIn {
    const FIELDS: &'static [Field] =
        &[field::<String>("email", "an email address"), field::<String>("password", "a text")];
}
