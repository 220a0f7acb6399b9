//! What the ledger calls an intent, and the hold that comes of it.

use credits::{AccountId, HoldId, IdempotencyKey};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// What stands before these keys in the ledger, so that none of them meets a key of the studio, of a purchase or of an operator.
const KEY_PREFIX: &str = "v1";

/// The names of an intent.
pub(super) struct Names {
    /// Its key in the ledger. Made of the sender's key, which may be as long as any key in the ledger and would leave no room for a prefix.
    pub key: IdempotencyKey,
    /// The hold's id if the intent is one. Made of the same, so that a repetition asks for the same hold. Its version, 8, is that of no other
    /// hold in the ledger.
    pub hold: HoldId,
}

impl Names {
    /// The names of an account's intent. They must not change: the ledger remembers them for ever.
    pub fn of(account: AccountId, key: &IdempotencyKey) -> Self {
        let digest: [u8; 32] = Sha256::new().chain_update(account.0).chain_update(key.as_str()).finalize().into();
        let ([key, hold], _) = digest.as_chunks::<16>() else { return Self::of_halves([0; 16], [0; 16]) };
        Self::of_halves(*key, *hold)
    }

    fn of_halves(key: [u8; 16], hold: [u8; 16]) -> Self {
        let key = IdempotencyKey::of(KEY_PREFIX, Uuid::from_bytes(key));
        Self { key, hold: HoldId(Builder::from_custom_bytes(hold).into_uuid()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_change() {
        let names = Names::of(AccountId(Uuid::from_u128(1)), &IdempotencyKey::new("order-1").unwrap());
        assert_eq!(
            (names.key.as_str(), names.hold.to_string().as_str()),
            ("v1:07568012-02ec-4d19-7a07-39e6f1e5eb48", "a0e18b88-81ff-8565-b119-1a4b95b251ee")
        );
    }

    #[test]
    fn other_accounts_and_keys_have_other_names() {
        let of = |account, key: &str| {
            let names = Names::of(AccountId(Uuid::from_u128(account)), &IdempotencyKey::new(key).unwrap());
            (names.key, names.hold)
        };
        assert_eq!(of(1, "a"), of(1, "a"));
        for other in [of(2, "a"), of(1, "b")] {
            assert!(of(1, "a").0 != other.0 && of(1, "a").1 != other.1);
        }
    }
}
