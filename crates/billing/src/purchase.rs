//! What was paid for and is owed in credits, as it is written down: before it is deposited, so that it is deposited once and always in the
//! same words.

use credits::{AccountId, Credits, IdempotencyKey, Timestamp};
use ledger::StorageError;
use ledger::database::{Row, Transaction};
use uuid::Uuid;

use crate::{PaymentId, ProductKind, columns};

/// One deposit that was paid for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Purchase {
    pub account: AccountId,
    pub deposit_key: IdempotencyKey,
    pub gateway: String,
    pub kind: ProductKind,
    /// The order by which it was bought.
    pub checkout: Uuid,
    /// What was paid for, in credits. Below zero when more time of a plan was given back than paid: the money is kept for the next invoices.
    pub worth_credits: i64,
    /// Whether money that the gateway had kept of the buyer's paid for it. Asked when it is written down, and not kept.
    pub uses_kept_money: bool,
    /// What is deposited: what was paid for, less what was kept back for the money that paid it. Worked out when it is written down.
    pub credits: Credits,
    /// What it cost after discounts and taxes, in the currency's minor unit. What of that went back is compared with it.
    pub cost_minor: u64,
    pub note: String,
    pub expires_at: Option<Timestamp>,
    /// Who paid; `None` while that is not known, and where nothing was to be paid.
    pub payment: Option<PaymentId>,
    /// Whether the deposit is known to be made.
    pub is_credited: bool,
    pub returns: Returns,
}

/// What was taken back of a purchase, because its money was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Returns {
    /// How many credits at present.
    pub credits: Credits,
    /// How often that has changed.
    pub times: u64,
    /// How many it is about to be: written down before the ledger is asked, so that the key of the next change always means the same change.
    pub under_way: Option<Credits>,
}

/// The purchase as it is written down, now if it was not before.
pub(crate) fn find_or_insert(tx: &Transaction<'_>, wanted: &Purchase, at: Timestamp) -> Result<Purchase, StorageError> {
    if let Some(found) = find(tx, wanted.account, &wanted.deposit_key)? {
        if found.payment.is_none() && wanted.payment.is_some() {
            set_payment(tx, wanted)?;
        }
        return Ok(found);
    }
    let wanted = &Purchase { credits: deposited(tx, wanted)?, ..wanted.clone() };
    tx.execute(
        "INSERT INTO billing_purchases
             (account, deposit_key, gateway, product_kind, checkout, worth_credits, credits, cost_minor, note, expires_at_us,
              recorded_at_us, payment, returned_credits, returned_times)
         VALUES (:account, :deposit_key, :gateway, :kind, :checkout, :worth_credits, :credits, :cost_minor, :note, :expires_at,
                 :at, :payment, 0, 0)",
        &[
            ("account", &wanted.account),
            ("deposit_key", &wanted.deposit_key.as_str()),
            ("gateway", &wanted.gateway),
            ("kind", &wanted.kind.as_str()),
            ("checkout", &wanted.checkout),
            ("worth_credits", &wanted.worth_credits),
            ("credits", &wanted.credits.get()),
            ("cost_minor", &wanted.cost_minor),
            ("note", &wanted.note),
            ("expires_at", &wanted.expires_at.map(|at| at.0)),
            ("at", &at),
            ("payment", &wanted.payment.as_ref().map(PaymentId::as_str)),
        ],
    )?;
    Ok(wanted.clone())
}

/// What is deposited for a purchase. When a plan is changed to a smaller one, the gateway keeps the money that is left for the next invoices:
/// so are the credits for it kept back here, and whoever changes back and forth has what was paid once.
fn deposited(tx: &Transaction<'_>, wanted: &Purchase) -> Result<Credits, StorageError> {
    let kept = if wanted.uses_kept_money { kept_back(tx, wanted)? } else { 0 };
    let credits = wanted.worth_credits.saturating_add(kept).max(0);
    Credits::new(credits).map_err(|error| StorageError::damaged(format!("{}: {error}", wanted.deposit_key)))
}

/// What the account's plans are below zero so far: 0 or less.
fn kept_back(tx: &Transaction<'_>, wanted: &Purchase) -> Result<i64, StorageError> {
    let found = tx.find(
        "SELECT CAST(coalesce(sum(worth_credits - credits), 0) AS BIGINT) AS kept FROM billing_purchases
         WHERE account = :account AND gateway = :gateway AND product_kind = 'plan'",
        &[("account", &wanted.account), ("gateway", &wanted.gateway)],
    )?;
    found.map_or(Ok(0), |row| row.get("kept"))
}

fn set_payment(tx: &Transaction<'_>, wanted: &Purchase) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_purchases SET payment = :payment
         WHERE account = :account AND deposit_key = :deposit_key AND payment IS NULL",
        &[
            ("account", &wanted.account),
            ("deposit_key", &wanted.deposit_key.as_str()),
            ("payment", &wanted.payment.as_ref().map(PaymentId::as_str)),
        ],
    )
    .map(drop)
}

/// The account's purchase of that deposit.
pub(crate) fn find(
    tx: &Transaction<'_>,
    account: AccountId,
    deposit_key: &IdempotencyKey,
) -> Result<Option<Purchase>, StorageError> {
    let found = tx.find(
        "SELECT * FROM billing_purchases WHERE account = :account AND deposit_key = :deposit_key",
        &[("account", &account), ("deposit_key", &deposit_key.as_str())],
    )?;
    found.as_ref().map(from_row).transpose()
}

