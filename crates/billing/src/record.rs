//! The order as it is written down: what was promised, and how far it has come.

use credits::{AccountId, IdempotencyKey, Timestamp};
use ledger::StorageError;
use ledger::database::{Row, Transaction};
use uuid::Uuid;

use crate::{Order, Promise, ReturnPath, SessionId, columns};

/// One order of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub id: Uuid,
    pub account: AccountId,
    pub order: Order,
    pub promise: Promise,
    pub state: State,
}

/// How far an order has come. The states are only ever left forwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    /// Written down; no gateway has made a session yet.
    Recorded,
    /// There is a session to pay.
    Open(AtGateway),
    /// It was paid and its credits are on the account.
    Credited(AtGateway),
}

/// Where an order is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AtGateway {
    pub gateway: String,
    pub session: SessionId,
    pub url: String,
}

/// An order that is not written down yet.
pub(crate) struct NewRecord {
    pub id: Uuid,
    pub account: AccountId,
    pub key: IdempotencyKey,
    pub order: Order,
    pub promise: Promise,
    pub at: Timestamp,
}

/// That an order's credits are on its account, and by which deposit.
pub(crate) struct Credited {
    pub account: AccountId,
    pub id: Uuid,
    pub deposit_key: IdempotencyKey,
    pub at: Timestamp,
}

pub(crate) fn insert(tx: &Transaction<'_>, new: &NewRecord) -> Result<(), StorageError> {
    tx.execute(
        "INSERT INTO billing_checkouts
             (id, account, idempotency_key, price_id, quantity, return_to, created_at_us,
              product_kind, product_name, credits, amount_minor, currency, state)
         VALUES (:id, :account, :key, :price_id, :quantity, :return_to, :at,
                 :kind, :name, :credits, :amount_minor, :currency, 'recorded')",
        &[
            ("id", &new.id),
            ("account", &new.account),
            ("key", &new.key.as_str()),
            ("price_id", &new.order.price_id),
            ("quantity", &new.order.quantity),
            ("return_to", &new.order.return_to.as_str()),
            ("at", &new.at),
            ("kind", &new.promise.kind.as_str()),
            ("name", &new.promise.name),
            ("credits", &new.promise.credits.get()),
            ("amount_minor", &new.promise.price.amount_minor),
            ("currency", &new.promise.price.currency),
        ],
    )
    .map(drop)
}

pub(crate) fn find_by_key(
    tx: &Transaction<'_>,
    account: AccountId,
    key: &IdempotencyKey,
) -> Result<Option<Record>, StorageError> {
    tx.find(
        "SELECT * FROM billing_checkouts WHERE account = :account AND idempotency_key = :key",
        &[("account", &account), ("key", &key.as_str())],
    )?
    .as_ref()
    .map(from_row)
    .transpose()
}

/// The account's order of that id: someone else's is none.
pub(crate) fn find(tx: &Transaction<'_>, account: AccountId, id: Uuid) -> Result<Option<Record>, StorageError> {
    tx.find(
        "SELECT * FROM billing_checkouts WHERE id = :id AND account = :account",
        &[("id", &id), ("account", &account)],
    )?
    .as_ref()
    .map(from_row)
    .transpose()
}

pub(crate) fn find_by_session(
    tx: &Transaction<'_>,
    gateway: &str,
    session: &SessionId,
) -> Result<Option<Record>, StorageError> {
    tx.find(
        "SELECT * FROM billing_checkouts WHERE gateway = :gateway AND session = :session",
        &[("gateway", &gateway), ("session", &session.as_str())],
    )?
    .as_ref()
    .map(from_row)
    .transpose()
}

/// The newest sessions by which the account could still buy a plan. A session lives for a day; of how many there were nobody needs to know.
pub(crate) fn open_plan_sessions(
    tx: &Transaction<'_>,
    account: AccountId,
    gateway: &str,
) -> Result<Vec<SessionId>, StorageError> {
    let found = tx.query(
        "SELECT session FROM billing_checkouts
         WHERE account = :account AND gateway = :gateway AND product_kind = 'plan' AND state = 'open'
         ORDER BY created_at_us DESC LIMIT 5",
        &[("account", &account), ("gateway", &gateway)],
    )?;
    found.iter().map(|row| row.parse("session", |id: String| SessionId::new(id))).collect()
}

/// Writes down which session pays the order, unless one does already: the first that was written stays.
pub(crate) fn attach(
    tx: &Transaction<'_>,
    account: AccountId,
    id: Uuid,
    at_gateway: &AtGateway,
) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_checkouts SET state = 'open', gateway = :gateway, session = :session, url = :url
         WHERE account = :account AND id = :id AND state = 'recorded'",
        &[
            ("account", &account),
            ("id", &id),
            ("gateway", &at_gateway.gateway),
            ("session", &at_gateway.session.as_str()),
            ("url", &at_gateway.url),
        ],
    )
    .map(drop)
}

/// Writes down that the order was credited. A convenience for readers: the deposit itself is the mark.
pub(crate) fn mark_credited(tx: &Transaction<'_>, credited: &Credited) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_checkouts SET state = 'credited', deposit_key = :deposit_key, credited_at_us = :at
         WHERE account = :account AND id = :id AND state = 'open'",
        &[
            ("account", &credited.account),
            ("id", &credited.id),
            ("deposit_key", &credited.deposit_key.as_str()),
            ("at", &credited.at),
        ],
    )
    .map(drop)
}

fn from_row(row: &Row) -> Result<Record, StorageError> {
    Ok(Record {
        id: row.get("id")?,
        account: row.get("account")?,
        order: Order {
            price_id: row.get("price_id")?,
            quantity: row.get("quantity")?,
            return_to: row.parse("return_to", |path: String| ReturnPath::new(&path))?,
        },
        promise: Promise {
            kind: columns::product_kind(row)?,
            name: row.get("product_name")?,
            credits: columns::credits(row)?,
            price: columns::money(row)?,
        },
        state: state_from_row(row)?,
    })
}

fn state_from_row(row: &Row) -> Result<State, StorageError> {
    let at_gateway = || -> Result<AtGateway, StorageError> {
        let session = row.parse("session", |id: String| SessionId::new(id))?;
        Ok(AtGateway { gateway: row.get("gateway")?, session, url: row.get("url")? })
    };
    let state: String = row.get("state")?;
    match state.as_str() {
        "recorded" => Ok(State::Recorded),
        "open" => at_gateway().map(State::Open),
        "credited" => at_gateway().map(State::Credited),
        unknown => Err(columns::unknown("state", unknown)),
    }
}
