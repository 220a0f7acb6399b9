//! What an event is about. Of an event no more is read than that: what it is about may have changed since.

use serde::Deserialize;

use super::objects::moment;
use super::webhook::WebhookError;
use crate::events::GatewayEvent;
use crate::{CustomerId, EventId, InvalidGatewayId, InvoiceId, PaymentId, Reference, SessionId, SubscriptionId};

/// The kinds of events that mean something to us: what the webhook endpoint must be told.
pub(super) const HANDLED: [&str; 17] = [
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "invoice.paid",
    "invoice.payment_failed",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "charge.refunded",
    "refund.failed",
    "refund.updated",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "customer.deleted",
];

#[derive(Deserialize)]
struct EventObject {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    created: i64,
    livemode: bool,
    data: EventData,
}

#[derive(Deserialize)]
struct EventData {
    object: Thing,
}

#[derive(Deserialize)]
struct Thing {
    id: Option<String>,
    payment_intent: Option<serde_json::Value>,
}

/// Reads an event whose signature was right.
pub(super) fn read(body: &[u8], is_live: bool) -> Result<GatewayEvent, WebhookError> {
    let event: EventObject = serde_json::from_slice(body).map_err(|error| WebhookError::NoEvent(error.to_string()))?;
    if event.livemode != is_live {
        return Err(WebhookError::WrongMode { key: if is_live { "live" } else { "test" } });
    }
    let invalid = |error: InvalidGatewayId| WebhookError::NoEvent(error.to_string());
    let about = about(&event.kind, event.data.object).map_err(invalid)?;
    let id = EventId::new(event.id).map_err(invalid)?;
    Ok(GatewayEvent { id, kind: event.kind, about, created_at: moment(event.created) })
}

fn about(kind: &str, thing: Thing) -> Result<Option<Reference>, InvalidGatewayId> {
    if !HANDLED.contains(&kind) {
        return Ok(None);
    }
    let Thing { id, payment_intent } = thing;
    let id = id.unwrap_or_default();
    Ok(match kind.split_once('.') {
        Some(("checkout", _)) => Some(Reference::Session(SessionId::new(id)?)),
        Some(("invoice", _)) => Some(Reference::Invoice(InvoiceId::new(id)?)),
        Some(("charge" | "refund", _)) => payment_of(payment_intent)?.map(Reference::Payment),
        Some(("customer", "deleted")) => Some(Reference::Customer(CustomerId::new(id)?)),
        Some(("customer", _)) => Some(Reference::Subscription(SubscriptionId::new(id)?)),
        Some(_) | None => None,
    })
}

/// A payment's id, which may stand there as it is or within the whole payment. Whatever was paid without one was not bought here.
fn payment_of(value: Option<serde_json::Value>) -> Result<Option<PaymentId>, InvalidGatewayId> {
    let id = match &value {
        Some(serde_json::Value::String(id)) => Some(id.as_str()),
        Some(object) => object.get("id").and_then(serde_json::Value::as_str),
        None => None,
    };
    id.map(PaymentId::new).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: &str, object: &str) -> String {
        format!(
            r#"{{"id":"evt_1","object":"event","type":"{kind}","created":1700000000,"livemode":false,
                "api_version":"2026-08-26.dahlia","data":{{"object":{object}}}}}"#
        )
    }

    #[test]
    fn each_kind_is_about_the_thing_that_is_to_be_looked_at() {
        let rows = [
            ("checkout.session.completed", r#"{"id":"cs_1","payment_intent":"pi_1"}"#, Some("session:cs_1")),
            ("checkout.session.async_payment_succeeded", r#"{"id":"cs_1"}"#, Some("session:cs_1")),
            ("checkout.session.async_payment_failed", r#"{"id":"cs_1"}"#, Some("session:cs_1")),
            ("checkout.session.expired", r#"{"id":"cs_1","payment_intent":null}"#, Some("session:cs_1")),
            ("invoice.paid", r#"{"id":"in_1"}"#, Some("invoice:in_1")),
            ("invoice.payment_failed", r#"{"id":"in_1"}"#, Some("invoice:in_1")),
            ("customer.subscription.updated", r#"{"id":"sub_1"}"#, Some("subscription:sub_1")),
            ("customer.subscription.deleted", r#"{"id":"sub_1"}"#, Some("subscription:sub_1")),
            ("charge.refunded", r#"{"id":"ch_1","payment_intent":"pi_1"}"#, Some("payment:pi_1")),
            ("refund.failed", r#"{"id":"re_1","payment_intent":{"id":"pi_1"}}"#, Some("payment:pi_1")),
            ("charge.dispute.created", r#"{"id":"dp_1","payment_intent":"pi_1"}"#, Some("payment:pi_1")),
            ("charge.dispute.closed", r#"{"id":"dp_1","payment_intent":"pi_1"}"#, Some("payment:pi_1")),
            ("charge.refunded", r#"{"id":"ch_1","payment_intent":null}"#, None),
            ("customer.deleted", r#"{"id":"cus_1","deleted":true}"#, Some("customer:cus_1")),
            ("payment_intent.succeeded", r#"{"id":"pi_1"}"#, None),
            ("billing.meter.no_meter_found", r#"{"object":"whatever"}"#, None),
        ];
        for (kind, object, expected) in rows {
            let read = read(event(kind, object).as_bytes(), false).unwrap();
            assert_eq!(read.about.map(|about| about.to_string()).as_deref(), expected, "{kind} {object}");
            assert_eq!((read.id.as_str(), read.created_at), ("evt_1", moment(1_700_000_000)));
        }
    }

    #[test]
    fn the_other_mode_and_what_is_no_event_are_refused() {
        let live = event("invoice.paid", r#"{"id":"in_1"}"#).replace("\"livemode\":false", "\"livemode\":true");
        assert_eq!(read(live.as_bytes(), false), Err(WebhookError::WrongMode { key: "test" }));
        assert!(read(live.as_bytes(), true).is_ok());
        for body in ["", "{}", "[]", &event("invoice.paid", "{}"), &event("invoice.paid", r#"{"id":"a b"}"#)] {
            assert!(matches!(read(body.as_bytes(), false), Err(WebhookError::NoEvent(_))), "{body}");
        }
    }
}
