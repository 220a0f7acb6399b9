//! Customers and portals as Stripe writes them.

use serde_json::{Value, json};

use crate::state::{Customer, PortalSession, World};

pub(crate) fn customer(_: &World, customer: &Customer) -> Value {
    json!({
        "id": customer.id, "object": "customer", "created": customer.created_s, "livemode": false,
        "email": customer.email, "name": customer.name, "metadata": customer.metadata,
        "balance": customer.balance_minor, "address": null, "currency": null, "default_source": null, "delinquent": false,
        "description": null, "discount": null, "phone": null, "preferred_locales": [], "shipping": null,
        "tax_exempt": "none", "test_clock": null,
        "invoice_settings": { "custom_fields": null, "default_payment_method": null, "footer": null },
    })
}

/// What is left of a customer who was deleted.
pub(crate) fn deleted_customer(id: &str) -> Value {
    json!({ "id": id, "object": "customer", "deleted": true })
}

pub(crate) fn portal(world: &World, portal: &PortalSession) -> Value {
    json!({
        "id": portal.id, "object": "billing_portal.session", "created": portal.created_s, "livemode": false,
        "customer": portal.customer, "return_url": portal.return_url, "configuration": "bpc_1StandInForStripe0",
        "flow": null, "locale": null, "on_behalf_of": null, "url": format!("{}/portal/{}", world.base_url, portal.id),
    })
}
