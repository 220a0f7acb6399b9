//! Make a session: `POST /v1/checkout/sessions`.

use super::client::{CallError, Form};
use super::objects::{PriceObject, SessionObject};
use super::{Inner, field};
use crate::{CreatedSession, CustomerId, GatewayError, NewSession, ProductKind, SessionId};

impl Inner {
    pub(super) async fn create_session(&self, wanted: NewSession) -> Result<CreatedSession, GatewayError> {
        let price = self.price_for(&wanted.price_id, &wanted.promise, wanted.quantity).await?;
        let customer = self.customer_of(wanted.account).await?;
        let made = match self.post_session(&wanted, &price, &customer).await {
            // Somebody has deleted the customer at Stripe: whoever buys again is a new one.
            Err(CallError::Missing { param: Some(param), .. }) if param == "customer" => {
                self.forget(customer).await?;
                let customer = self.customer_of(wanted.account).await?;
                self.post_session(&wanted, &price, &customer).await?
            }
            made => made?,
        };
        let url = made.url.ok_or_else(|| GatewayError::Refused(format!("session {} has no page", made.id)))?;
        let id = SessionId::new(made.id).map_err(|error| GatewayError::Refused(format!("a session's id: {error}")))?;
        Ok(CreatedSession { id, url })
    }

    /// The key names the order and the customer: the same order for another customer is another session at Stripe.
    async fn post_session(
        &self,
        wanted: &NewSession,
        price: &PriceObject,
        customer: &CustomerId,
    ) -> Result<SessionObject, CallError> {
        let key = format!("{}:{customer}", wanted.key);
        self.client.post("/v1/checkout/sessions", &self.session_form(wanted, price, customer), &key).await
    }

    fn session_form(&self, wanted: &NewSession, price: &PriceObject, customer: &CustomerId) -> Form {
        let (mode, carried_by) = match wanted.promise.kind {
            ProductKind::Pack => ("payment", "payment_intent_data"),
            ProductKind::Plan => ("subscription", "subscription_data"),
        };
        let mut form = vec![
            field("mode", mode),
            field("line_items[0][price]", &price.id),
            field("line_items[0][quantity]", wanted.quantity),
            field("customer", customer),
            field("client_reference_id", wanted.checkout),
            field("success_url", &wanted.done_url),
            field("cancel_url", &wanted.back_url),
        ];
        let carried = [
            ("account", wanted.account.to_string()),
            ("checkout", wanted.checkout.to_string()),
            ("price_id", wanted.price_id.clone()),
        ];
        for (name, value) in carried {
            form.push(field(format!("metadata[{name}]"), &value));
            form.push(field(format!("{carried_by}[metadata][{name}]"), &value));
        }
        if self.settings.promotion_codes {
            form.push(field("allow_promotion_codes", "true"));
        }
        if self.settings.automatic_tax {
            form.push(field("automatic_tax[enabled]", "true"));
            // Taxes depend on where somebody lives, which is asked on Stripe's page and kept there.
            form.push(field("customer_update[address]", "auto"));
        }
        form
    }
}
