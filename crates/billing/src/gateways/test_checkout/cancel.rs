//! Cancel: the buyer goes back without paying. As at a real gateway the session stays as it is, and who finds the way back to its
//! page can still pay until it expires.

use credits::AccountId;

use super::rows::{self, Payment};
use super::{TestCheckout, TestCheckoutError, TestSession};
use crate::SessionId;

impl TestCheckout {
    /// The account's session, to go back from without paying: its `back_url` says where.
    ///
    /// # Errors
    /// When the account has no such session, when it is paid (then going back must not say that nothing was charged), or when
    /// the store is out of reach.
    pub async fn cancel(&self, account: AccountId, id: &SessionId) -> Result<TestSession, TestCheckoutError> {
        let (now, id) = (self.clock.now(), id.clone());
        self.database
            .read("test_checkout_cancel", move |tx| {
                let row = rows::find_owned(tx, account, &id)?.ok_or(TestCheckoutError::NotFound)?;
                match row.payment {
                    Payment::Paid(_) => Err(TestCheckoutError::AlreadyPaid),
                    Payment::Open | Payment::Declined => Ok(TestSession::of(row, now)),
                }
            })
            .await
    }
}
