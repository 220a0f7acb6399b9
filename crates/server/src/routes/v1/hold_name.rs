//! A hold as other servers know it: one opaque word that carries its account, because the ledger finds everything by account.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credits::{AccountId, HoldId};
use serde::Deserialize;
use uuid::Uuid;

/// A hold and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct HoldName {
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub hold: HoldId,
}

impl HoldName {
    /// The word for it.
    pub fn text(self) -> String {
        URL_SAFE_NO_PAD.encode([self.account.0.into_bytes(), self.hold.0.into_bytes()].concat())
    }

    /// The hold of a word; `None` for a word that is not one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (account, hold) = bytes.split_at_checked(16)?;
        let id = |bytes| Uuid::from_slice(bytes).ok();
        Some(Self { account: AccountId(id(account)?), hold: HoldId(id(hold)?) })
    }
}

impl TryFrom<String> for HoldName {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("this is no hold")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_comes_back_from_its_word() {
        let name = HoldName { account: AccountId(Uuid::from_u128(1)), hold: HoldId(Uuid::from_u128(u128::MAX)) };
        let text = name.text();
        assert_eq!((HoldName::parse(&text), text.len()), (Some(name), 43));
        for bad in ["", "AAAA", &text[1..], &format!("{text}A"), &format!("{text}="), "!"] {
            assert_eq!(HoldName::parse(bad), None, "{bad}");
        }
    }
}
