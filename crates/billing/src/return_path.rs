//! Where a buyer comes back to: a path of ours and nothing else, so that nobody can be sent elsewhere by a link to our checkout.

use std::fmt;
use std::str::FromStr;

/// The longest path with its query, in bytes.
pub const RETURN_PATH_BYTES_MAX: usize = 512;

/// The pages that a checkout may return to.
const PAGES: [&str; 2] = ["/", "/billing"];

/// A path of ours with or without a query: `/`, `/billing`, `/billing?tab=plans`.
///
/// A list of what is allowed, not of what is forbidden: the path is exactly one of our pages, and the query has only characters
/// that RFC 3986 allows in one, so that no browser can read a host, a scheme or a second header line into it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReturnPath(String);

/// Text that is no path of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "The path to return to must be `/` or `/billing`, with or without a query, in at most {RETURN_PATH_BYTES_MAX} bytes."
)]
pub struct InvalidReturnPath;

impl ReturnPath {
    /// Takes a path from outside.
    ///
    /// # Errors
    /// When it is not exactly one of our pages, its query has a character that does not belong there, or it is too long.
    pub fn new(text: &str) -> Result<Self, InvalidReturnPath> {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let fits = text.len() <= RETURN_PATH_BYTES_MAX && PAGES.contains(&path) && is_query(query);
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidReturnPath) }
    }

    /// The path with its query.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This path with `checkout=…` in its query, in place of any that was there from an earlier purchase: the checkout's id, or
    /// `canceled`. The word is one of ours and needs no escaping.
    #[must_use]
    pub fn with_checkout(&self, word: &str) -> String {
        let (path, query) = self.0.split_once('?').unwrap_or((&self.0, ""));
        let mut parts: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !is_checkout(part)).collect();
        let checkout = format!("checkout={word}");
        parts.push(&checkout);
        format!("{path}?{}", parts.join("&"))
    }
}

fn is_checkout(part: &str) -> bool {
    part.split('=').next() == Some("checkout")
}

/// Whether text is a query of RFC 3986, whose escapes are complete and hide no control character.
fn is_query(query: &str) -> bool {
    let mut rest = query.bytes();
    while let Some(byte) = rest.next() {
        let fits = match byte {
            b'%' => is_printable_escape(rest.next(), rest.next()),
            b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'='
            | b':' | b'@' | b'/' | b'?' => true,
            other => other.is_ascii_alphanumeric(),
        };
        if !fits {
            return false;
        }
    }
    true
}

fn is_printable_escape(high: Option<u8>, low: Option<u8>) -> bool {
    let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
    match (digit(high), digit(low)) {
        (Some(high), Some(low)) => {
            let byte = high * 16 + low;
            byte >= 0x20 && byte != 0x7f
        }
        (Some(_) | None, Some(_) | None) => false,
    }
}

impl FromStr for ReturnPath {
    type Err = InvalidReturnPath;

    fn from_str(text: &str) -> Result<Self, InvalidReturnPath> {
        Self::new(text)
    }
}

impl fmt::Display for ReturnPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_pages_are_taken_with_and_without_a_query() {
        let pages =
            ["/", "/billing", "/?", "/billing?", "/?tab=image", "/billing?a=1&b=2", "/?q=caf%C3%A9", "/?next=/a/b?c"];
        for page in pages {
            assert_eq!(ReturnPath::new(page).map(|path| path.to_string()), Ok(page.to_owned()), "{page}");
        }
    }

    #[test]
    fn another_host_is_refused_however_it_is_written() {
        let elsewhere = [
            "//evil",
            "//evil/billing",
            "///evil",
            "////evil",
            "/\\evil",
            "\\\\evil",
            "\\/evil",
            "/\\/evil",
            "/\t/evil",
            "/\n/evil",
            "\t//evil",
            " //evil",
            "https:",
            "https:evil",
            "https:/evil",
            "https://evil",
            "HTTPS://EVIL",
            "http://evil/billing",
            "javascript:alert(1)",
            "data:text/html,x",
            "mailto:a@b",
            "@evil",
            "/@evil",
            "evil",
            "evil/billing",
            ".evil",
            "/.evil",
            "/billing@evil",
            "/billing.evil",
            "/billing:80@evil",
        ];
        for text in elsewhere {
            assert_eq!(ReturnPath::new(text), Err(InvalidReturnPath), "{text:?}");
        }
    }

    #[test]
    fn an_encoded_trick_in_the_path_is_refused() {
        let tricks = [
            "/%2fevil",
            "/%2F%2Fevil",
            "/%5cevil",
            "/%5C%5Cevil",
            "/%09/evil",
            "/%00",
            "%2f",
            "%2fbilling",
            "/billing%2f..",
            "/billing%00",
            "/%62illing",
            "/billing%3f",
            "/%2e%2e//evil",
            "/..//evil",
            "/./",
            "/../billing",
            "/billing/../..//evil",
        ];
        for text in tricks {
            assert_eq!(ReturnPath::new(text), Err(InvalidReturnPath), "{text:?}");
        }
    }

    #[test]
    fn a_page_that_only_looks_like_ours_is_refused() {
        for text in [
            "",
            "?",
            "?a=1",
            "/billingx",
            "/billing/",
            "/billing/x",
            "/Billing",
            "/api/balance",
            "/signin",
            "/#a",
            "/billing#a",
        ] {
            assert_eq!(ReturnPath::new(text), Err(InvalidReturnPath), "{text:?}");
        }
    }

    #[test]
    fn control_characters_and_what_is_no_query_are_refused() {
        let queries = [
            "/?a\r\nSet-Cookie: x",
            "/?a\0",
            "/?a\u{7f}",
            "/?a\u{85}",
            "/?a b",
            "/?é",
            "/?a#b",
            "/?\\",
            "/?<script>",
            "/?\"",
            "/?a|b",
            "/?%0d%0aLocation:x",
            "/?%00",
            "/?%7f",
            "/?%1F",
            "/?%",
            "/?%a",
            "/?%zz",
            "/?%+1",
            "/?%é0",
        ];
        for text in queries {
            assert_eq!(ReturnPath::new(text), Err(InvalidReturnPath), "{text:?}");
        }
    }

    #[test]
    fn the_length_is_limited() {
        let of = |length: usize| format!("/?{}", "a".repeat(length - 2));
        assert!(ReturnPath::new(&of(RETURN_PATH_BYTES_MAX)).is_ok());
        assert_eq!(ReturnPath::new(&of(RETURN_PATH_BYTES_MAX + 1)), Err(InvalidReturnPath));
    }

    #[test]
    fn the_outcome_of_a_checkout_joins_the_query_and_replaces_an_older_one() {
        let rows = [
            ("/", "/?checkout=canceled"),
            ("/billing?", "/billing?checkout=canceled"),
            ("/billing?a=1", "/billing?a=1&checkout=canceled"),
            ("/?checkout=old&a=1&checkout", "/?a=1&checkout=canceled"),
            ("/?checkouts=2", "/?checkouts=2&checkout=canceled"),
        ];
        for (path, expected) in rows {
            assert_eq!(ReturnPath::new(path).unwrap().with_checkout("canceled"), expected);
        }
    }
}
