//! Open Stripe's portal: `POST /v1/billing_portal/sessions`. Plans are changed and cancelled there, and cards replaced.

use serde::Deserialize;

use super::client::{CallError, Form};
use super::{Inner, field};
use crate::gateway::NewPortal;
use crate::{CustomerId, GatewayError};

#[derive(Deserialize)]
struct PortalObject {
    url: String,
}

impl Inner {
    pub(super) async fn portal_url(&self, wanted: NewPortal) -> Result<String, GatewayError> {
        let customer = self.customer_of(wanted.account).await?;
        let opened = match self.post_portal(&wanted, &customer).await {
            Err(CallError::Missing { param: Some(param), .. }) if param == "customer" => {
                self.forget(customer).await?;
                let customer = self.customer_of(wanted.account).await?;
                self.post_portal(&wanted, &customer).await?
            }
            opened => opened?,
        };
        Ok(opened.url)
    }

    /// Each way to the portal is one of its own: the key is its moment, so that only what is sent twice at once is one.
    async fn post_portal(&self, wanted: &NewPortal, customer: &CustomerId) -> Result<PortalObject, CallError> {
        let form: Form = vec![field("customer", customer), field("return_url", &wanted.back_url)];
        let key = format!("portal:{customer}:{}", self.clock.now().0);
        self.client.post("/v1/billing_portal/sessions", &form, &key).await
    }
}
