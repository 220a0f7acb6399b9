//! Objects as Stripe writes them.

mod customer;
mod dispute;
mod invoice;
mod payment;
mod price;
mod refund;
mod session;
mod subscription;

use serde_json::{Value, json};

use crate::events;
use crate::state::{Event, WebhookEndpoint, World};

pub(crate) use customer::{customer, deleted_customer, portal};
pub(crate) use dispute::dispute;
pub(crate) use invoice::{invoice, invoice_payment, invoice_payments, line};
pub(crate) use payment::{charge, payment};
pub(crate) use price::{price, product};
pub(crate) use refund::refund;
pub(crate) use session::{session, session_lines};
pub(crate) use subscription::subscription;

/// The object of that id, as it is now: what kind it is of is told by how the id begins.
pub(crate) fn object(world: &World, id: &str) -> Option<Value> {
    match id.split('_').next()? {
        "ch" => world.charges.get(id).map(|row| charge(world, row)),
        "cs" => world.sessions.get(id).map(|row| session(world, row)),
        "cus" => {
            world.customers.get(id).map(|row| if row.is_deleted { deleted_customer(id) } else { customer(world, row) })
        }
        "dp" => world.disputes.get(id).map(|row| dispute(world, row)),
        "evt" => world.events.get(id).map(events::shape),
        "in" => world.invoices.get(id).map(|row| invoice(world, row)),
        "inpay" => world.invoice_payments.get(id).map(|row| invoice_payment(world, row)),
        "pi" => world.payments.get(id).map(|row| payment(world, row)),
        "price" => world.prices.get(id).map(|row| price(world, row)),
        "re" => world.refunds.get(id).map(|row| refund(world, row)),
        "sub" => world.subscriptions.get(id).map(|row| subscription(world, row)),
        // Products may be called anything by who makes them.
        _ => world.products.get(id).map(|row| product(world, row)),
    }
}

/// A list that is whole.
pub(crate) fn list(url: &str, data: Vec<Value>) -> Value {
    page(url, data, false)
}

/// A part of a list.
pub(crate) fn page(url: &str, data: Vec<Value>, has_more: bool) -> Value {
    json!({ "object": "list", "url": url, "has_more": has_more, "data": data })
}

/// The account that all of this belongs to.
pub(crate) fn account() -> Value {
    json!({
        "id": "acct_1StandInForStripe0", "object": "account", "type": "standard", "country": "US", "default_currency": "usd",
        "email": "stand-in@example.com", "charges_enabled": true, "payouts_enabled": true, "details_submitted": true,
        "business_profile": { "name": "A stand-in for Stripe" },
        "settings": { "dashboard": { "display_name": "A stand-in for Stripe", "timezone": "Etc/UTC" } },
        "metadata": {},
    })
}

/// An endpoint without its secret.
pub(crate) fn endpoint(_: &World, endpoint: &WebhookEndpoint) -> Value {
    json!({
        "id": endpoint.id, "object": "webhook_endpoint", "created": endpoint.created_s, "url": endpoint.url,
        "enabled_events": endpoint.enabled_events, "api_version": crate::API_VERSION, "status": "enabled",
        "description": null, "application": null, "livemode": false, "metadata": {},
    })
}

/// An event; in the form that lists take.
pub(crate) fn event(_: &World, event: &Event) -> Value {
    events::shape(event)
}

/// An empty postal address.
fn no_address() -> Value {
    json!({ "city": null, "country": null, "line1": null, "line2": null, "postal_code": null, "state": null })
}
