//! Start a checkout: write the order down with what is promised for it, then have the gateway make a session to pay it.

use credits::{AccountId, IdempotencyKey};
use uuid::Uuid;

use crate::record::{self, AtGateway, NewRecord, Record, State};
use crate::{Billing, CheckoutError, NewPortal, NewSession, Order, ProductKind, Promise, SessionId};

/// A checkout that can be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// Its id, which the return address names.
    pub checkout: Uuid,
    /// Where to send the browser: to pay, or to where a plan that runs is changed.
    pub url: String,
    /// True when the same request was answered before and this is its first answer again.
    pub is_replay: bool,
}

impl Billing {
    /// Starts a checkout, or gives the one again that was started under this key.
    ///
    /// When the gateway is out of reach the order stays written down, and the same request with the same key completes it.
    ///
    /// # Errors
    /// When the catalog does not sell what is ordered, the key was used for a different order, or gateway or store is out of reach.
    pub async fn start_checkout(
        &self,
        account: AccountId,
        key: IdempotencyKey,
        order: Order,
    ) -> Result<Started, CheckoutError> {
        let record = self.write_down(account, key, order).await?;
        let checkout = record.id;
        match record.state {
            State::Open(at) | State::Credited(at) => Ok(Started { checkout, url: at.url, is_replay: true }),
            State::Recorded => {
                if let Some(url) = self.portal_instead(&record).await? {
                    return Ok(Started { checkout, url, is_replay: false });
                }
                let at = self.make_session(record).await?;
                Ok(Started { checkout, url: at.url, is_replay: false })
            }
        }
    }

    /// Where a plan is changed, for somebody who has one: buying a second one would be paying twice a month.
    async fn portal_instead(&self, record: &Record) -> Result<Option<String>, CheckoutError> {
        if record.promise.kind != ProductKind::Plan || !self.gateway.changes_plans() {
            return Ok(None);
        }
        let plans = self.gateway.subscriptions(record.account).await?;
        if !plans.iter().any(|plan| plan.state.is_running()) {
            self.end_other_plan_checkouts(record).await?;
            return Ok(None);
        }
        let wanted = NewPortal { account: record.account, back_url: self.address("/billing") };
        Ok(Some(self.gateway.portal_url(wanted).await?))
    }

    /// Somebody who begins to buy a plan in a second tab may pay in one of them only.
    async fn end_other_plan_checkouts(&self, record: &Record) -> Result<(), CheckoutError> {
        let (account, gateway) = (record.account, self.gateway.name());
        let open: Vec<SessionId> = self
            .database
            .read("billing_open_plans", move |tx| record::open_plan_sessions(tx, account, gateway))
            .await?;
        for session in open {
            self.gateway.expire_session(&session).await?;
        }
        Ok(())
    }

    /// The order under this key, written down now if it was not before. An order that is refused leaves its key free.
    async fn write_down(&self, account: AccountId, key: IdempotencyKey, order: Order) -> Result<Record, CheckoutError> {
        let at = self.clock.now();
        let id = self.ids.uuid_v7(at);
        let promise = Promise::of(&self.catalog, &order);
        self.database
            .run("billing_start_checkout", move |tx| {
                match record::find_by_key(tx, account, &key)? {
                    // What was promised then holds, also when the catalog sells it no longer.
                    Some(record) if record.order == order => Ok(record),
                    Some(_) => Err(CheckoutError::KeyReused),
                    None => {
                        let promise = promise?;
                        let new = NewRecord { id, account, key, order, promise, at };
                        record::insert(tx, &new)?;
                        let NewRecord { order, promise, .. } = new;
                        Ok(Record { id, account, order, promise, state: State::Recorded })
                    }
                }
            })
            .await
    }

    /// Has the gateway make the session and writes down which it is. The checkout's id is the gateway's idempotency key, so that
    /// whatever half of this survives a crash, the next attempt comes to the same session.
    async fn make_session(&self, record: Record) -> Result<AtGateway, CheckoutError> {
        let checkout = record.id;
        let account = record.account;
        let wanted = NewSession {
            key: IdempotencyKey::of("checkout", checkout),
            checkout,
            account,
            price_id: record.order.price_id,
            quantity: record.order.quantity,
            promise: record.promise,
            done_url: self.address(&format!("/checkout/return/{checkout}")),
            back_url: self.address(&record.order.return_to.with_checkout("canceled")),
        };
        let made = self.gateway.create_session(wanted).await?;
        let at_gateway = AtGateway { gateway: self.gateway.name().to_owned(), session: made.id, url: made.url };
        let found = self
            .database
            .run("billing_attach_session", move |tx| {
                record::attach(tx, account, checkout, &at_gateway)?;
                record::find(tx, account, checkout).map_err(CheckoutError::from)
            })
            .await?;
        match found.map(|record| record.state) {
            Some(State::Open(at) | State::Credited(at)) => Ok(at),
            Some(State::Recorded) | None => {
                Err(CheckoutError::GatewayUnavailable(format!("checkout {checkout} was not found again")))
            }
        }
    }
}
