//! Whether the account at Stripe is set up for what is sold here: the key, the webhook endpoint, and each price.

use credits::Catalog;
use serde::Deserialize;

use super::objects::{List, PriceObject};
use super::prices::difference;
use super::{API_VERSION, StripeSetup, field, notice};
use crate::{GatewayError, ProductKind};

/// What was looked at, and whether it is as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at: `key`, `webhook endpoint`, or a price id.
    pub about: String,
    /// Whether it is as it must be.
    pub is_right: bool,
    /// What it is, or what is wrong with it and what to do.
    pub sentence: String,
}

#[derive(Deserialize)]
struct Endpoint {
    url: String,
    status: Option<String>,
    enabled_events: Vec<String>,
    api_version: Option<String>,
}

/// One thing that is sold.
pub(super) struct Sold<'a> {
    pub price_id: &'a str,
    pub name: &'a str,
    pub kind: ProductKind,
    pub amount_minor: u64,
    pub currency: &'a str,
}

/// Everything that a catalog sells.
pub(super) fn sold(catalog: &Catalog) -> Vec<Sold<'_>> {
    let packs = catalog.packs.iter().map(|pack| (&pack.price_id, &pack.name, ProductKind::Pack, &pack.price));
    let plans = catalog.plans.iter().map(|plan| (&plan.price_id, &plan.name, ProductKind::Plan, &plan.price));
    let all = packs.chain(plans);
    all.map(|(price_id, name, kind, price)| Sold {
        price_id,
        name,
        kind,
        amount_minor: price.amount_minor,
        currency: &price.currency,
    })
    .collect()
}

impl StripeSetup {
    /// Looks at everything, and changes nothing.
    ///
    /// # Errors
    /// When Stripe is out of reach, or does not take the key.
    pub async fn check(&self, catalog: &Catalog, webhook_url: &str) -> Result<Vec<Finding>, GatewayError> {
        let mut findings = vec![self.check_key().await?];
        findings.push(self.check_endpoint(webhook_url).await?);
        let sold = sold(catalog);
        let names: Vec<&str> = sold.iter().map(|sold| sold.price_id).collect();
        let prices = self.client.find_prices(&names).await?;
        findings.extend(sold.iter().map(|sold| check_price(sold, &prices)));
        Ok(findings)
    }

    async fn check_key(&self) -> Result<Finding, GatewayError> {
        // Anything that every key may read, and that costs nothing.
        let _page: List<PriceObject> = self.client.get("/v1/prices", &vec![field("limit", 1)]).await?;
        let mode = if self.settings.secret_key.is_live() { "live: real money moves" } else { "test: no money moves" };
        Ok(Finding { about: "key".to_owned(), is_right: true, sentence: format!("Stripe takes it. Mode {mode}.") })
    }

    async fn check_endpoint(&self, webhook_url: &str) -> Result<Finding, GatewayError> {
        let page: List<Endpoint> = self.client.get("/v1/webhook_endpoints", &vec![field("limit", 100)]).await?;
        let wrong = endpoint_problem(&page.data, webhook_url);
        let wrong = wrong.or_else(|| {
            let is_missing = self.settings.webhook_secrets.is_empty();
            is_missing.then(|| "No signing secret is configured: set stripe.webhook_secrets.".to_owned())
        });
        let right = format!("Stripe tells {webhook_url} everything that is needed.");
        let (is_right, sentence) = (wrong.is_none(), wrong.unwrap_or(right));
        Ok(Finding { about: "webhook endpoint".to_owned(), is_right, sentence })
    }
}

fn endpoint_problem(endpoints: &[Endpoint], webhook_url: &str) -> Option<String> {
    let Some(endpoint) = endpoints.iter().find(|endpoint| endpoint.url == webhook_url) else {
        return Some(format!(
            "Stripe has no endpoint {webhook_url}. Add one, with the events {}.",
            notice::HANDLED.join(", ")
        ));
    };
    if endpoint.status.as_deref() != Some("enabled") {
        return Some(format!("The endpoint {webhook_url} is switched off at Stripe."));
    }
    let is_told = |kind: &&str| endpoint.enabled_events.iter().any(|enabled| enabled == "*" || enabled == kind);
    let missing: Vec<&str> = notice::HANDLED.into_iter().filter(|kind| !is_told(kind)).collect();
    if !missing.is_empty() {
        return Some(format!(
            "The endpoint {webhook_url} is not told of {}. Add these events to it.",
            missing.join(", ")
        ));
    }
    match endpoint.api_version.as_deref() {
        Some(API_VERSION) | None => None,
        // Only names are read from events, and they do not differ between versions.
        Some(version) => {
            tracing::info!(version, ours = API_VERSION, "the endpoint is told in another version, which does no harm");
            None
        }
    }
}

fn check_price(sold: &Sold<'_>, prices: &[PriceObject]) -> Finding {
    let is_it = |price: &&PriceObject| price.lookup_key.as_deref() == Some(sold.price_id) || price.id == sold.price_id;
    let found = prices.iter().find(is_it);
    let wrong = match found {
        None => Some("Stripe has no such price. `farebox billing sync` makes it.".to_owned()),
        Some(price) if price.name() != sold.price_id && price.id != sold.price_id => {
            Some(format!("Stripe's price {} carries the name {} in its metadata.", price.id, price.name()))
        }
        Some(price) if !price.active => Some("The price is archived at Stripe.".to_owned()),
        Some(price) => difference(price, sold.kind, Some(sold.amount_minor), sold.currency)
            .map(|difference| format!("Stripe's price {} is not what the catalog says: {difference}.", price.id)),
    };
    let right = format!("{}: {} {}, as in the catalog.", sold.name, sold.amount_minor, sold.currency);
    let (is_right, sentence) = (wrong.is_none(), wrong.unwrap_or(right));
    Finding { about: sold.price_id.to_owned(), is_right, sentence }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(status: &str, events: &[&str]) -> Vec<Endpoint> {
        let enabled_events = events.iter().map(|event| (*event).to_owned()).collect();
        let (url, status) = ("https://a.example/webhooks/stripe".to_owned(), Some(status.to_owned()));
        vec![Endpoint { url, status, enabled_events, api_version: None }]
    }

    #[test]
    fn what_is_wrong_with_an_endpoint_is_named() {
        let url = "https://a.example/webhooks/stripe";
        assert_eq!(endpoint_problem(&endpoint("enabled", &["*"]), url), None);
        assert_eq!(endpoint_problem(&endpoint("enabled", &notice::HANDLED), url), None);
        let missing = endpoint_problem(&endpoint("enabled", &notice::HANDLED[1..]), url).unwrap();
        assert!(missing.contains("not told of checkout.session.completed."), "{missing}");
        assert!(endpoint_problem(&endpoint("disabled", &["*"]), url).unwrap().contains("switched off"));
        assert!(endpoint_problem(&[], url).unwrap().contains("has no endpoint"));
    }
}
