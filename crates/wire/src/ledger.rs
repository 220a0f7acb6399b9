//! What other people's servers say to the ledger, and what it answers: `/v1`.

use credits::Credits;
use credits::decide::{EntryKind, Source};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Balance, Problem, Time};

/// Answer of `PUT /v1/accounts/{account}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerAccount {
    /// Its id.
    pub account: Uuid,
    /// What it has.
    pub balance: Balance,
}

/// One line of an account: `GET /v1/accounts/{account}/entries`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place, counted from 1; also the balance's version after it.
    pub version: u64,
    /// When it was decided.
    pub at: Time,
    /// Which verb wrote it.
    pub kind: EntryKind,
    /// By how much `available` changed.
    pub available_delta: Credits,
    /// By how much `held` changed.
    pub held_delta: Credits,
    /// Which hold it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<String>,
    /// Where deposited credits came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Why: a deposit's note, a hold's operation.
    pub note: String,
}

/// Body of `POST /v1/accounts/{account}/deposits`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepositRequest {
    /// How many credits come in, 0 or more.
    pub amount: Credits,
    /// Where they come from.
    pub source: Source,
    /// Why, for whoever reads the entry later; at most 500 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When what is left of them goes out; never when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Time>,
}

/// Body of `POST /v1/accounts/{account}/holds`: either `amount` with `operation`, or `model` with what its price depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldRequest {
    /// How many credits are set aside, 0 or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Credits>,
    /// The id of a model in the catalog, whose price is taken instead of an amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// How long a clip of the model lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// What for, in words; the catalog's words for the model when absent beside one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// After how long it returns by itself if nobody ends it; at most a week.
    pub expires_in_seconds: u32,
}

/// Body of `POST /v1/holds/{hold}/settle`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettleRequest {
    /// How many credits are spent; all that are held when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Credits>,
}

/// Body of `POST /v1/holds/{hold}/release`: an empty object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseRequest {}

/// Body of `POST /v1/holds/{hold}/extend`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtendRequest {
    /// After how long from now it returns by itself; at most a week. A hold that lasts longer already is left as it is.
    pub expires_in_seconds: u32,
}

/// Answer of every write. The same for ever under the same key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Credited, held, spent or returned, by what was asked; the hold's amount for an extension.
    pub amount: Credits,
    /// The hold that was made or changed, as the addresses below `/v1/holds` take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<String>,
    /// The balance right after it.
    pub balance: Balance,
}

/// Answer of `POST /v1/batch`: one for each item, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchAnswers {
    /// The answers.
    pub answers: Vec<BatchAnswer>,
}

/// What became of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchAnswer {
    /// The status that the item would have had as a request of its own.
    pub status: u16,
    /// True when the answer was given before and is given again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub replayed: bool,
    /// After how many seconds it makes sense to try again, where waiting helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u64>,
    /// The answer's body.
    pub body: BatchBody,
}

/// What an item is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum BatchBody {
    /// It was done.
    Done(Done),
    /// It was refused.
    Problem(Box<Problem>),
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes what it asks about by reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}
