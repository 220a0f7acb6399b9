//! The plans that an account has or had: `GET /v1/subscriptions`.

use credits::AccountId;

use super::objects::{List, SubscriptionObject, moment};
use super::{Inner, field};
use crate::{CustomerId, GatewayError, GatewaySubscription, SubscriptionId, SubscriptionState};

impl Inner {
    pub(super) async fn subscriptions(&self, account: AccountId) -> Result<Vec<GatewaySubscription>, GatewayError> {
        let Some(customer) = self.known_customer(account).await? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page: Option<List<SubscriptionObject>> = self.page_of(&customer, after.as_deref()).await?;
            let Some(page) = page else { return Ok(found) };
            after = page.data.last().map(|object| object.id.clone()).filter(|_| page.has_more);
            for object in page.data {
                found.extend(read(object)?);
            }
            if after.is_none() {
                return Ok(found);
            }
        }
    }

    async fn page_of(
        &self,
        customer: &CustomerId,
        after: Option<&str>,
    ) -> Result<Option<List<SubscriptionObject>>, GatewayError> {
        let mut query = vec![field("customer", customer), field("status", "all"), field("limit", 100)];
        query.extend(after.map(|after| field("starting_after", after)));
        Ok(self.client.find("/v1/subscriptions", &query).await?)
    }
}

/// A plan as it stands; `None` for one that never began, because its first month was not paid.
fn read(object: SubscriptionObject) -> Result<Option<GatewaySubscription>, GatewayError> {
    let id = SubscriptionId::new(object.id).map_err(|error| GatewayError::Refused(format!("a plan's id: {error}")))?;
    let item = object.items.data.first();
    let ends = moment(item.and_then(|item| item.current_period_end).unwrap_or_default());
    let is_ending = object.cancel_at_period_end == Some(true) || object.cancel_at.is_some();
    let state = match object.status.as_str() {
        "active" | "trialing" if is_ending => {
            SubscriptionState::Canceling { ends_at: object.cancel_at.map_or(ends, moment) }
        }
        "active" | "trialing" => SubscriptionState::Active { renews_at: ends },
        "past_due" | "unpaid" | "paused" => SubscriptionState::PastDue { renews_at: ends },
        "canceled" => {
            let ended_at = object.ended_at.or(object.canceled_at).map_or(ends, moment);
            SubscriptionState::Ended { ended_at }
        }
        "incomplete" | "incomplete_expired" => return Ok(None),
        unknown => return Err(GatewayError::Refused(format!("plan {id}: the status {unknown} is not understood"))),
    };
    let Some(checkout) = object.metadata.unwrap_or_default().checkout() else {
        tracing::warn!(subscription = %id, "a plan that was not ordered here");
        return Ok(None);
    };
    let price_id = item.map(|item| item.price.name().to_owned());
    Ok(Some(GatewaySubscription { id, checkout, price_id, state }))
}
