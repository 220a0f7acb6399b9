//! Invoices as Stripe writes them in the pinned version: what they belong to is in `parent`, and what was paid in `payments`.

use serde_json::{Value, json};

use super::{list, page};
use crate::state::{Invoice, InvoiceLine, InvoicePayment, InvoiceStatus, Proration, World};

/// How many lines stand within an invoice. The others are asked for.
const LINES_WITHIN_MAX: usize = 10;

/// An invoice, without its payments: those are only given to who asks for them.
pub(crate) fn invoice(world: &World, invoice: &Invoice) -> Value {
    let lines = invoice.lines.iter().take(LINES_WITHIN_MAX).map(|row| line(world, invoice, row)).collect();
    let customer = world.customers.get(&invoice.customer);
    let is_open = invoice.status == InvoiceStatus::Open;
    let mut shape = json!({
        "id": invoice.id, "object": "invoice", "created": invoice.created_s, "livemode": false, "number": invoice.number,
        "status": invoice.status.as_str(), "billing_reason": invoice.reason.as_str(), "currency": invoice.currency,
        "customer": invoice.customer, "customer_email": customer.and_then(|customer| customer.email.as_ref()),
        "customer_name": customer.and_then(|customer| customer.name.as_ref()),
        "subtotal": invoice.total_minor, "subtotal_excluding_tax": invoice.total_minor, "total": invoice.total_minor,
        "total_excluding_tax": invoice.total_minor, "amount_due": invoice.due_minor, "amount_paid": invoice.paid_minor,
        "amount_remaining": invoice.due_minor - invoice.paid_minor, "amount_overpaid": 0, "amount_shipping": 0,
        "starting_balance": invoice.starting_balance_minor, "ending_balance": invoice.ending_balance_minor,
        "attempt_count": invoice.attempts, "attempted": invoice.attempts > 0, "auto_advance": is_open,
        "period_start": invoice.period_start_s, "period_end": invoice.period_end_s,
        "parent": {
            "type": "subscription_details", "quote_details": null,
            "subscription_details": {
                "subscription": invoice.subscription, "metadata": invoice.subscription_metadata,
            },
        },
        "lines": page(&format!("/v1/invoices/{}/lines", invoice.id), lines, invoice.lines.len() > LINES_WITHIN_MAX),
        "status_transitions": {
            "finalized_at": invoice.created_s, "paid_at": invoice.paid_at_s, "voided_at": invoice.voided_at_s,
            "marked_uncollectible_at": invoice.given_up_at_s,
        },
    });
    if let (Some(shape), Value::Object(more)) = (shape.as_object_mut(), always_the_same()) {
        shape.extend(more);
    }
    shape
}

/// What was paid for an invoice, or is to be.
pub(crate) fn invoice_payments(world: &World, invoice: &Invoice) -> Value {
    let of_invoice = world.invoice_payments.iter().filter(|payment| payment.invoice == invoice.id);
    let data = of_invoice.map(|payment| invoice_payment(world, payment)).collect();
    list(&format!("/v1/invoice_payments?invoice={}", invoice.id), data)
}

pub(crate) fn invoice_payment(_: &World, payment: &InvoicePayment) -> Value {
    json!({
        "id": payment.id, "object": "invoice_payment", "created": payment.created_s, "livemode": false,
        "invoice": payment.invoice, "is_default": true, "currency": payment.currency,
        "amount_requested": payment.amount_minor, "amount_paid": payment.paid_at_s.map(|_| payment.amount_minor),
        "status": payment.status.as_str(),
        "payment": { "type": "payment_intent", "payment_intent": payment.payment },
        "status_transitions": { "canceled_at": null, "paid_at": payment.paid_at_s },
    })
}

/// One line of an invoice.
pub(crate) fn line(world: &World, invoice: &Invoice, line: &InvoiceLine) -> Value {
    // A part of a period has a price of its own for one, as an invoice item has.
    let unit_amount_minor = if line.quantity == 0 { 0 } else { line.amount_minor / line.quantity };
    json!({
        "id": line.id, "object": "line_item", "livemode": false, "invoice": invoice.id, "amount": line.amount_minor,
        "subtotal": line.amount_minor, "currency": invoice.currency, "description": line.description,
        "quantity": line.quantity, "period": { "start": line.period_start_s, "end": line.period_end_s },
        "pricing": {
            "type": "price_details", "unit_amount_decimal": unit_amount_minor.to_string(),
            "price_details": {
                "price": line.price, "product": world.prices.get(&line.price).map(|price| price.product.as_str()),
            },
        },
        "parent": parent(world, line), "metadata": invoice.subscription_metadata, "discountable": line.proration.is_none(),
        "discount_amounts": [], "discounts": [], "pretax_credit_amounts": [], "taxes": [],
    })
}

fn parent(world: &World, line: &InvoiceLine) -> Value {
    let proration = line.proration.as_ref();
    let credited = proration
        .and_then(|proration| proration.credited.as_ref())
        .map(|(invoice, line)| json!({ "invoice": invoice, "invoice_line_items": [line] }));
    let details = json!({ "credited_items": credited });
    match proration {
        Some(Proration { invoice_item, .. }) if world.prorations_as_invoice_items => json!({
            "type": "invoice_item_details", "subscription_item_details": null,
            "invoice_item_details": {
                "invoice_item": invoice_item, "proration": true, "proration_details": details,
                "subscription": line.subscription,
            },
        }),
        _ => json!({
            "type": "subscription_item_details", "invoice_item_details": null,
            "subscription_item_details": {
                "invoice_item": proration.map(|proration| proration.invoice_item.as_str()),
                "proration": proration.is_some(), "proration_details": details,
                "subscription": line.subscription, "subscription_item": line.subscription_item,
            },
        }),
    }
}

/// What other users of Stripe have a use for.
fn always_the_same() -> Value {
    json!({
        "account_country": "US", "account_name": "A stand-in for Stripe", "application": null,
        "automatic_tax": { "enabled": false, "liability": null, "status": null, "provider": null },
        "collection_method": "charge_automatically", "custom_fields": null, "customer_address": null,
        "default_payment_method": null, "description": null, "discounts": [], "due_date": null, "footer": null,
        "from_invoice": null, "hosted_invoice_url": null, "invoice_pdf": null, "last_finalization_error": null,
        "latest_revision": null, "metadata": {}, "next_payment_attempt": null, "on_behalf_of": null,
        "post_payment_credit_notes_amount": 0, "pre_payment_credit_notes_amount": 0, "receipt_number": null,
        "statement_descriptor": null, "test_clock": null, "total_discount_amounts": [], "total_taxes": [],
    })
}
