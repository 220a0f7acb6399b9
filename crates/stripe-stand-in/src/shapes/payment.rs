//! Payments and charges as Stripe writes them.

use serde_json::{Value, json};

use super::no_address;
use crate::state::{Charge, ChargeStatus, Method, Payment, PaymentStatus, World};

pub(crate) fn payment(world: &World, payment: &Payment) -> Value {
    let has_succeeded = payment.status == PaymentStatus::Succeeded;
    let charge = payment.latest_charge.as_ref().and_then(|id| world.charges.get(id));
    let error = charge.filter(|charge| charge.status == ChargeStatus::Failed).map(|charge| {
        json!({ "type": "card_error", "code": failure_code(charge), "message": failure_message(charge), "charge": charge.id })
    });
    json!({
        "id": payment.id, "object": "payment_intent", "created": payment.created_s, "livemode": false,
        "amount": payment.amount_minor, "amount_capturable": 0,
        "amount_received": if has_succeeded { payment.amount_minor } else { 0 }, "currency": payment.currency,
        "customer": payment.customer, "status": payment.status.as_str(), "latest_charge": payment.latest_charge,
        "metadata": payment.metadata, "last_payment_error": error, "canceled_at": null, "cancellation_reason": null,
        "capture_method": "automatic_async", "confirmation_method": "automatic", "description": null,
        "next_action": null, "payment_method": null, "payment_method_options": {},
        "payment_method_types": ["card", "us_bank_account"], "processing": null, "receipt_email": null, "review": null,
        "setup_future_usage": null, "shipping": null, "statement_descriptor": null, "transfer_group": null,
    })
}

pub(crate) fn charge(_: &World, charge: &Charge) -> Value {
    let has_succeeded = charge.status == ChargeStatus::Succeeded;
    let has_failed = charge.status == ChargeStatus::Failed;
    let kind = charge.method.as_str();
    let details = match charge.method {
        Method::Card => json!({ "brand": "visa", "last4": "4242", "country": "US" }),
        Method::BankTransfer => json!({ "last4": "6789" }),
    };
    json!({
        "id": charge.id, "object": "charge", "created": charge.created_s, "livemode": false,
        "amount": charge.amount_minor, "amount_captured": if has_succeeded { charge.amount_minor } else { 0 },
        "amount_refunded": charge.refunded_minor,
        "refunded": has_succeeded && charge.refunded_minor == charge.amount_minor, "disputed": charge.is_disputed,
        "captured": has_succeeded, "paid": has_succeeded, "status": charge.status.as_str(), "currency": charge.currency,
        "payment_intent": charge.payment, "customer": charge.customer, "metadata": charge.metadata,
        "failure_code": has_failed.then(|| failure_code(charge)),
        "failure_message": has_failed.then(|| failure_message(charge)), "payment_method_details": { "type": kind, kind: details },
        "billing_details": { "address": no_address(), "email": null, "name": null, "phone": null, "tax_id": null },
        "application_fee_amount": null, "balance_transaction": null, "description": null, "fraud_details": {},
        "outcome": null, "payment_method": null, "receipt_email": null, "receipt_number": null, "receipt_url": null,
        "review": null, "shipping": null, "statement_descriptor": null, "transfer_group": null,
    })
}

fn failure_code(charge: &Charge) -> &'static str {
    match charge.method {
        Method::Card => "card_declined",
        Method::BankTransfer => "payment_method_bank_account_closed",
    }
}

fn failure_message(charge: &Charge) -> &'static str {
    match charge.method {
        Method::Card => "Your card was declined.",
        Method::BankTransfer => "The transfer never arrived.",
    }
}
