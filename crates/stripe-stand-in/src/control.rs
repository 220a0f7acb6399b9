//! Make things happen: what buyers, banks, time and the network do, for whoever holds the strings.

use std::sync::Arc;

use serde_json::Value;

use crate::errors::{ControlError, Refusal};
use crate::events;
use crate::faults::{Failure, Faults};
use crate::purchases::{self, Purchase};
use crate::settings::Endpoint;
use crate::shapes;
use crate::shared::Shared;
use crate::state::{Event, Metadata, Row, Subscription, Table, WebhookEndpoint, World};
use crate::verbs::{Outcome, PlanChange, ProrationBehavior, Way};

/// Makes things happen. Cheap to clone; every clone is of the same stand-in.
#[derive(Clone)]
pub struct Control {
    shared: Arc<Shared>,
}

impl Control {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// The buyer pays an open session by card. Gives the payment's id, unless there was nothing to pay.
    ///
    /// # Errors
    /// When there is no such session, it is not open, or its customer was deleted.
    pub fn pay(&self, session: &str) -> Result<Option<String>, ControlError> {
        self.act(|world| world.pay_session(session, Way::Card))
    }

    /// The buyer pays an open session by transfer: it is complete, and the money is under way. Gives the payment's id, unless there
    /// was nothing to pay.
    ///
    /// # Errors
    /// As [`Control::pay`].
    pub fn pay_by_transfer(&self, session: &str) -> Result<Option<String>, ControlError> {
        self.act(|world| world.pay_session(session, Way::BankTransfer))
    }

    /// The money that is under way for a session arrives.
    ///
    /// # Errors
    /// When there is no such session, or no money is under way for it.
    pub fn transfer_arrives(&self, session: &str) -> Result<(), ControlError> {
        self.act(|world| world.end_transfer_for(session, true))
    }

    /// The money that is under way for a session will never arrive.
    ///
    /// # Errors
    /// As [`Control::transfer_arrives`].
    pub fn transfer_fails(&self, session: &str) -> Result<(), ControlError> {
        self.act(|world| world.end_transfer_for(session, false))
    }

    /// The buyer tries to pay an open session with a card that is declined. The session stays open, unless there was nothing to pay.
    ///
    /// # Errors
    /// As [`Control::pay`].
    pub fn decline(&self, session: &str) -> Result<(), ControlError> {
        self.act(|world| world.pay_session(session, Way::DeclinedCard).map(drop))
    }

    /// An open session is over.
    ///
    /// # Errors
    /// When there is no such session, or it is not open.
    pub fn expire_session(&self, session: &str) -> Result<(), ControlError> {
        self.act(|world| world.expire_session(session))
    }

    /// Gives back a part of a charge, or all that is left of it, and gives the refund's id. What was paid by transfer is on its way
    /// back until [`Control::refund_arrives`].
    ///
    /// # Errors
    /// When there is no such charge or payment, nothing was paid by it, it is disputed, or less is left of it.
    pub fn refund(&self, charge_or_payment: &str, amount_minor: Option<i64>) -> Result<String, ControlError> {
        self.act(|world| world.refund(charge_or_payment, amount_minor, None, Metadata::new()))
    }

    /// A refund that was on its way is there.
    ///
    /// # Errors
    /// When there is no such refund, or it was not on its way.
    pub fn refund_arrives(&self, refund: &str) -> Result<(), ControlError> {
        self.act(|world| world.refund_arrives(refund))
    }

    /// A refund fails, even one that was said to have succeeded: the money is the seller's again.
    ///
    /// # Errors
    /// When there is no such refund, or it failed already.
    pub fn refund_fails(&self, refund: &str) -> Result<(), ControlError> {
        self.act(|world| world.refund_fails(refund))
    }

    /// The buyer's bank takes back all that is left of a charge; gives the dispute's id.
    ///
    /// # Errors
    /// When there is no such charge or payment, nothing was paid by it, or nothing is left of it.
    pub fn open_dispute(&self, charge_or_payment: &str) -> Result<String, ControlError> {
        self.act(|world| world.open_dispute(charge_or_payment))
    }

    /// The buyer's bank asks about a charge, and takes nothing; gives the dispute's id.
    ///
    /// # Errors
    /// When there is no such charge, nothing was paid by it, or nothing is left of it.
    pub fn open_inquiry(&self, charge_or_payment: &str) -> Result<String, ControlError> {
        self.act(|world| world.open_inquiry(charge_or_payment))
    }

    /// The bank has asked, and that was all.
    ///
    /// # Errors
    /// When there is no such inquiry, or it is closed.
    pub fn close_inquiry(&self, dispute: &str) -> Result<(), ControlError> {
        self.act(|world| world.close_inquiry(dispute))
    }

