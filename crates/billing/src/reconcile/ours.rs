//! The other way round: whatever was credited must be paid at the gateway. What is not is never taken back by itself: a person looks at it.

use credits::{IdempotencyKey, Timestamp};

use super::Report;
use crate::purchase::{self, Place, Purchase};
use crate::{Billing, BillingError, InvoiceId, PaymentStatus, ProductKind, Reference, SessionId, SessionStatus};

/// How many purchases are read at once.
const PAGE: u64 = 100;

impl Billing {
    /// Asks for everything that was credited since a moment.
    pub(super) async fn reconcile_ours(&self, since: Timestamp, report: &mut Report) -> Result<(), BillingError> {
        let mut after = Place::beginning(since);
        loop {
            let (gateway, from) = (self.gateway.name(), after.clone());
            let page = self
                .database
                .read("billing_list_purchases", move |tx| purchase::list(tx, gateway, &from, PAGE))
                .await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = last.clone();
            for (_, purchase) in page {
                report.compared += 1;
                if let Some((about, problem)) = self.unpaid(&purchase).await? {
                    self.report_problem(about, problem, report).await?;
                }
            }
        }
    }

    /// What is wrong with a purchase that was credited, if anything is.
    async fn unpaid(&self, purchase: &Purchase) -> Result<Option<(Reference, String)>, BillingError> {
        let key: &IdempotencyKey = &purchase.deposit_key;
        let invalid = |error| BillingError::GatewayRefused(format!("{key}: {error}"));
        let (about, is_paid) = match purchase.kind {
            ProductKind::Pack => {
                let id = SessionId::new(key.as_str()).map_err(invalid)?;
                let session = self.gateway.find_session(&id).await?;
                let is_paid = session.map(|session| {
                    session.status == SessionStatus::Complete && session.payment_status != PaymentStatus::Unpaid
                });
                (Reference::Session(id), is_paid)
            }
            ProductKind::Plan => {
                let id = InvoiceId::new(key.as_str()).map_err(invalid)?;
                let invoice = self.gateway.find_invoice(&id).await?;
                (Reference::Invoice(id), invoice.map(|invoice| invoice.is_paid))
            }
        };
        let credits = purchase.credits;
        Ok(match is_paid {
            Some(true) => None,
            Some(false) => Some((about, format!("{credits} credits were deposited for it, and it is not paid"))),
            None => Some((about, format!("{credits} credits were deposited for it, and the gateway does not have it"))),
        })
    }
}
