//! Checkout sessions as Stripe writes them.

use serde_json::{Value, json};

use super::{list, no_address, price};
use crate::state::{Session, SessionLine, SessionStatus, World};

/// A session, without its lines: those are only given to who asks for them.
pub(crate) fn session(world: &World, session: &Session) -> Value {
    let options = &session.options;
    // Only an open session has a page.
    let is_open = session.status == SessionStatus::Open;
    let url = is_open.then(|| format!("{}/pay/{}", world.base_url, session.id));
    let mut shape = json!({
        "id": session.id, "object": "checkout.session", "created": session.created_s, "livemode": false,
        "expires_at": session.expires_at_s, "mode": session.mode.as_str(), "status": session.status.as_str(),
        "payment_status": session.payment_status.as_str(), "url": url, "currency": session.currency,
        "amount_subtotal": session.total_minor, "amount_total": session.total_minor,
        "total_details": { "amount_discount": 0, "amount_shipping": 0, "amount_tax": 0 },
        "customer": session.customer, "customer_email": session.customer_email,
        "customer_details": details(world, session), "client_reference_id": session.client_reference_id,
        "metadata": session.metadata, "payment_intent": session.payment, "subscription": session.subscription,
        "invoice": session.invoice, "success_url": session.success_url, "cancel_url": session.cancel_url,
        "allow_promotion_codes": options.allow_promotion_codes,
        "automatic_tax": {
            "enabled": options.has_automatic_tax, "liability": null, "provider": null,
            "status": options.has_automatic_tax.then_some("complete"),
        },
        "tax_id_collection": { "enabled": options.has_tax_id_collection, "required": "never" },
        "billing_address_collection": options.billing_address_collection, "locale": options.locale,
    });
    if let (Some(shape), Value::Object(more)) = (shape.as_object_mut(), always_the_same()) {
        shape.extend(more);
    }
    shape
}

/// The lines of a session.
pub(crate) fn session_lines(world: &World, session: &Session) -> Value {
    let data = session.lines.iter().map(|row| line(world, session, row)).collect();
    list(&format!("/v1/checkout/sessions/{}/line_items", session.id), data)
}

fn line(world: &World, session: &Session, line: &SessionLine) -> Value {
    let sold = world.prices.get(&line.price);
    let product = sold.and_then(|sold| world.products.get(&sold.product));
    json!({
        "id": line.id, "object": "item", "description": product.map(|product| product.name.as_str()),
        "currency": session.currency, "quantity": line.quantity, "price": sold.map(|sold| price(world, sold)),
        "amount_subtotal": line.amount_minor, "amount_total": line.amount_minor, "amount_discount": 0, "amount_tax": 0,
        "metadata": {}, "adjustable_quantity": null,
    })
}

/// What is known of the buyer, once there is anything.
fn details(world: &World, session: &Session) -> Value {
    let customer = session.customer.as_ref().and_then(|id| world.customers.get(id));
    let email = customer.and_then(|customer| customer.email.as_ref()).or(session.customer_email.as_ref());
    if session.status == SessionStatus::Open && email.is_none() {
        return Value::Null;
    }
    json!({
        "address": no_address(), "email": email, "name": customer.and_then(|customer| customer.name.as_ref()),
        "phone": null, "tax_exempt": "none", "tax_ids": [], "business_name": null, "individual_name": null,
    })
}

/// What other users of Stripe have a use for.
fn always_the_same() -> Value {
    json!({
        "adaptive_pricing": { "enabled": false }, "after_expiration": null, "client_secret": null,
        "collected_information": null, "consent": null, "consent_collection": null, "currency_conversion": null,
        "custom_fields": [], "custom_text": {}, "customer_account": null, "customer_creation": null, "discounts": [],
        "invoice_creation": null, "payment_link": null, "payment_method_collection": "always",
        "payment_method_configuration_details": null, "payment_method_options": {},
        "payment_method_types": ["card", "us_bank_account"], "permissions": null,
        "phone_number_collection": { "enabled": false }, "recovered_from": null, "saved_payment_method_options": null,
        "setup_intent": null, "shipping_address_collection": null, "shipping_cost": null, "shipping_options": [],
        "submit_type": null, "ui_mode": "hosted", "wallet_options": null,
    })
}
