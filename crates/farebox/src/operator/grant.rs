//! Granting credits: a deposit whose source is the operator.

use credits::decide::{Command, Refusal, Source, Verb};
use credits::limits::CREDITS_MAX;
use credits::{Credits, IdempotencyKey};
use ledger::LedgerError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Answer;
use super::desk::{Desk, unavailable};

/// What stands before an operator's key in the ledger, so that it cannot meet the key of a purchase.
const KEY_PREFIX: &str = "grant:";

/// The longest reason, in characters.
const REASON_CHARACTERS_MAX: usize = 500;

/// Give credits to an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Whose account.
    pub email: String,
    /// How many.
    pub amount: i64,
    /// Why.
    pub reason: String,
    /// Names the grant.
    pub key: String,
}

/// The credits are on the account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Granted {
    /// Whose.
    pub account: Uuid,
    /// The owner's address.
    pub email: String,
    /// How many.
    pub amount: Credits,
    /// The name of the grant.
    pub key: String,
    /// True when the same grant was made before and nothing was added now.
    pub already_granted: bool,
    /// The balance now, or right after the first grant under this key.
    pub balance: wire::Balance,
}

/// The amount, if it can be granted.
///
/// # Errors
/// What is allowed.
pub fn check_amount(amount: i64) -> Result<Credits, String> {
    let wrong = || format!("{amount} credits cannot be granted; allowed is a whole number from 1 to {CREDITS_MAX}");
    if amount < 1 { Err(wrong()) } else { Credits::new(amount).map_err(|_| wrong()) }
}

/// The reason, if it says anything and fits on a line.
///
/// # Errors
/// What is allowed.
pub fn check_reason(reason: &str) -> Result<&str, String> {
    let reason = reason.trim();
    let fits =
        !reason.is_empty() && reason.chars().count() <= REASON_CHARACTERS_MAX && !reason.contains(char::is_control);
    if fits {
        Ok(reason)
    } else {
        Err(format!("the reason must be 1 to {REASON_CHARACTERS_MAX} characters on one line"))
    }
}

/// The key as the ledger knows it, if it can be one.
///
/// # Errors
/// What is allowed.
pub fn check_key(key: &str) -> Result<IdempotencyKey, String> {
    let wrong = || "the key must be 1 to 200 visible ASCII characters without spaces".to_owned();
    if key.is_empty() || key.len() > 200 {
        return Err(wrong());
    }
    IdempotencyKey::new(format!("{KEY_PREFIX}{key}")).map_err(|_| wrong())
}

impl Desk {
    pub(super) async fn grant(&self, grant: Grant) -> Answer {
        match self.try_grant(grant).await {
            Ok(granted) => Answer::Granted(granted),
            Err(answer) => answer,
        }
    }

    async fn try_grant(&self, grant: Grant) -> Result<Granted, Answer> {
        let amount = check_amount(grant.amount).map_err(Answer::Refused)?;
        let note = check_reason(&grant.reason).map_err(Answer::Refused)?.to_owned();
        let key = check_key(&grant.key).map_err(Answer::Refused)?;
        let owner = self.owner(&grant.email).await?;
        let verb = Verb::Deposit { key, amount, source: Source::Grant, note, expires_at: None };
        let done = self.ledger.execute(Command { account: owner.account, verb }).await;
        let verdict = done.map_err(|error| match error {
            LedgerError::Refused(Refusal::KeyReused) => Answer::Refused(format!(
                "the key {} was used for a different grant to this account; nothing was granted",
                grant.key
            )),
            LedgerError::Refused(refusal) => Answer::Refused(format!("{refusal}; nothing was granted")),
            LedgerError::Unavailable(error) => unavailable(&error),
        })?;
        if !verdict.is_replay {
            tracing::info!(account = %owner.account, credits = amount.get(), key = grant.key, "an operator granted credits");
        }
        Ok(Granted {
            account: owner.account.0,
            email: owner.email,
            amount,
            key: grant.key,
            already_granted: verdict.is_replay,
            balance: verdict.answer.balance.into(),
        })
    }
}
