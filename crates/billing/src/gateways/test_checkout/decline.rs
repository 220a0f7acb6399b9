//! Decline: the card is refused. Nothing is charged, and the session can still be paid.

use credits::AccountId;

use super::rows::{self, Payment};
use super::{TestCheckout, TestCheckoutError, TestSession};
use crate::SessionId;

impl TestCheckout {
    /// Declines the card on the account's session.
    ///
    /// # Errors
    /// When the account has no such session, it is paid or its time is over, or the store is out of reach.
    pub async fn decline(&self, account: AccountId, id: &SessionId) -> Result<TestSession, TestCheckoutError> {
        let (now, id) = (self.clock.now(), id.clone());
        self.database
            .run("test_checkout_decline", move |tx| {
                let mut row = rows::find_owned(tx, account, &id)?.ok_or(TestCheckoutError::NotFound)?;
                match row.payment {
                    Payment::Paid(_) => return Err(TestCheckoutError::AlreadyPaid),
                    Payment::Open | Payment::Declined if row.is_expired(now) => return Err(TestCheckoutError::Expired),
                    Payment::Open | Payment::Declined => {}
                }
                rows::mark_declined(tx, &id)?;
                row.payment = Payment::Declined;
                Ok(TestSession::of(row, now))
            })
            .await
    }
}
