//! Tables: rows in the order in which they were made, found by their ids. Nothing is ever taken out.

use std::collections::HashMap;

use super::{
    Charge, Customer, Dispute, Event, Invoice, InvoicePayment, Payment, PortalSession, Price, Product, Refund, Session,
    Subscription, WebhookEndpoint, World,
};

/// Something with an id and a moment at which it was made.
pub(crate) trait Row {
    /// Its name, by which it is found.
    fn id(&self) -> &str;

    /// When it was made, in Unix seconds.
    fn created_s(&self) -> i64;
}

/// A row that the world has a table for.
pub(crate) trait Stored: Row + Clone + Sized {
    /// What errors call it.
    const KIND: &'static str;

    /// The world's table.
    fn table(world: &World) -> &Table<Self>;

    /// The world's table, to be changed.
    fn table_mut(world: &mut World) -> &mut Table<Self>;
}

/// Rows in the order in which they were made.
pub(crate) struct Table<T> {
    rows: Vec<T>,
    places: HashMap<String, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), places: HashMap::new() }
    }
}

impl<T: Row> Table<T> {
    /// Adds a row, or puts it in the place of the one with its id.
    pub(crate) fn insert(&mut self, row: T) {
        match self.places.get(row.id()) {
            Some(place) => self.rows[*place] = row,
            None => {
                self.places.insert(row.id().to_owned(), self.rows.len());
                self.rows.push(row);
            }
        }
    }

    /// The row of that id.
    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.places.get(id).and_then(|place| self.rows.get(*place))
    }

    /// The row of that id, to be changed.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.places.get(id).and_then(|place| self.rows.get_mut(*place))
    }

    /// All rows, oldest first. Turned around, it is the order of Stripe's lists.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.rows.iter()
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}

/// Says for each row where the world has its table.
macro_rules! stored {
    ($($row:ty, $table:ident, $kind:literal;)+) => {$(
        impl Row for $row {
            fn id(&self) -> &str {
                &self.id
            }

            fn created_s(&self) -> i64 {
                self.created_s
            }
        }

        impl Stored for $row {
            const KIND: &'static str = $kind;

            fn table(world: &World) -> &Table<Self> {
                &world.$table
            }

            fn table_mut(world: &mut World) -> &mut Table<Self> {
                &mut world.$table
            }
        }
    )+};
}

stored! {
    Charge, charges, "charge";
    Customer, customers, "customer";
    Dispute, disputes, "dispute";
    Event, events, "event";
    Invoice, invoices, "invoice";
    InvoicePayment, invoice_payments, "invoice_payment";
    Payment, payments, "payment_intent";
    PortalSession, portals, "billing_portal.session";
    Price, prices, "price";
    Product, products, "product";
    Refund, refunds, "refund";
    Session, sessions, "checkout.session";
    Subscription, subscriptions, "subscription";
    WebhookEndpoint, endpoints, "webhook_endpoint";
}
