//! Where to go after sign-in: a path of ours and nothing else.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The longest path that is kept through sign-in.
const PATH_BYTES_MAX: usize = 512;

/// What stands for itself in a query's value.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The pages that would lead in a circle, and the addresses that are not for people.
const NOT_AFTER_SIGN_IN: [&str; 5] = ["/signin", "/signup", "/api", "/v1", "/assets"];

/// The path if it is one of ours, and the workspace otherwise. Browsers read `//host` and `/\host` as addresses elsewhere, and drop
/// tabs and line breaks before they read.
pub(crate) fn local_path(text: Option<&str>) -> &str {
    let text = text.unwrap_or("/");
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let is_ours = text.starts_with('/')
        && !text.starts_with("//")
        && text.len() <= PATH_BYTES_MAX
        && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let is_page = NOT_AFTER_SIGN_IN.iter().all(|prefix| path != *prefix && !path.starts_with(&format!("{prefix}/")));
    if is_ours && is_page { text } else { "/" }
}

/// The address of sign-in, and from there back to where one was.
pub(crate) fn sign_in_address(back: &str) -> String {
    match local_path(Some(back)) {
        "/" => "/signin".to_owned(),
        back => format!("/signin?redirect={}", utf8_percent_encode(back, PLAIN)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_ours_stays_as_it_is() {
        for path in ["/", "/billing", "/billing?checkout=canceled", "/?a=//b", "/checkout/test/cs_test_1", "/apiary"] {
            assert_eq!(local_path(Some(path)), path);
        }
    }

    #[test]
    fn what_leads_elsewhere_leads_to_the_workspace() {
        let long = format!("/{}", "a".repeat(PATH_BYTES_MAX));
        for path in [
            "",
            "billing",
            "//evil",
            "///evil",
            "/\\evil",
            "\\\\evil",
            "https://evil",
            "https:evil",
            "javascript:alert(1)",
            "/\t/evil",
            "/\n/evil",
            "\t//evil",
            " //evil",
            "/a b",
            "/é",
            "@evil",
            "/signin",
            "/signin?redirect=/",
            "/signup",
            "/api/session",
            "/v1/batch",
            "/assets/x",
            &long,
        ] {
            assert_eq!(local_path(Some(path)), "/", "{path:?}");
        }
        assert_eq!(local_path(None), "/");
    }

    #[test]
    fn the_way_back_survives_in_the_address_of_sign_in() {
        assert_eq!(sign_in_address("/billing"), "/signin?redirect=/billing");
        assert_eq!(sign_in_address("/billing?a=1&b=2"), "/signin?redirect=/billing%3Fa%3D1%26b%3D2");
        assert_eq!(sign_in_address("/"), "/signin");
        assert_eq!(sign_in_address("//evil"), "/signin");
    }
}
