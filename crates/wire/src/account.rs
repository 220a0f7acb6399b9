//! Who is asking: sign up, sign in, who am I.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Body of `POST /api/account`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    /// Where the account's owner is reached; its name at sign-in. Compared without regard to case.
    pub email: String,
    /// 8 to 1,024 bytes.
    pub password: String,
    /// What the screens call the owner; the part of the address before the `@` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// Body of `POST /api/session`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The address given at sign-up.
    pub email: String,
    /// The password given at sign-up.
    pub password: String,
}

/// Answer of `GET /api/me`, and of signing up and in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The account's id.
    pub account: Uuid,
    /// The address given at sign-up.
    pub email: String,
    /// What the screens call the owner.
    pub display_name: String,
}
