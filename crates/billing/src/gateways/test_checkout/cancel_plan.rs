//! Cancel a plan in the portal: it runs until the end of the month that is paid, and no further.

use credits::AccountId;

use super::portal::{find_open, hash_of, plans_of};
use super::{TestCheckout, TestCheckoutError, TestPortal, subscription};
use crate::SubscriptionId;

impl TestCheckout {
    /// Cancels one of the account's plans at the end of the month that is paid, and gives what the portal shows then. Cancelling
    /// what is cancelled or over changes nothing.
    ///
    /// # Errors
    /// When the token is not the account's or no longer, the account has no such plan, or the store is out of reach.
    pub async fn cancel_plan(
        &self,
        account: AccountId,
        token: &str,
        id: &SubscriptionId,
    ) -> Result<TestPortal, TestCheckoutError> {
        let (now, hash, id) = (self.clock.now(), hash_of(token), id.clone());
        self.database
            .run("test_checkout_cancel_plan", move |tx| {
                let open = find_open(tx, account, &hash, now)?.ok_or(TestCheckoutError::NotFound)?;
                let plan = subscription::find_owned(tx, account, &id)?.ok_or(TestCheckoutError::NotFound)?;
                if plan.state_at(now).is_cancelable() {
                    subscription::mark_canceled(tx, &id, now)?;
                }
                Ok(plans_of(tx, open, now)?)
            })
            .await
    }
}
