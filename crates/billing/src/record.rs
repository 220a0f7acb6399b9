//! The order as it is written down: what was promised, and how far it has come.

use credits::{AccountId, IdempotencyKey, Timestamp};
use rusqlite::{OptionalExtension, Row, Transaction, named_params};
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
    pub id: Uuid,
    pub deposit_key: IdempotencyKey,
    pub at: Timestamp,
}

pub(crate) fn insert(tx: &Transaction<'_>, new: &NewRecord) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO billing_checkouts
             (id, account, idempotency_key, price_id, quantity, return_to, created_at_us,
              product_kind, product_name, credits, amount_minor, currency, state)
         VALUES (:id, :account, :key, :price_id, :quantity, :return_to, :at,
                 :kind, :name, :credits, :amount_minor, :currency, 'recorded')",
    )?
    .execute(named_params! {
        ":id": new.id.as_bytes(),
        ":account": new.account.0.as_bytes(),
        ":key": new.key.as_str(),
        ":price_id": new.order.price_id,
        ":quantity": new.order.quantity,
        ":return_to": new.order.return_to.as_str(),
        ":at": new.at.0,
        ":kind": new.promise.kind.as_str(),
        ":name": new.promise.name,
        ":credits": new.promise.credits.get(),
        ":amount_minor": columns::amount_minor(&new.promise.price)?,
        ":currency": new.promise.price.currency,
    })
    .map(|_| ())
}

pub(crate) fn find_by_key(
    tx: &Transaction<'_>,
    account: AccountId,
    key: &IdempotencyKey,
) -> rusqlite::Result<Option<Record>> {
    tx.prepare_cached("SELECT * FROM billing_checkouts WHERE account = :account AND idempotency_key = :key")?
        .query_row(named_params! { ":account": account.0.as_bytes(), ":key": key.as_str() }, from_row)
        .optional()
}

/// The account's order of that id: someone else's is none.
pub(crate) fn find(tx: &Transaction<'_>, account: AccountId, id: Uuid) -> rusqlite::Result<Option<Record>> {
    tx.prepare_cached("SELECT * FROM billing_checkouts WHERE id = :id AND account = :account")?
        .query_row(named_params! { ":id": id.as_bytes(), ":account": account.0.as_bytes() }, from_row)
        .optional()
}

pub(crate) fn find_by_session(
    tx: &Transaction<'_>,
    gateway: &str,
    session: &SessionId,
) -> rusqlite::Result<Option<Record>> {
    tx.prepare_cached("SELECT * FROM billing_checkouts WHERE gateway = :gateway AND session = :session")?
        .query_row(named_params! { ":gateway": gateway, ":session": session.as_str() }, from_row)
        .optional()
}

/// Writes down which session pays the order, unless one does already: the first that was written stays.
pub(crate) fn attach(tx: &Transaction<'_>, id: Uuid, at_gateway: &AtGateway) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "UPDATE billing_checkouts SET state = 'open', gateway = :gateway, session = :session, url = :url
         WHERE id = :id AND state = 'recorded'",
    )?
    .execute(named_params! {
        ":id": id.as_bytes(),
        ":gateway": at_gateway.gateway,
        ":session": at_gateway.session.as_str(),
        ":url": at_gateway.url,
    })
    .map(|_| ())
}

/// Writes down that the order was credited. A convenience for readers: the deposit itself is the mark.
pub(crate) fn mark_credited(tx: &Transaction<'_>, credited: &Credited) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "UPDATE billing_checkouts SET state = 'credited', deposit_key = :deposit_key, credited_at_us = :at
         WHERE id = :id AND state = 'open'",
    )?
    .execute(named_params! {
        ":id": credited.id.as_bytes(),
        ":deposit_key": credited.deposit_key.as_str(),
        ":at": credited.at.0,
    })
    .map(|_| ())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Record> {
    let return_to: String = row.get("return_to")?;
    Ok(Record {
        id: columns::uuid(row, "id")?,
        account: columns::account(row)?,
        order: Order {
            price_id: row.get("price_id")?,
            quantity: columns::quantity(row)?,
            return_to: ReturnPath::new(&return_to).map_err(columns::wrong)?,
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

fn state_from_row(row: &Row<'_>) -> rusqlite::Result<State> {
    let at_gateway = || -> rusqlite::Result<AtGateway> {
        let session: String = row.get("session")?;
        let session = SessionId::new(session).map_err(columns::wrong)?;
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
