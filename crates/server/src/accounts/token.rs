//! The secret that a browser shows to prove its session, and the name under which the session is stored.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ledger::Ids;
use sha2::{Digest, Sha256};

/// A session's secret: 256 random bits. Kept by the browser alone.
pub(crate) struct Token([u8; 32]);

/// A session's name in the store: the SHA-256 of its token. A random token needs no slow hash, and a stolen database opens nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct SessionId(pub(super) [u8; 32]);

impl Token {
    /// A new token.
    pub fn new(ids: &Ids) -> Self {
        Self(ids.bytes())
    }

    /// Reads a token back from a cookie; `None` for what we never wrote.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// The token's text for a cookie.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The name under which its session is stored.
    pub fn id(&self) -> SessionId {
        SessionId(Sha256::digest(self.0).into())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SessionId(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_from_its_cookie() {
        let token = Token::new(&Ids::seeded(1));
        let back = Token::parse(&token.text()).unwrap();
        assert_eq!(back.id(), token.id());
        assert_ne!(Token::new(&Ids::seeded(2)).id(), token.id());
    }

    #[test]
    fn what_we_never_wrote_is_no_token() {
        let token = Token::new(&Ids::seeded(1)).text();
        for bad in ["", "AAAA", &token[1..], &format!("{token}A"), "not base64 at all!"] {
            assert!(Token::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_token_is_never_printed() {
        let token = Token::new(&Ids::seeded(1));
        assert!(!format!("{token:?} {:?}", token.id()).contains(&token.text()));
    }
}
