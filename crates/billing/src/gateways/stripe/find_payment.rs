//! Read how much of a payment has gone back, and what it paid for.

use serde::de::DeserializeOwned;

use super::client::Form;
use super::objects::{ChargeObject, DisputeObject, InvoicePayment, List, Named, RefundObject};
use super::{Inner, field};
use crate::{GatewayError, InvalidGatewayId, InvoiceId, Payment, PaymentId, Reference, SessionId};

/// Refunds that have gone back or are on their way. One that failed or was canceled has not.
const REFUNDED: [&str; 3] = ["succeeded", "pending", "requires_action"];

impl Inner {
    pub(super) async fn find_payment(&self, id: &PaymentId) -> Result<Option<Payment>, GatewayError> {
        let charges: Vec<ChargeObject> = self.all("/v1/charges", id, |_| None).await?;
        let paid = charges.iter().filter(|charge| charge.status == "succeeded").map(|charge| charge.amount);
        let amount_minor: u64 = paid.fold(0, u64::saturating_add);
        if amount_minor == 0 {
            return Ok(None);
        }
        let refunds: Vec<RefundObject> =
            self.all("/v1/refunds", id, |refund: &RefundObject| Some(refund.id.clone())).await?;
        let disputes: Vec<DisputeObject> =
            self.all("/v1/disputes", id, |dispute: &DisputeObject| Some(dispute.id.clone())).await?;
        let currency = charges.first().map(|charge| charge.currency.clone()).unwrap_or_default();
        // What was taken in another currency cannot be compared with what was paid, and is then all of it.
        let comparable = |amount: u64, of: &str| if of == currency { amount } else { amount_minor };
        let is_refunded = |refund: &&RefundObject| refund.status.as_deref().is_some_and(|it| REFUNDED.contains(&it));
        let refunded = refunds.iter().filter(is_refunded).map(|refund| comparable(refund.amount, &refund.currency));
        let withdrawn = disputes.iter().filter(|dispute| dispute.is_withdrawn());
        let withdrawn = withdrawn.map(|dispute| comparable(dispute.amount, &dispute.currency));
        let returned_minor = refunded.chain(withdrawn).fold(0, u64::saturating_add).min(amount_minor);
        Ok(Some(Payment { id: id.clone(), amount_minor, returned_minor }))
    }

    /// Everything of a kind that belongs to a payment, page after page.
    async fn all<T: DeserializeOwned>(
        &self,
        path: &str,
        id: &PaymentId,
        name: impl Fn(&T) -> Option<String>,
    ) -> Result<Vec<T>, GatewayError> {
        let mut query = by_payment(id, 100);
        let mut found: Vec<T> = Vec::new();
        loop {
            let page: List<T> =
                self.client.find(path, &query).await?.unwrap_or(List { data: Vec::new(), has_more: false });
            let last = page.data.last().and_then(&name).filter(|_| page.has_more);
            found.extend(page.data);
            let Some(last) = last else { return Ok(found) };
            query = by_payment(id, 100);
            query.push(field("starting_after", last));
        }
    }

    pub(super) async fn paid_by(&self, id: &PaymentId) -> Result<Option<Reference>, GatewayError> {
        let invalid = |error: InvalidGatewayId| GatewayError::Refused(format!("payment {id}: {error}"));
        let sessions: Option<List<Named>> = self.client.find("/v1/checkout/sessions", &by_payment(id, 1)).await?;
        if let Some(session) = sessions.and_then(|page| page.data.into_iter().next()) {
            return SessionId::new(session.id).map(|id| Some(Reference::Session(id))).map_err(invalid);
        }
        let query =
            vec![field("payment[type]", "payment_intent"), field("payment[payment_intent]", id), field("limit", 1)];
        let invoices: Option<List<InvoicePayment>> = self.client.find("/v1/invoice_payments", &query).await?;
        let invoice = invoices.and_then(|page| page.data.into_iter().find_map(|payment| payment.invoice));
        invoice.map(|id| InvoiceId::new(id).map(Reference::Invoice)).transpose().map_err(invalid)
    }
}

fn by_payment(id: &PaymentId, limit: u32) -> Form {
    vec![field("payment_intent", id), field("limit", limit)]
}
