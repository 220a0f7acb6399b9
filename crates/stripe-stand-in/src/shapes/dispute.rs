//! Disputes as Stripe writes them.

use serde_json::{Value, json};

use crate::state::{Dispute, DisputeStatus, World};

pub(crate) fn dispute(_: &World, dispute: &Dispute) -> Value {
    let moved = |amount_minor: i64| {
        json!({
            "object": "balance_transaction", "type": "adjustment", "amount": amount_minor, "net": amount_minor, "fee": 0,
            "currency": dispute.currency,
        })
    };
    let moves = match dispute.status {
        DisputeStatus::NeedsResponse | DisputeStatus::Lost => vec![moved(-dispute.amount_minor)],
        DisputeStatus::Won => vec![moved(-dispute.amount_minor), moved(dispute.amount_minor)],
        DisputeStatus::WarningNeedsResponse | DisputeStatus::WarningClosed => Vec::new(),
    };
    json!({
        "id": dispute.id, "object": "dispute", "created": dispute.created_s, "livemode": false,
        "amount": dispute.amount_minor, "currency": dispute.currency, "charge": dispute.charge,
        "payment_intent": dispute.payment, "status": dispute.status.as_str(), "reason": "fraudulent",
        "is_charge_refundable": false, "balance_transactions": moves, "metadata": {}, "evidence": {},
        "evidence_details": { "due_by": null, "has_evidence": false, "past_due": false, "submission_count": 0 },
        "enhanced_eligibility_types": [],
        "payment_method_details": {
            "type": "card", "card": { "brand": "visa", "case_type": "chargeback", "network_reason_code": "10.4" },
        },
    })
}