    /// An open dispute is decided for the seller: the money comes back.
    ///
    /// # Errors
    /// When there is no such dispute, or it is closed.
    pub fn win_dispute(&self, dispute: &str) -> Result<(), ControlError> {
        self.act(|world| world.close_dispute(dispute, true))
    }

    /// An open dispute is decided for the buyer: the money is gone.
    ///
    /// # Errors
    /// As [`Control::win_dispute`].
    pub fn lose_dispute(&self, dispute: &str) -> Result<(), ControlError> {
        self.act(|world| world.close_dispute(dispute, false))
    }

    /// Begins a subscription's next month, whatever the clock says, and bills it with success; gives the invoice's id.
    ///
    /// # Errors
    /// When there is no such subscription, it is over, or it ends with its month.
    pub fn renew(&self, subscription: &str) -> Result<String, ControlError> {
        self.act(|world| world.renew(subscription, Outcome::Arrives))
    }

    /// Begins a subscription's next month, and the card is declined: the invoice is open and the subscription past due. Gives the
    /// invoice's id.
    ///
    /// # Errors
    /// As [`Control::renew`].
    pub fn renewal_fails(&self, subscription: &str) -> Result<String, ControlError> {
        self.act(|world| world.renew(subscription, Outcome::IsDeclined))
    }

    /// An open invoice is paid after all, and its subscription active again.
    ///
    /// # Errors
    /// When there is no such invoice, or it is not open.
    pub fn retry_invoice(&self, invoice: &str) -> Result<(), ControlError> {
        self.act(|world| world.retry_invoice(invoice))
    }

    /// Nobody tries any more to be paid for an open invoice: it is uncollectible, and its subscription unpaid.
    ///
    /// # Errors
    /// As [`Control::retry_invoice`].
    pub fn give_up_invoice(&self, invoice: &str) -> Result<(), ControlError> {
        self.act(|world| world.give_up_invoice(invoice))
    }

    /// An open invoice is void, and its subscription active again.
    ///
    /// # Errors
    /// As [`Control::retry_invoice`].
    pub fn void_invoice(&self, invoice: &str) -> Result<(), ControlError> {
        self.act(|world| world.void_invoice(invoice))
    }

    /// Changes a subscription's price, as the portal does: the rest of the month is given back at the old price and billed at the new
    /// one, at once. Gives the invoice's id, unless the price is the one that it has.
    ///
    /// # Errors
    /// When there is no such subscription or price, the subscription is over, or the price is no active recurring one.
    pub fn change_plan(&self, subscription: &str, price: &str) -> Result<Option<String>, ControlError> {
        self.act(|world| {
            let quantity = world.find::<Subscription>(subscription)?.quantity;
            let behavior = ProrationBehavior::AlwaysInvoice;
            world.change_plan(subscription, PlanChange { price: price.to_owned(), quantity, behavior })
        })
    }

    /// Ends a subscription at once.
    ///
    /// # Errors
    /// When there is no such subscription, or it is over.
    pub fn cancel_now(&self, subscription: &str) -> Result<(), ControlError> {
        self.act(|world| world.cancel_now(subscription))
    }

    /// A subscription will end with its month.
    ///
    /// # Errors
    /// As [`Control::cancel_now`].
    pub fn cancel_at_period_end(&self, subscription: &str) -> Result<(), ControlError> {
        self.act(|world| world.cancel_at_period_end(subscription, true))
    }

    /// A subscription that was to end with its month goes on after all.
    ///
    /// # Errors
    /// As [`Control::cancel_now`].
    pub fn keep_plan(&self, subscription: &str) -> Result<(), ControlError> {
        self.act(|world| world.cancel_at_period_end(subscription, false))
    }

    /// Deletes a customer and ends their subscriptions.
    ///
    /// # Errors
    /// When there is no such customer, or not any more.
    pub fn delete_customer(&self, customer: &str) -> Result<(), ControlError> {
        self.act(|world| world.delete_customer(customer))
    }

    /// Moves the stand-in's clock ahead of everybody else's, by so many seconds, and does what comes due: sessions expire,
    /// subscriptions are renewed or end. What comes due as the given clock goes on is done without this.
    pub fn advance_clock(&self, seconds: i64) {
        self.shared.clock.advance(seconds);
        self.shared.with(|_| ());
    }

    /// The stand-in's present moment, in Unix seconds.
    #[must_use]
    pub fn now_s(&self) -> i64 {
        self.shared.clock.now_s()
    }

