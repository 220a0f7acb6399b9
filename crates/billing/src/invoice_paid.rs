//! An invoice was paid: deposit the month of the plan that it is for.

use credits::{Catalog, Credits, IdempotencyKey};
use uuid::Uuid;

use crate::calendar::month_after;
use crate::invoice_credits::{Bought, PlanMonth, invoice_credits};
use crate::purchase::{self, Purchase, Returns};
use crate::record::{self, Record};
use crate::{Applied, Billing, BillingError, Invoice, InvoiceId, InvoiceLine, ProductKind};

impl Billing {
    /// Somebody says that an invoice was paid. The gateway itself is asked, and what the invoice brings is deposited, once and for ever. One
    /// that is not paid, and one that is for no plan, are left alone, and that is no error.
    ///
    /// # Errors
    /// When the invoice belongs to no order, or is not for what we sell, or gateway, ledger or store is out of reach.
    pub async fn invoice_paid(&self, id: &InvoiceId) -> Result<Applied, BillingError> {
        // Credited is for ever, so that nobody needs to be asked about it again.
        if self.is_credited(id.deposit_key()).await? {
            return Ok(Applied::Nothing);
        }
        let found = self.gateway.find_invoice(id).await?;
        let invoice = found.ok_or_else(|| BillingError::UnknownInvoice(id.clone()))?;
        if !invoice.is_of_a_paid_plan() {
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

    /// Deposits what a paid invoice brings to the account of an order, after what the invoices before it bring: what one of them leaves
    /// below zero is kept back from the next.
    pub(crate) async fn credit_invoice(&self, record: &Record, invoice: &Invoice) -> Result<Applied, BillingError> {
        for earlier in self.gateway.earlier_invoices(&invoice.id).await? {
            self.credit_earlier(&earlier).await?;
        }
        self.credit_one_invoice(record, invoice).await
    }

    /// Credits an earlier invoice if it is not yet. One that needs a person is told by its own event, and stands in no other one's way.
    async fn credit_earlier(&self, id: &InvoiceId) -> Result<(), BillingError> {
        if self.is_credited(id.deposit_key()).await? {
            return Ok(());
        }
        let Some(invoice) = self.gateway.find_invoice(id).await?.filter(Invoice::is_of_a_paid_plan) else {
            return Ok(());
        };
        let credited = match self.order_of(&invoice).await {
            Ok(record) => self.credit_one_invoice(&record, &invoice).await.map(drop),
            Err(error) => Err(error),
        };
        match credited {
            Err(error) if error.is_for_a_person() || error.is_unknown() => {
                tracing::warn!(invoice = %id, cause = %error, "an earlier invoice is not credited");
                Ok(())
            }
            done => done,
        }
    }

    async fn is_credited(&self, key: IdempotencyKey) -> Result<bool, BillingError> {
        let gateway = self.gateway.name();
        Ok(self.database.read("billing_is_credited", move |tx| purchase::is_credited(tx, gateway, &key)).await?)
    }

    async fn credit_one_invoice(&self, record: &Record, invoice: &Invoice) -> Result<Applied, BillingError> {
        let bought = invoice_credits(invoice, |line| plan_month(&self.catalog, record, line));
        let Bought { name, credits, period_ends_at } = bought.map_err(|why| self.does_not_agree(invoice, why))?;
        let expires_at = period_ends_at.filter(|_| !self.settings.plan_credits_roll_over).map(month_after);
        let (checkout, id): (Uuid, &InvoiceId) = (record.id, &invoice.id);
        self.credit(Purchase {
            account: record.account,
            deposit_key: id.deposit_key(),
            gateway: self.gateway.name().to_owned(),
            kind: ProductKind::Plan,
            checkout,
            worth_credits: credits,
            uses_kept_money: invoice.uses_kept_money,
            credits: Credits::ZERO,
            cost_minor: u64::try_from(invoice.total_minor).unwrap_or(0),
            note: format!("{name} (invoice {id}, checkout {checkout})"),
            expires_at,
            payment: invoice.payment.clone(),
            is_credited: false,
            returns: Returns::default(),
        })
        .await
    }

    fn does_not_agree(&self, invoice: &Invoice, differences: String) -> BillingError {
        BillingError::InvoiceMismatch { invoice: invoice.id.clone(), differences }
    }
}

/// What a plan is at a line's price: as it was promised when it was ordered, and at any other price as the catalog has it now. Somebody may
/// go on to pay what a plan cost before the catalog changed: then a whole month is what the gateway's own price says.
fn plan_month(catalog: &Catalog, record: &Record, line: &InvoiceLine) -> Option<PlanMonth> {
    let (order, promise) = (&record.order, &record.promise);
    let is_promised_price = line.price.as_ref().is_none_or(|price| *price == promise.price);
    // A price that has given its name away is still the one that was ordered, if it costs what was promised.
    if is_promised_price && (order.price_id == line.price_id || !line.is_named) {
        let (name, credits, price) = (promise.name.clone(), promise.credits, promise.price.clone());
        return Some(PlanMonth { name, credits, price });
    }
    let plan = catalog.plan(&line.price_id)?;
    let price = line.price.clone().unwrap_or_else(|| plan.price.clone());
    Some(PlanMonth { name: plan.name.clone(), credits: plan.credits_a_month, price })
}
