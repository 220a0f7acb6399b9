//! Sessions as they are kept, and how they are read and written.

use credits::{AccountId, IdempotencyKey, Timestamp};
use ledger::StorageError;
use ledger::database::{Row, Transaction};
use uuid::Uuid;

use crate::{InvoiceId, Promise, SessionId, SubscriptionId, columns};

/// One session.
#[derive(Debug, Clone)]
pub(super) struct SessionRow {
    pub id: SessionId,
    pub checkout: Uuid,
    pub account: AccountId,
    pub price_id: String,
    pub quantity: u32,
    pub promise: Promise,
    pub done_url: String,
    pub back_url: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub payment: Payment,
}

/// What has happened on a session's page.
#[derive(Debug, Clone)]
pub(super) enum Payment {
    /// Nothing yet.
    Open,
    /// The card was declined.
    Declined,
    /// It was paid.
    Paid(Option<FirstMonth>),
}

/// What paying for a plan began.
#[derive(Debug, Clone)]
pub(super) struct FirstMonth {
    pub invoice: InvoiceId,
    pub subscription: SubscriptionId,
}

impl SessionRow {
    /// Whether it can no longer be paid, because its time is over.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        match self.payment {
            Payment::Open | Payment::Declined => now >= self.expires_at,
            Payment::Paid(_) => false,
        }
    }
}

pub(super) fn insert(tx: &Transaction<'_>, key: &IdempotencyKey, row: &SessionRow) -> Result<(), StorageError> {
    tx.execute(
        "INSERT INTO billing_test_sessions
             (id, idempotency_key, checkout, account, price_id, quantity, product_kind, product_name, credits,
              amount_minor, currency, done_url, back_url, created_at_us, expires_at_us, state)
         VALUES (:id, :key, :checkout, :account, :price_id, :quantity, :kind, :name, :credits,
                 :amount_minor, :currency, :done_url, :back_url, :created_at, :expires_at, 'open')",
        &[
            ("id", &row.id.as_str()),
            ("key", &key.as_str()),
            ("checkout", &row.checkout),
            ("account", &row.account),
            ("price_id", &row.price_id),
            ("quantity", &row.quantity),
            ("kind", &row.promise.kind.as_str()),
            ("name", &row.promise.name),
            ("credits", &row.promise.credits.get()),
            ("amount_minor", &row.promise.price.amount_minor),
            ("currency", &row.promise.price.currency),
            ("done_url", &row.done_url),
            ("back_url", &row.back_url),
            ("created_at", &row.created_at),
            ("expires_at", &row.expires_at),
        ],
    )
    .map(drop)
}

pub(super) fn find_by_key(tx: &Transaction<'_>, key: &IdempotencyKey) -> Result<Option<SessionRow>, StorageError> {
    tx.find("SELECT * FROM billing_test_sessions WHERE idempotency_key = :key", &[("key", &key.as_str())])?
        .as_ref()
        .map(session_from_row)
        .transpose()
}

pub(super) fn find(tx: &Transaction<'_>, id: &SessionId) -> Result<Option<SessionRow>, StorageError> {
    tx.find("SELECT * FROM billing_test_sessions WHERE id = :id", &[("id", &id.as_str())])?
        .as_ref()
        .map(session_from_row)
        .transpose()
}

/// The account's session of that id: someone else's is none.
pub(super) fn find_owned(
    tx: &Transaction<'_>,
    account: AccountId,
    id: &SessionId,
) -> Result<Option<SessionRow>, StorageError> {
    Ok(find(tx, id)?.filter(|row| row.account == account))
}

pub(super) fn mark_declined(tx: &Transaction<'_>, id: &SessionId) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_test_sessions SET state = 'declined' WHERE id = :id AND state = 'open'",
        &[("id", &id.as_str())],
    )
    .map(drop)
}

pub(super) fn mark_paid(
    tx: &Transaction<'_>,
    id: &SessionId,
    first_month: Option<&FirstMonth>,
    at: Timestamp,
) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_test_sessions
         SET state = 'paid', paid_at_us = :at, invoice = :invoice, subscription = :subscription
         WHERE id = :id AND state <> 'paid'",
        &[
            ("id", &id.as_str()),
            ("at", &at),
            ("invoice", &first_month.map(|month| month.invoice.as_str())),
            ("subscription", &first_month.map(|month| month.subscription.as_str())),
        ],
    )
    .map(drop)
}

fn session_from_row(row: &Row) -> Result<SessionRow, StorageError> {
    Ok(SessionRow {
        id: row.parse("id", |id: String| SessionId::new(id))?,
        checkout: row.get("checkout")?,
        account: row.get("account")?,
        price_id: row.get("price_id")?,
        quantity: row.get("quantity")?,
        promise: Promise {
            kind: columns::product_kind(row)?,
            name: row.get("product_name")?,
            credits: columns::credits(row)?,
            price: columns::money(row)?,
        },
        done_url: row.get("done_url")?,
        back_url: row.get("back_url")?,
        created_at: row.get("created_at_us")?,
        expires_at: row.get("expires_at_us")?,
        payment: payment_from_row(row)?,
    })
}

fn payment_from_row(row: &Row) -> Result<Payment, StorageError> {
    let state: String = row.get("state")?;
    match state.as_str() {
        "open" => Ok(Payment::Open),
        "declined" => Ok(Payment::Declined),
        "paid" => {
            let invoice = row.parse("invoice", |id: Option<String>| id.map(InvoiceId::new).transpose())?;
            let subscription =
                row.parse("subscription", |id: Option<String>| id.map(SubscriptionId::new).transpose())?;
            let first_month = invoice.zip(subscription);
            Ok(Payment::Paid(first_month.map(|(invoice, subscription)| FirstMonth { invoice, subscription })))
        }
        unknown => Err(columns::unknown("state", unknown)),
    }
}
