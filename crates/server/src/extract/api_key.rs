//! Another server, as a type: a handler that takes an `ApiKey` is reached by whoever shows a valid key, and by nobody's cookie.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use wire::Code;

use crate::App;
use crate::keys::Secret;
use crate::problem::Refused;

/// A server that shows a valid key. It acts for every account: those who have a key are the operator's own servers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ApiKey;

impl FromRequestParts<App> for ApiKey {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let secret = secret(&parts.headers).ok_or_else(refused)?;
        if app.keys.is_valid(&secret).await? { Ok(Self) } else { Err(refused()) }
    }
}

/// The key of the one `Authorization` header, whose scheme may be written in any case (RFC 9110).
fn secret(headers: &HeaderMap) -> Option<Secret> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, key) = HeaderValue::to_str(value).ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("Bearer") { Secret::parse(key.trim()) } else { None }
}

fn refused() -> Refused {
    Refused::new(Code::AuthRequired, "Send a valid API key as `Authorization: Bearer fbx_…`.")
}

#[cfg(test)]
mod tests {
    use ledger::Ids;

    use super::*;

    fn is_read(values: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        secret(&headers).is_some()
    }

    #[test]
    fn a_key_stands_behind_its_scheme_and_once() {
        let key = Secret::new(&Ids::seeded(1)).text();
        assert!(is_read(&[&format!("Bearer {key}")]) && is_read(&[&format!("bearer  {key}")]));
        for bad in [&[][..], &[&key[..]], &[&format!("Basic {key}")[..]], &["Bearer"], &["Bearer é"], &["Bearer fbx_"]]
        {
            assert!(!is_read(bad), "{bad:?}");
        }
        let twice = format!("Bearer {key}");
        assert!(!is_read(&[&twice, &twice]));
    }
}
