//! Refunds as Stripe writes them.

use serde_json::{Value, json};

use crate::state::{Refund, RefundStatus, World};

pub(crate) fn refund(_: &World, refund: &Refund) -> Value {
    let mut shape = json!({
        "id": refund.id, "object": "refund", "created": refund.created_s, "amount": refund.amount_minor,
        "currency": refund.currency, "charge": refund.charge, "payment_intent": refund.payment,
        "reason": refund.reason, "status": refund.status.as_str(), "metadata": refund.metadata,
        "balance_transaction": null, "receipt_number": null, "source_transfer_reversal": null, "transfer_reversal": null,
        "destination_details": { "type": "card", "card": { "type": "refund" } },
    });
    if refund.status == RefundStatus::Failed {
        shape["failure_reason"] = json!("expired_or_canceled_card");
    }
    shape
}
