//! Pay a session, and tell whoever asks to be told; or pay it and tell nobody.

use credits::AccountId;

use super::rows::{self, FirstMonth, Payment};
use super::subscription::{self, SubscriptionRow};
use super::{TestCheckout, TestCheckoutError, TestSession};
use crate::calendar::month_after;
use crate::{InvalidGatewayId, InvoiceId, ProductKind, SessionId, SubscriptionId};

/// What a real gateway would send as a webhook: this session was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "hand it to Billing::session_paid, or pay silently"]
pub struct PaidNotice {
    /// Which session.
    pub session: SessionId,
}

impl TestCheckout {
    /// Pays the account's session. Paying what is paid already is the same payment.
    ///
    /// # Errors
    /// When the account has no such session, its time is over, or the store is out of reach.
    pub async fn pay(
        &self,
        account: AccountId,
        id: &SessionId,
    ) -> Result<(TestSession, PaidNotice), TestCheckoutError> {
        let session = self.take_payment(account, id).await?;
        Ok((session, PaidNotice { session: id.clone() }))
    }

    /// Pays the account's session and tells nobody: the case of the lost webhook.
    ///
    /// # Errors
    /// When the account has no such session, its time is over, or the store is out of reach.
    pub async fn pay_silently(&self, account: AccountId, id: &SessionId) -> Result<TestSession, TestCheckoutError> {
        self.take_payment(account, id).await
    }

    async fn take_payment(&self, account: AccountId, id: &SessionId) -> Result<TestSession, TestCheckoutError> {
        let (now, id) = (self.clock.now(), id.clone());
        let month = self.first_month()?;
        self.database
            .run("test_checkout_pay", move |tx| {
                let mut row = rows::find_owned(tx, account, &id)?.ok_or(TestCheckoutError::NotFound)?;
                match row.payment {
                    Payment::Paid(_) => return Ok(TestSession::of(row, now)),
                    Payment::Open | Payment::Declined if row.is_expired(now) => return Err(TestCheckoutError::Expired),
                    Payment::Open | Payment::Declined => {}
                }
                let month = match row.promise.kind {
                    ProductKind::Pack => None,
                    ProductKind::Plan => Some(month),
                };
                rows::mark_paid(tx, &id, month.as_ref(), now)?;
                if let Some(month) = &month {
                    let (started_at, period_ends_at) = (now, month_after(now));
                    let id = month.subscription.clone();
                    subscription::insert(
                        tx,
                        &row,
                        &SubscriptionRow { id, started_at, period_ends_at, canceled_at: None },
                    )?;
                }
                row.payment = Payment::Paid(month);
                Ok(TestSession::of(row, now))
            })
            .await
    }

    fn first_month(&self) -> Result<FirstMonth, InvalidGatewayId> {
        let invoice = InvoiceId::new(self.new_name("in"))?;
        let subscription = SubscriptionId::new(self.new_name("sub"))?;
        Ok(FirstMonth { invoice, subscription })
    }
}