    /// Sends an event again to everybody who wants it, without faults.
    ///
    /// # Errors
    /// When there is no such event.
    pub fn redeliver(&self, event: &str) -> Result<(), ControlError> {
        self.act(|world| {
            world.find::<Event>(event)?;
            self.shared.send_again(world, event);
            Ok(())
        })
    }

    /// Sends all events again, oldest first and without faults, and says how many there were.
    pub fn replay_all_old_events(&self) -> usize {
        self.shared.with(|world| {
            let events: Vec<_> = world.events.iter().map(|event| event.id.clone()).collect();
            for event in &events {
                self.shared.send_again(world, event);
            }
            events.len()
        })
    }

    /// Keeps everything back that is to be delivered. What is under way goes on.
    pub fn stop_deliveries(&self) {
        self.shared.traffic.send_modify(|traffic| traffic.is_stopped = true);
    }

    /// Goes on with what was kept back.
    pub fn resume_deliveries(&self) {
        self.shared.traffic.send_modify(|traffic| traffic.is_stopped = false);
    }

    /// Waits until nothing is to be delivered any more, retries included. While deliveries are stopped: until none is under way.
    pub async fn quiesce(&self) {
        let mut traffic = self.shared.traffic.subscribe();
        tokio::select! {
            _ = traffic.wait_for(|traffic| traffic.is_quiet()) => {}
            () = self.shared.over.cancelled() => {}
        }
    }

    /// How it misbehaves at present.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.shared.with(|world| world.luck.faults.clone())
    }

    /// Changes how it misbehaves. Deliveries that were laid out already keep what was drawn for them.
    pub fn set_faults(&self, faults: Faults) {
        self.shared.with(|world| world.luck.faults = faults);
    }

    /// Makes the next calls of the API fail, so many of them. Calls without the key do not count.
    pub fn fail_next(&self, calls: usize, failure: Failure) {
        self.shared.with(|world| world.luck.fail_next(calls, failure));
    }

    /// Tells somebody of events from now on, and gives the endpoint's id.
    #[must_use]
    pub fn add_endpoint(&self, endpoint: Endpoint) -> String {
        self.shared.with(|world| world.add_endpoint(endpoint))
    }

    /// The address of an endpoint changes, for what is still to be delivered as well.
    ///
    /// # Errors
    /// When there is no such endpoint.
    pub fn move_endpoint(&self, endpoint: &str, url: &str) -> Result<(), ControlError> {
        self.act(|world| {
            world.find::<WebhookEndpoint>(endpoint)?;
            world.change::<WebhookEndpoint>(endpoint, |endpoint| url.clone_into(&mut endpoint.url));
            Ok(())
        })
    }

    /// The secrets of an endpoint change. With two of them each event has two signatures, as while one is being replaced.
    ///
    /// # Errors
    /// When there is no such endpoint.
    pub fn rotate_secrets(&self, endpoint: &str, secrets: &[String]) -> Result<(), ControlError> {
        self.act(|world| {
            world.find::<WebhookEndpoint>(endpoint)?;
            world.change::<WebhookEndpoint>(endpoint, |endpoint| secrets.clone_into(&mut endpoint.secrets));
            Ok(())
        })
    }

    /// An object as the API shows it, whatever its kind; `None` when there is none of that id.
    #[must_use]
    pub fn object(&self, id: &str) -> Option<Value> {
        self.shared.with(|world| shapes::object(world, id))
    }

    /// The ids of all sessions, oldest first.
    #[must_use]
    pub fn sessions(&self) -> Vec<String> {
        self.shared.with(|world| ids(&world.sessions))
    }

    /// The ids of all subscriptions, oldest first.
    #[must_use]
    pub fn subscriptions(&self) -> Vec<String> {
        self.shared.with(|world| ids(&world.subscriptions))
    }

    /// All events as they are delivered, oldest first.
    #[must_use]
    pub fn events(&self) -> Vec<Value> {
        self.shared.with(|world| world.events.iter().map(events::shape).collect())
    }

    /// Everything that was paid for, and what became of the money: what whoever counts on it has to arrive at in the end.
    #[must_use]
    pub fn paid_and_returned(&self) -> Vec<Purchase> {
        self.shared.with(|world| purchases::paid_and_returned(world))
    }

    fn act<R>(&self, act: impl FnOnce(&mut World) -> Result<R, Refusal>) -> Result<R, ControlError> {
        self.shared.with(act).map_err(ControlError::from)
    }
}

fn ids<T: Row>(table: &Table<T>) -> Vec<String> {
    table.iter().map(|row| row.id().to_owned()).collect()
}
