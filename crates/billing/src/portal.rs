//! The way to the gateway's page on which plans are shown and cancelled.

use credits::AccountId;

use crate::{Billing, BillingError, NewPortal};

impl Billing {
    /// The address of the account's portal, to send the browser to at once.
    ///
    /// # Errors
    /// When the gateway is out of reach.
    pub async fn portal_url(&self, account: AccountId) -> Result<String, BillingError> {
        let back_url = self.address("/billing");
        Ok(self.gateway.portal_url(NewPortal { account, back_url }).await?)
    }
}
