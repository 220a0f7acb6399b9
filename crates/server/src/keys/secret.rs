//! The secret that another server shows, and the name under which it is stored.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ledger::Ids;
use sha2::{Digest, Sha256};

/// What every key begins with, so that one which lies where it should not is recognised.
const PREFIX: &str = "fbx_";

/// A key: 256 random bits. Kept by its user alone.
pub(crate) struct Secret([u8; 32]);

/// A key's name in the store: its SHA-256. Whoever looks it up compares no secret byte by byte, and a stolen database opens nothing.
pub(super) type Digested = [u8; 32];

impl Secret {
    /// A new key.
    pub fn new(ids: &Ids) -> Self {
        Self(ids.bytes())
    }

    /// Reads a key back from its text; `None` for what we never wrote.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?.try_into().ok().map(Self)
    }

    /// The key's text, to be shown once.
    pub fn text(&self) -> String {
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(self.0))
    }

    /// The name under which it is stored.
    pub fn digest(&self) -> Digested {
        Sha256::digest(self.0).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_from_its_text_and_is_never_printed() {
        let secret = Secret::new(&Ids::seeded(1));
        let text = secret.text();
        assert!(text.starts_with("fbx_") && text.len() == 47, "{text}");
        assert_eq!(Secret::parse(&text).unwrap().digest(), secret.digest());
        assert_ne!(Secret::new(&Ids::seeded(2)).digest(), secret.digest());
        assert!(!format!("{secret:?}").contains(&text[4..]));
    }

    #[test]
    fn what_we_never_wrote_is_no_key() {
        let text = Secret::new(&Ids::seeded(1)).text();
        for bad in ["", "fbx_", "fbx_AAAA", &text[4..], &text[..46], &format!("{text}A"), &text.replace("fbx", "FBX")] {
            assert!(Secret::parse(bad).is_none(), "{bad}");
        }
    }
}
