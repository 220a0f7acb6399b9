//! An invoice was paid: deposit the month of the plan that it is for.

use credits::Catalog;
use uuid::Uuid;

use crate::calendar::month_after;
use crate::invoice_credits::{Bought, PlanMonth, invoice_credits};
use crate::purchase::{self, Purchase, Returns};
use crate::record::{self, Record};
use crate::{Applied, Billing, BillingError, Invoice, InvoiceId, ProductKind};

impl Billing {
    /// Somebody says that an invoice was paid. The gateway itself is asked, and what the invoice brings is deposited, once and for ever. One
    /// that is not paid, and one that is for no plan, are left alone, and that is no error.
    ///
    /// # Errors
    /// When the invoice belongs to no order, or is not for what we sell, or gateway, ledger or store is out of reach.
    pub async fn invoice_paid(&self, id: &InvoiceId) -> Result<Applied, BillingError> {
        let (gateway, key) = (self.gateway.name(), id.deposit_key());
        // Credited is for ever, so that nobody needs to be asked about it again.
        if self.database.read("billing_is_credited", move |tx| purchase::is_credited(tx, gateway, &key)).await? {
            return Ok(Applied::Nothing);
        }
        let found = self.gateway.find_invoice(id).await?;
        let invoice = found.ok_or_else(|| BillingError::UnknownInvoice(id.clone()))?;
        if !invoice.is_paid || invoice.subscription.is_none() {
            return Ok(Applied::Nothing);
        }
        let record = self.order_of(&invoice).await?;
        self.credit_invoice(&record, &invoice).await
    }

    /// The order by which the invoice's plan began: what the gateway carries names it, and it must be there.
    async fn order_of(&self, invoice: &Invoice) -> Result<Record, BillingError> {
        let unknown = || BillingError::UnknownInvoice(invoice.id.clone());
        let (account, checkout) = invoice.account.zip(invoice.checkout).ok_or_else(unknown)?;
        let found = self.database.read("billing_find_order", move |tx| record::find(tx, account, checkout)).await?;
        let record: Record = found.ok_or_else(unknown)?;
        match record.promise.kind {
            ProductKind::Plan => Ok(record),
            ProductKind::Pack => Err(self.does_not_agree(invoice, "a pack was ordered, and a plan is paid".to_owned())),
        }
    }

    /// Deposits what a paid invoice brings to the account of an order.
    pub(crate) async fn credit_invoice(&self, record: &Record, invoice: &Invoice) -> Result<Applied, BillingError> {
        let bought = invoice_credits(invoice, |price_id| plan_month(&self.catalog, record, price_id));
        let Bought { name, credits, period_ends_at } = bought.map_err(|why| self.does_not_agree(invoice, why))?;
        let expires_at = period_ends_at.filter(|_| !self.settings.plan_credits_roll_over).map(month_after);
        let (checkout, id): (Uuid, &InvoiceId) = (record.id, &invoice.id);
        let was_credited_now = self
            .credit(Purchase {
                account: record.account,
                deposit_key: id.deposit_key(),
                gateway: self.gateway.name().to_owned(),
                kind: ProductKind::Plan,
                checkout,
                credits,
                note: format!("{name} (invoice {id}, checkout {checkout})"),
                expires_at,
                payment: invoice.payment.clone(),
                is_credited: false,
                returns: Returns::default(),
            })
            .await?;
        Ok(if was_credited_now { Applied::Credited(credits) } else { Applied::Nothing })
    }

    fn does_not_agree(&self, invoice: &Invoice, differences: String) -> BillingError {
        BillingError::InvoiceMismatch { invoice: invoice.id.clone(), differences }
    }
}

/// What a plan is at a price: as it was promised when it was ordered, and for another one as the catalog has it now.
fn plan_month(catalog: &Catalog, record: &Record, price_id: &str) -> Option<PlanMonth> {
    let (order, promise) = (&record.order, &record.promise);
    if order.price_id == price_id {
        let (name, credits, price) = (promise.name.clone(), promise.credits, promise.price.clone());
        return Some(PlanMonth { name, credits, price });
    }
    let plan = catalog.plan(price_id)?;
    Some(PlanMonth { name: plan.name.clone(), credits: plan.credits_a_month, price: plan.price.clone() })
}
