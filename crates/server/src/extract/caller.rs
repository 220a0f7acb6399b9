//! Who is calling, as types: a handler that takes a `SignedIn` cannot be reached by anyone else.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use credits::AccountId;

use crate::App;
use crate::accounts::{Account, Session, SessionId};
use crate::edge::{Address, session_token};
use crate::problem::Refused;

/// Somebody with a valid session.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    /// Their session.
    pub session: SessionId,
    /// Who they are.
    pub account: Account,
}

/// Somebody signed in, or nobody in particular.
#[derive(Debug, Clone)]
pub(crate) struct MaybeSignedIn(pub Option<SignedIn>);

/// Somebody signed in who may spend once more this minute.
#[derive(Debug, Clone)]
pub(crate) struct Spender {
    /// Whose credits.
    pub account: AccountId,
}

/// Somebody who may try to sign in or up once more this minute, and the session that they had before.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    /// The session that a new one takes the place of.
    pub previous: Option<SessionId>,
}

impl SignedIn {
    /// The account's id.
    pub fn id(&self) -> AccountId {
        self.account.account
    }
}

impl From<Session> for SignedIn {
    fn from(session: Session) -> Self {
        Self { session: session.id, account: session.account }
    }
}

impl MaybeSignedIn {
    /// Whoever the headers' cookie belongs to.
    pub async fn of(app: &App, headers: &HeaderMap) -> Result<Self, Refused> {
        match session_token(&app.settings, headers) {
            Some(token) => Ok(Self(app.accounts.find_session(&token).await?.map(SignedIn::from))),
            None => Ok(Self(None)),
        }
    }
}

impl FromRequestParts<App> for MaybeSignedIn {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        Self::of(app, &parts.headers).await
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        MaybeSignedIn::of(app, &parts.headers).await?.0.ok_or_else(Refused::signed_out)
    }
}

impl FromRequestParts<App> for Spender {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let account = SignedIn::from_request_parts(parts, app).await?.id();
        app.limits.spend(account)?;
        Ok(Self { account })
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let Ok(address) = Address::from_request_parts(parts, app).await;
        app.limits.sign_in(address)?;
        Ok(Self { previous: session_token(&app.settings, &parts.headers).map(|token| token.id()) })
    }
}
