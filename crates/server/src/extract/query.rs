//! The parameters behind the `?`.

use axum::extract::{FromRequestParts, Query};
use axum::http::Uri;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::App;
use crate::problem::Refused;

/// What is asked for in the address.
pub(crate) struct Asked<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Asked<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        match Query::<T>::from_request_parts(parts, app).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(rejection) => {
                Err(Refused::invalid_field("?", "The address has a parameter that cannot be read.").because(rejection))
            }
        }
    }
}

/// A parameter of an address: its first value, however often it stands there. For addresses that nothing is refused for: a person
/// followed a page's and did not write it, and a stream that cannot go on from somewhere begins anew.
pub(crate) fn first_value(address: &Uri, name: &str) -> Option<String> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(address).ok()?;
    pairs.into_iter().find_map(|(found, value)| (found == name).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_value_counts_and_nothing_is_refused() {
        for (address, value) in [
            ("/", None),
            ("/?", None),
            ("/?b=1", None),
            ("/?a=1", Some("1")),
            ("/?b=0&a=1&a=2", Some("1")),
            ("/?a", Some("")),
            ("/?a=%2Fx%26y", Some("/x&y")),
            ("/?a=%ff&&=", Some("\u{fffd}")),
        ] {
            assert_eq!(first_value(&Uri::from_static(address), "a").as_deref(), value, "{address}");
        }
    }
}
