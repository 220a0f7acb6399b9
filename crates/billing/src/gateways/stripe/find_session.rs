//! Read a session: `GET /v1/checkout/sessions/{id}`.

use credits::Money;

use super::client::CallError;
use super::objects::{LineItem, Metadata, Named, PaymentIntentObject, SessionObject};
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
        let Some(session) = found.map(|object| read(id, object)).transpose()? else { return Ok(None) };
        let is_waited_for =
            session.status == SessionStatus::Complete && session.payment_status == PaymentStatus::Unpaid;
        match &session.payment {
            Some(payment) if is_waited_for && self.has_failed(payment).await? => {
                Ok(Some(Session { status: SessionStatus::Expired, ..session }))
            }
            Some(_) | None => Ok(Some(session)),
        }
    }

    /// Whether money that was on its way will never arrive: the session itself stays complete and unpaid for ever.
    async fn has_failed(&self, payment: &PaymentId) -> Result<bool, GatewayError> {
        let path = format!("/v1/payment_intents/{payment}");
        let found: Option<PaymentIntentObject> = self.client.find(&path, &Vec::new()).await?;
        Ok(found.is_some_and(|payment| ["requires_payment_method", "canceled"].contains(&payment.status.as_str())))
    }

    /// Ends a session. One that is paid or over by now stays what it is.
    pub(super) async fn expire_session(&self, id: &SessionId) -> Result<(), GatewayError> {
        let key = format!("expire:{id}");
        let ended: Result<Named, CallError> =
            self.client.post(&format!("/v1/checkout/sessions/{id}/expire"), &Vec::new(), &key).await;
        match ended {
            Ok(_) | Err(CallError::Missing { .. } | CallError::Refused { .. }) => Ok(()),
            Err(error @ CallError::OutOfReach { .. }) => Err(error.into()),
        }
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
        total_minor: object.amount_total.unwrap_or_default(),
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
    let ordered = metadata.price_id.as_deref().filter(|_| !price.is_named());
    (ordered.unwrap_or_else(|| price.name()).to_owned(), quantity.unwrap_or(1))
}
