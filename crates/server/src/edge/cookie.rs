//! The session cookie: out of reach of scripts and of other sites.

use axum::http::header::{HeaderMap, HeaderName, SET_COOKIE};
use axum_extra::extract::CookieJar;

use crate::ServerSettings;
use crate::accounts::Token;

/// How long a browser keeps the cookie: 400 days, as long as browsers keep any. Whether the session behind it still lives is decided
/// by the store, where its life moves on with use.
const KEPT_SECONDS: u32 = 400 * 24 * 60 * 60;

/// A `Set-Cookie` header, as a part of a response.
pub(crate) type SetCookie = [(HeaderName, String); 1];

/// The prefix makes the browser refuse a cookie that is not for this host alone, over HTTPS, for all paths.
const fn name(settings: &ServerSettings) -> &'static str {
    if settings.secure_cookies { "__Host-farebox" } else { "farebox" }
}

/// The token that a request carries, if it is one that we could have written.
pub(crate) fn session_token(settings: &ServerSettings, headers: &HeaderMap) -> Option<Token> {
    CookieJar::from_headers(headers).get(name(settings)).and_then(|cookie| Token::parse(cookie.value()))
}

/// The cookie of a new session.
pub(crate) fn session_cookie(settings: &ServerSettings, token: &Token) -> SetCookie {
    set(settings, &token.text(), KEPT_SECONDS)
}

/// The cookie that takes a session's cookie away.
pub(crate) fn expired_cookie(settings: &ServerSettings) -> SetCookie {
    set(settings, "", 0)
}

fn set(settings: &ServerSettings, value: &str, max_age_seconds: u32) -> SetCookie {
    let name = name(settings);
    let secure = if settings.secure_cookies { "; Secure" } else { "" };
    [(SET_COOKIE, format!("{name}={value}; HttpOnly; SameSite=Lax; Path=/; Max-Age={max_age_seconds}{secure}"))]
}