/// Whether a session or an invoice is known to be credited, to whomever.
pub(crate) fn is_credited(
    tx: &Transaction<'_>,
    gateway: &str,
    deposit_key: &IdempotencyKey,
) -> Result<bool, StorageError> {
    let found = tx.find(
        "SELECT * FROM billing_purchases WHERE gateway = :gateway AND deposit_key = :deposit_key",
        &[("gateway", &gateway), ("deposit_key", &deposit_key.as_str())],
    )?;
    Ok(found.as_ref().map(from_row).transpose()?.is_some_and(|purchase| purchase.is_credited))
}

/// Everything that a payment paid for.
pub(crate) fn find_by_payment(
    tx: &Transaction<'_>,
    gateway: &str,
    payment: &PaymentId,
) -> Result<Vec<Purchase>, StorageError> {
    let found = tx.query(
        "SELECT * FROM billing_purchases WHERE gateway = :gateway AND payment = :payment ORDER BY account, deposit_key",
        &[("gateway", &gateway), ("payment", &payment.as_str())],
    )?;
    found.iter().map(from_row).collect()
}

/// A place in the list of purchases: they are listed in the order in which they were written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    recorded_at: Timestamp,
    deposit_key: String,
}

impl Place {
    /// Before everything that was written down at a moment or later.
    pub const fn beginning(since: Timestamp) -> Self {
        Self { recorded_at: since, deposit_key: String::new() }
    }
}

/// Credited purchases behind a place, at most so many, each with its own place.
pub(crate) fn list(
    tx: &Transaction<'_>,
    gateway: &str,
    after: &Place,
    limit: u64,
) -> Result<Vec<(Place, Purchase)>, StorageError> {
    let found = tx.query(
        "SELECT * FROM billing_purchases
         WHERE gateway = :gateway AND credited_at_us IS NOT NULL AND (recorded_at_us, deposit_key) > (:recorded_at, :deposit_key)
         ORDER BY recorded_at_us, deposit_key LIMIT :limit",
        &[
            ("gateway", &gateway),
            ("recorded_at", &after.recorded_at),
            ("deposit_key", &after.deposit_key.as_str()),
            ("limit", &limit),
        ],
    )?;
    let place = |row: &Row| -> Result<(Place, Purchase), StorageError> {
        let place = Place { recorded_at: row.get("recorded_at_us")?, deposit_key: row.get("deposit_key")? };
        Ok((place, from_row(row)?))
    };
    found.iter().map(place).collect()
}

/// Writes down that the deposit is made.
pub(crate) fn mark_credited(tx: &Transaction<'_>, purchase: &Purchase, at: Timestamp) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_purchases SET credited_at_us = :at
         WHERE account = :account AND deposit_key = :deposit_key AND credited_at_us IS NULL",
        &[("account", &purchase.account), ("deposit_key", &purchase.deposit_key.as_str()), ("at", &at)],
    )
    .map(drop)
}

/// Writes down how many credits are about to be taken back in all, unless somebody was faster.
pub(crate) fn begin_return(tx: &Transaction<'_>, purchase: &Purchase, credits: Credits) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_purchases SET returning_credits = :credits
         WHERE account = :account AND deposit_key = :deposit_key AND returned_times = :times AND returning_credits IS NULL",
        &[
            ("account", &purchase.account),
            ("deposit_key", &purchase.deposit_key.as_str()),
            ("times", &purchase.returns.times),
            ("credits", &credits.get()),
        ],
    )
    .map(drop)
}

/// Writes down that the ledger has done what was under way.
pub(crate) fn finish_return(tx: &Transaction<'_>, purchase: &Purchase) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_purchases
         SET returned_credits = returning_credits, returned_times = returned_times + 1, returning_credits = NULL
         WHERE account = :account AND deposit_key = :deposit_key AND returned_times = :times
           AND returning_credits IS NOT NULL",
        &[
            ("account", &purchase.account),
            ("deposit_key", &purchase.deposit_key.as_str()),
            ("times", &purchase.returns.times),
        ],
    )
    .map(drop)
}

fn from_row(row: &Row) -> Result<Purchase, StorageError> {
    Ok(Purchase {
        account: row.get("account")?,
        deposit_key: row.parse("deposit_key", |key: String| IdempotencyKey::new(key))?,
        gateway: row.get("gateway")?,
        kind: columns::product_kind(row)?,
        checkout: row.get("checkout")?,
        worth_credits: row.get("worth_credits")?,
        uses_kept_money: false,
        credits: columns::credits(row)?,
        cost_minor: row.get("cost_minor")?,
        note: row.get("note")?,
        expires_at: row.get("expires_at_us")?,
        payment: row.parse("payment", |id: Option<String>| id.map(PaymentId::new).transpose())?,
        is_credited: row.get::<Option<Timestamp>>("credited_at_us")?.is_some(),
        returns: Returns {
            credits: row.parse("returned_credits", Credits::new)?,
            times: row.get("returned_times")?,
            under_way: row.parse("returning_credits", |credits: Option<i64>| credits.map(Credits::new).transpose())?,
        },
    })
}
