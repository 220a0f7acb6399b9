//! The plans that an account has or had.

use credits::{AccountId, Credits, Money};

use crate::record::{self, Record};
use crate::{Billing, BillingError, GatewaySubscription, SubscriptionId, SubscriptionState};

/// A plan of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its id at the gateway.
    pub id: SubscriptionId,
    /// What the catalog sells it under.
    pub price_id: String,
    /// Its name for people, as it was bought.
    pub name: String,
    /// What a month costs, as it was bought.
    pub price: Money,
    /// What each paid month brings, as it was bought.
    pub credits_a_month: Credits,
    /// How it stands.
    pub state: SubscriptionState,
}

impl Billing {
    /// The account's plans, newest first, asked of the gateway.
    ///
    /// # Errors
    /// When gateway or store is out of reach.
    pub async fn subscriptions(&self, account: AccountId) -> Result<Vec<Subscription>, BillingError> {
        let known = self.gateway.subscriptions(account).await?;
        let with_orders = self
            .database
            .read("billing_find_plan_orders", move |tx| {
                known
                    .into_iter()
                    .map(|subscription| Ok((record::find(tx, account, subscription.checkout)?, subscription)))
                    .collect::<Result<Vec<_>, ledger::StorageError>>()
            })
            .await?;
        Ok(with_orders.into_iter().filter_map(|found| self.with_order(found)).collect())
    }

    /// A subscription with what its order says of it, or the catalog where it was changed to another plan. One that no order of the account
    /// began is not ours to show; it is logged.
    fn with_order(&self, (order, subscription): (Option<Record>, GatewaySubscription)) -> Option<Subscription> {
        let GatewaySubscription { id, checkout, price_id, state } = subscription;
        let Some(record) = order else {
            tracing::warn!(subscription = %id, %checkout, "a subscription belongs to no order of its account");
            return None;
        };
        let now = price_id.filter(|price_id| *price_id != record.order.price_id);
        if let Some(plan) = now.and_then(|price_id| self.catalog.plan(&price_id)) {
            let (price_id, name, price) = (plan.price_id.clone(), plan.name.clone(), plan.price.clone());
            return Some(Subscription { id, price_id, name, price, credits_a_month: plan.credits_a_month, state });
        }
        Some(Subscription {
            id,
            price_id: record.order.price_id,
            name: record.promise.name,
            price: record.promise.price,
            credits_a_month: record.promise.credits,
            state,
        })
    }
}
