//! Sessions as they are kept, and how they are read and written.

use credits::{AccountId, IdempotencyKey, Timestamp};
use rusqlite::{OptionalExtension, Row, Transaction, named_params};
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

pub(super) fn insert(tx: &Transaction<'_>, key: &IdempotencyKey, row: &SessionRow) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO billing_test_sessions
             (id, idempotency_key, checkout, account, price_id, quantity, product_kind, product_name, credits,
              amount_minor, currency, done_url, back_url, created_at_us, expires_at_us, state)
         VALUES (:id, :key, :checkout, :account, :price_id, :quantity, :kind, :name, :credits,
                 :amount_minor, :currency, :done_url, :back_url, :created_at, :expires_at, 'open')",
    )?
    .execute(named_params! {
        ":id": row.id.as_str(),
        ":key": key.as_str(),
        ":checkout": row.checkout.as_bytes(),
        ":account": row.account.0.as_bytes(),
        ":price_id": row.price_id,
        ":quantity": row.quantity,
        ":kind": row.promise.kind.as_str(),
        ":name": row.promise.name,
        ":credits": row.promise.credits.get(),
        ":amount_minor": columns::amount_minor(&row.promise.price)?,
        ":currency": row.promise.price.currency,
        ":done_url": row.done_url,
        ":back_url": row.back_url,
        ":created_at": row.created_at.0,
        ":expires_at": row.expires_at.0,
    })
    .map(|_| ())
}

pub(super) fn find_by_key(tx: &Transaction<'_>, key: &IdempotencyKey) -> rusqlite::Result<Option<SessionRow>> {
    tx.prepare_cached("SELECT * FROM billing_test_sessions WHERE idempotency_key = :key")?
        .query_row(named_params! { ":key": key.as_str() }, session_from_row)
        .optional()
}

pub(super) fn find(tx: &Transaction<'_>, id: &SessionId) -> rusqlite::Result<Option<SessionRow>> {
    tx.prepare_cached("SELECT * FROM billing_test_sessions WHERE id = :id")?
        .query_row(named_params! { ":id": id.as_str() }, session_from_row)
        .optional()
}

/// The account's session of that id: someone else's is none.
pub(super) fn find_owned(
    tx: &Transaction<'_>,
    account: AccountId,
    id: &SessionId,
) -> rusqlite::Result<Option<SessionRow>> {
    Ok(find(tx, id)?.filter(|row| row.account == account))
}

pub(super) fn mark_declined(tx: &Transaction<'_>, id: &SessionId) -> rusqlite::Result<()> {
    tx.prepare_cached("UPDATE billing_test_sessions SET state = 'declined' WHERE id = :id AND state = 'open'")?
        .execute(named_params! { ":id": id.as_str() })
        .map(|_| ())
}

pub(super) fn mark_paid(
    tx: &Transaction<'_>,
    id: &SessionId,
    first_month: Option<&FirstMonth>,
    at: Timestamp,
) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "UPDATE billing_test_sessions
         SET state = 'paid', paid_at_us = :at, invoice = :invoice, subscription = :subscription
         WHERE id = :id AND state <> 'paid'",
    )?
    .execute(named_params! {
        ":id": id.as_str(),
        ":at": at.0,
        ":invoice": first_month.map(|month| month.invoice.as_str()),
        ":subscription": first_month.map(|month| month.subscription.as_str()),
    })
    .map(|_| ())
}

fn session_from_row(row: &Row<'_>) -> rusqlite::Result<SessionRow> {
    Ok(SessionRow {
        id: SessionId::new(row.get::<_, String>("id")?).map_err(columns::wrong)?,
        checkout: columns::uuid(row, "checkout")?,
        account: columns::account(row)?,
        price_id: row.get("price_id")?,
        quantity: columns::quantity(row)?,
        promise: Promise {
            kind: columns::product_kind(row)?,
            name: row.get("product_name")?,
            credits: columns::credits(row)?,
            price: columns::money(row)?,
        },
        done_url: row.get("done_url")?,
        back_url: row.get("back_url")?,
        created_at: columns::timestamp(row, "created_at_us")?,
        expires_at: columns::timestamp(row, "expires_at_us")?,
        payment: payment_from_row(row)?,
    })
}

fn payment_from_row(row: &Row<'_>) -> rusqlite::Result<Payment> {
    let state: String = row.get("state")?;
    match state.as_str() {
        "open" => Ok(Payment::Open),
        "declined" => Ok(Payment::Declined),
        "paid" => {
            let names: (Option<String>, Option<String>) = (row.get("invoice")?, row.get("subscription")?);
            let (Some(invoice), Some(subscription)) = names else { return Ok(Payment::Paid(None)) };
            let invoice = InvoiceId::new(invoice).map_err(columns::wrong)?;
            let subscription = SubscriptionId::new(subscription).map_err(columns::wrong)?;
            Ok(Payment::Paid(Some(FirstMonth { invoice, subscription })))
        }
        unknown => Err(columns::unknown("state", unknown)),
    }
}
