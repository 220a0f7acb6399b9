//! Read a session: `GET /v1/checkout/sessions/{id}`.

use credits::Money;

use super::objects::{LineItem, Metadata, SessionObject};
use super::{Inner, field};
use crate::{GatewayError, InvoiceId, PaymentId, PaymentStatus, Session, SessionId, SessionStatus, SubscriptionId};

/// What stands for the price where there is not exactly one: no order has it.
const NO_SINGLE_PRICE: &str = "(not exactly one)";

impl Inner {
    pub(super) async fn find_session(&self, id: &SessionId) -> Result<Option<Session>, GatewayError> {
        if !super::prices::is_plain(id.as_str()) {
            return Ok(None);
        }
        let query = vec![field("expand[]", "line_items")];
        let found = self.client.find(&format!("/v1/checkout/sessions/{id}"), &query).await?;
        found.map(|object| read(id, object)).transpose()
    }
}

fn read(id: &SessionId, object: SessionObject) -> Result<Session, GatewayError> {
    let unreadable = |what: &str, word: &Option<String>| {
        let word = word.as_deref().unwrap_or("missing");
        GatewayError::Refused(format!("session {id}: the {what} is {word}, which is not understood"))
    };
    let status = match object.status.as_deref() {
        Some("open") => SessionStatus::Open,
        Some("complete") => SessionStatus::Complete,
        Some("expired") => SessionStatus::Expired,
        Some(_) | None => return Err(unreadable("status", &object.status)),
    };
    let payment_status = match object.payment_status.as_deref() {
        Some("paid") => PaymentStatus::Paid,
        Some("unpaid") => PaymentStatus::Unpaid,
        Some("no_payment_required") => PaymentStatus::NoPaymentRequired,
        Some(_) | None => return Err(unreadable("payment_status", &object.payment_status)),
    };
    let metadata = object.metadata.unwrap_or_default();
    let (price_id, quantity) = single_line(object.line_items.map(|lines| lines.data).unwrap_or_default(), &metadata);
    let invalid = |error: crate::InvalidGatewayId| GatewayError::Refused(format!("session {id}: {error}"));
    Ok(Session {
        id: id.clone(),
        status,
        payment_status,
        checkout: metadata.checkout(),
        account: metadata.account(),
        price_id,
        quantity,
        subtotal: Money {
            amount_minor: object.amount_subtotal.unwrap_or_default(),
            currency: object.currency.unwrap_or_default(),
        },
        invoice: object.invoice.map(InvoiceId::new).transpose().map_err(invalid)?,
        subscription: object.subscription.map(SubscriptionId::new).transpose().map_err(invalid)?,
        payment: object.payment_intent.map(PaymentId::new).transpose().map_err(invalid)?,
    })
}

/// What is bought and how many of it. A price that has given its name away to a newer one still goes by the name under which it was ordered.
fn single_line(lines: Vec<LineItem>, metadata: &Metadata) -> (String, u32) {
    let [LineItem { price: Some(price), quantity }] = lines.as_slice() else {
        return (NO_SINGLE_PRICE.to_owned(), 0);
    };
    let is_nameless = price.name() == price.id;
    let ordered = metadata.price_id.as_deref().filter(|_| is_nameless);
    (ordered.unwrap_or_else(|| price.name()).to_owned(), quantity.unwrap_or(1))
}
