//! The name of an intent: what makes a repeated request the same request.

use axum::http::{HeaderMap, HeaderName};
use credits::IdempotencyKey;
use wire::FieldError;

/// The header that carries it.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The key, or what is wrong with it.
pub(super) fn key(headers: &HeaderMap) -> Result<IdempotencyKey, FieldError> {
    let wrong = |detail: String| FieldError { pointer: "Idempotency-Key".to_owned(), detail };
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    match (values.next(), values.next()) {
        (None, _) => {
            Err(wrong("The header `Idempotency-Key` is missing. Give each intent a key of its own.".to_owned()))
        }
        (Some(_), Some(_)) => Err(wrong("The header `Idempotency-Key` stands there twice.".to_owned())),
        (Some(value), None) => {
            let key = value.to_str().map_err(|_| credits::InvalidIdempotencyKey).and_then(IdempotencyKey::new);
            key.map_err(|error| wrong(format!("The header `Idempotency-Key` cannot be taken: {error}.")))
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn keyed(values: &[&str]) -> Result<String, String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(IDEMPOTENCY_KEY, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        key(&headers).map(String::from).map_err(|wrong| wrong.pointer)
    }

    #[test]
    fn a_key_is_there_once_and_visible() {
        assert_eq!(keyed(&["intent-1"]), Ok("intent-1".to_owned()));
        for bad in [&[][..], &[""], &["two words"], &["é"], &["a", "a"]] {
            assert_eq!(keyed(bad), Err("Idempotency-Key".to_owned()), "{bad:?}");
        }
    }
}
