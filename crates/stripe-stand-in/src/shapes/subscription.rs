//! Subscriptions as Stripe writes them in the pinned version: periods are those of the items.

use serde_json::{Value, json};

use super::{list, price};
use crate::state::{Subscription, World};

pub(crate) fn subscription(world: &World, subscription: &Subscription) -> Value {
    let items =
        list(&format!("/v1/subscription_items?subscription={}", subscription.id), vec![item(world, subscription)]);
    let reason = subscription.canceled_at_s.map(|_| "cancellation_requested");
    json!({
        "id": subscription.id, "object": "subscription", "created": subscription.created_s, "livemode": false,
        "status": subscription.status.as_str(), "customer": subscription.customer, "metadata": subscription.metadata,
        "currency": subscription.currency, "cancel_at_period_end": subscription.is_cancel_at_period_end,
        "cancel_at": subscription.cancel_at_s(), "canceled_at": subscription.canceled_at_s,
        "ended_at": subscription.ended_at_s, "latest_invoice": subscription.latest_invoice, "items": items,
        "billing_cycle_anchor": subscription.anchor_s, "start_date": subscription.created_s,
        "billing_mode": { "type": "flexible" }, "collection_method": "charge_automatically",
        "cancellation_details": { "comment": null, "feedback": null, "reason": reason },
        "automatic_tax": { "enabled": false, "liability": null, "disabled_reason": null }, "application": null,
        "billing_thresholds": null, "days_until_due": null, "default_payment_method": null, "default_source": null,
        "default_tax_rates": [], "description": null, "discounts": [], "next_pending_invoice_item_invoice": null,
        "on_behalf_of": null, "pause_collection": null, "pending_setup_intent": null, "pending_update": null,
        "schedule": null, "test_clock": null, "trial_end": null, "trial_start": null,
    })
}

fn item(world: &World, subscription: &Subscription) -> Value {
    json!({
        "id": subscription.item, "object": "subscription_item", "created": subscription.created_s,
        "subscription": subscription.id, "quantity": subscription.quantity,
        "price": world.prices.get(&subscription.price).map(|row| price(world, row)),
        "current_period_start": subscription.period_start_s, "current_period_end": subscription.period_end_s,
        "discounts": [], "metadata": {}, "tax_rates": [], "billing_thresholds": null,
    })
}
