//! Read an invoice: `GET /v1/invoices/{id}`, with what stands elsewhere: further lines, the names of prices, the order behind the plan.

use std::collections::HashMap;

use credits::Money;

use super::objects::{
    InvoiceHead, InvoiceLineObject, InvoiceObject, InvoicePayment, LineParent, List, Metadata, PriceObject,
    SubscriptionObject, moment,
};
use super::prices::is_plain;
use super::{Inner, field};
use crate::{GatewayError, InvalidGatewayId, Invoice, InvoiceId, InvoiceLine, PaymentId, SubscriptionId};

impl Inner {
    pub(super) async fn find_invoice(&self, id: &InvoiceId) -> Result<Option<Invoice>, GatewayError> {
        if !is_plain(id.as_str()) {
            return Ok(None);
        }
        let query = vec![field("expand[]", "payments")];
        let found: Option<InvoiceObject> = self.client.find(&format!("/v1/invoices/{id}"), &query).await?;
        match found {
            Some(object) => self.read_invoice(id, object).await.map(Some),
            None => Ok(None),
        }
    }

    async fn read_invoice(&self, id: &InvoiceId, object: InvoiceObject) -> Result<Invoice, GatewayError> {
        let invalid = |error: InvalidGatewayId| GatewayError::Refused(format!("invoice {id}: {error}"));
        let details = object.parent.and_then(|parent| parent.subscription_details);
        let (subscription, metadata) = match details {
            Some(details) => (details.subscription, details.metadata.unwrap_or_default()),
            None => (None, Metadata::default()),
        };
        let subscription = subscription.map(SubscriptionId::new).transpose().map_err(invalid)?;
        let metadata = self.metadata_of(subscription.as_ref(), metadata).await?;
        let lines = match &subscription {
            Some(_) => self.read_lines(id, object.lines).await?,
            // Not a plan's: what it is for is not asked.
            None => Vec::new(),
        };
        let payments = object.payments.map(|payments| payments.data).unwrap_or_default();
        Ok(Invoice {
            id: id.clone(),
            is_paid: object.status.as_deref() == Some("paid"),
            subscription,
            checkout: metadata.checkout(),
            account: metadata.account(),
            currency: object.currency,
            total_minor: object.total,
            uses_kept_money: object.ending_balance.unwrap_or_default() > object.starting_balance.unwrap_or_default(),
            lines,
            payment: payments.into_iter().find_map(paid_by).map(PaymentId::new).transpose().map_err(invalid)?,
        })
    }

    /// What the plan carries. The invoice has a copy of it; an older one may not.
    async fn metadata_of(
        &self,
        subscription: Option<&SubscriptionId>,
        copied: Metadata,
    ) -> Result<Metadata, GatewayError> {
        let is_whole = copied.account().is_some() && copied.checkout().is_some();
        match subscription {
            Some(id) if !is_whole && is_plain(id.as_str()) => {
                let path = format!("/v1/subscriptions/{id}");
                let found: Option<SubscriptionObject> = self.client.find(&path, &Vec::new()).await?;
                Ok(found.and_then(|object| object.metadata).unwrap_or_default())
            }
            Some(_) | None => Ok(copied),
        }
    }

    async fn read_lines(
        &self,
        id: &InvoiceId,
        first: List<InvoiceLineObject>,
    ) -> Result<Vec<InvoiceLine>, GatewayError> {
        let (mut objects, mut has_more) = (first.data, first.has_more);
        while has_more && let Some(last) = objects.last() {
            let query = vec![field("limit", 100), field("starting_after", &last.id)];
            let page: List<InvoiceLineObject> = self.client.get(&format!("/v1/invoices/{id}/lines"), &query).await?;
            has_more = page.has_more && !page.data.is_empty();
            objects.extend(page.data);
        }
        let mut known: HashMap<String, Option<PriceObject>> = HashMap::new();
        let mut lines = Vec::new();
        for object in objects {
            let price = object.pricing.and_then(|pricing| pricing.price_details).and_then(|details| details.price);
            let id = price.unwrap_or_else(|| "(none)".to_owned());
            if !known.contains_key(&id) {
                known.insert(id.clone(), self.client.find_price(&id).await?);
            }
            let price = known.get(&id).and_then(Option::as_ref);
            lines.push(InvoiceLine {
                price_id: price.map_or(id.as_str(), PriceObject::name).to_owned(),
                is_named: price.is_some_and(PriceObject::is_named),
                price: price.and_then(|price| {
                    Some(Money { amount_minor: price.unit_amount?, currency: price.currency.clone() })
                }),
                quantity: object.quantity.unwrap_or(1),
                amount_minor: object.amount,
                is_proration: object.parent.is_some_and(is_proration),
                period_ends_at: moment(object.period.end),
            });
        }
        Ok(lines)
    }

    /// The invoices of the same customer that were paid before one, in the order in which they were. Stripe lists the newest first.
    pub(super) async fn earlier_invoices(&self, id: &InvoiceId) -> Result<Vec<InvoiceId>, GatewayError> {
        let head: Option<InvoiceHead> = self.client.find(&format!("/v1/invoices/{id}"), &Vec::new()).await?;
        let Some(head) = head else { return Ok(Vec::new()) };
        let (Some(customer), Some(paid_at)) = (&head.customer, head.paid_at()) else { return Ok(Vec::new()) };
        let query = vec![field("customer", customer), field("status", "paid"), field("limit", 100)];
        let page: List<InvoiceHead> = self.client.get("/v1/invoices", &query).await?;
        let mut paid: Vec<InvoiceHead> = page.data.into_iter().filter(|head| head.paid_at() <= Some(paid_at)).collect();
        paid.reverse();
        // What was paid in the same second stays in the order in which it was made.
        paid.sort_by_key(InvoiceHead::paid_at);
        let earlier = paid.into_iter().take_while(|head| head.id != id.as_str()).map(|head| InvoiceId::new(head.id));
        let earlier: Result<_, InvalidGatewayId> = earlier.collect();
        earlier.map_err(|error| GatewayError::Refused(format!("invoices before {id}: {error}")))
    }
}

fn is_proration(parent: LineParent) -> bool {
    parent.subscription_item_details.or(parent.invoice_item_details).is_some_and(|details| details.proration)
}

fn paid_by(payment: InvoicePayment) -> Option<String> {
    let is_paid = payment.status.as_deref() == Some("paid");
    payment.payment.filter(|_| is_paid).and_then(|payment| payment.payment_intent)
}
