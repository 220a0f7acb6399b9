//! Everything that the stand-in knows: plain tables in memory, behind one lock.

mod customer;
mod dispute;
mod event;
mod invoice;
mod payment;
mod price;
mod refund;
mod session;
mod subscription;
mod table;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::errors::Refusal;
use crate::faults::Luck;
use crate::idempotency::Remembered;
use crate::ids::Ids;
use crate::settings::Settings;

pub(crate) use customer::{Customer, PortalSession};
pub(crate) use dispute::{Dispute, DisputeStatus};
pub(crate) use event::{Cause, Delivery, DeliveryState, Event, WebhookEndpoint};
pub(crate) use invoice::{
    BillingReason, Invoice, InvoiceLine, InvoicePayment, InvoicePaymentStatus, InvoiceStatus, Proration,
};
pub(crate) use payment::{Charge, ChargeStatus, Method, Payment, PaymentStatus};
pub(crate) use price::{Price, Product};
pub(crate) use refund::{Refund, RefundStatus};
pub(crate) use session::{Mode, Session, SessionLine, SessionOptions, SessionPayment, SessionStatus};
pub(crate) use subscription::{Subscription, SubscriptionStatus};
pub(crate) use table::{Row, Stored, Table};

/// What callers attach to objects for themselves.
pub(crate) type Metadata = BTreeMap<String, String>;

/// Everything that the stand-in knows.
pub(crate) struct World {
    /// The present moment, in Unix seconds: set whenever the lock is taken.
    pub now_s: i64,
    /// The address of the pages, without a slash at the end.
    pub base_url: String,
    /// The key that calls have to bring.
    pub secret_key: String,
    /// Which of the two shapes lines of prorations have.
    pub prorations_as_invoice_items: bool,
    pub ids: Ids,
    pub luck: Luck,
    pub remembered: Remembered,
    pub customers: Table<Customer>,
    pub portals: Table<PortalSession>,
    pub products: Table<Product>,
    pub prices: Table<Price>,
    pub sessions: Table<Session>,
    pub payments: Table<Payment>,
    pub charges: Table<Charge>,
    pub refunds: Table<Refund>,
    pub disputes: Table<Dispute>,
    pub invoices: Table<Invoice>,
    pub invoice_payments: Table<InvoicePayment>,
    pub subscriptions: Table<Subscription>,
    pub events: Table<Event>,
    pub endpoints: Table<WebhookEndpoint>,
    /// What comes due, and when: ids of sessions and subscriptions. What is out of date by then is passed over.
    pub agenda: BTreeSet<(i64, String)>,
    /// The call that is being answered, which events name.
    pub cause: Cause,
    /// Events that came about since the lock was taken, and are still to be delivered.
    pub outbox: Vec<String>,
}

impl World {
    /// A world without anything in it but the account.
    pub(crate) fn new(settings: &Settings, base_url: &str) -> Self {
        Self {
            now_s: (settings.clock)(),
            base_url: base_url.to_owned(),
            secret_key: settings.secret_key.clone(),
            prorations_as_invoice_items: settings.prorations_as_invoice_items,
            ids: Ids::new(settings.seed),
            luck: Luck::new(settings.seed, settings.faults.clone()),
            remembered: Remembered::default(),
            customers: Table::default(),
            portals: Table::default(),
            products: Table::default(),
            prices: Table::default(),
            sessions: Table::default(),
            payments: Table::default(),
            charges: Table::default(),
            refunds: Table::default(),
            disputes: Table::default(),
            invoices: Table::default(),
            invoice_payments: Table::default(),
            subscriptions: Table::default(),
            events: Table::default(),
            endpoints: Table::default(),
            agenda: BTreeSet::new(),
            cause: Cause::default(),
            outbox: Vec::new(),
        }
    }

    /// An object by its id.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn find<T: Stored>(&self, id: &str) -> Result<&T, Refusal> {
        T::table(self).get(id).ok_or_else(|| Refusal::Missing { kind: T::KIND, id: id.to_owned() })
    }

    /// Changes an object, if it is there.
    pub(crate) fn change<T: Stored>(&mut self, id: &str, change: impl FnOnce(&mut T)) {
        if let Some(row) = T::table_mut(self).get_mut(id) {
            change(row);
        }
    }

    /// A customer who was not deleted.
    ///
    /// # Errors
    /// When there is none of that id, or not any more.
    pub(crate) fn living_customer(&self, id: &str) -> Result<&Customer, Refusal> {
        let customer = self.find::<Customer>(id)?;
        if customer.is_deleted {
            return Err(Refusal::Missing { kind: Customer::KIND, id: id.to_owned() });
        }
        Ok(customer)
    }
}
