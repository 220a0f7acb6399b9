//! Stripe's prices by the catalog's names, and the other way round. The catalog's `price_id` is a price's lookup key at Stripe, because Stripe
//! chooses the ids itself; the id of a price that is there already does as well.

use std::time::Duration;

use credits::Timestamp;

use super::client::{Client, Form};
use super::objects::{List, PriceObject};
use super::{Inner, field};
use crate::{GatewayError, ProductKind, Promise};

/// How long a price is taken for what it was: what it costs is compared with the order again when it is paid.
const KNOWN_FOR: Duration = Duration::from_secs(5 * 60);

/// How many lookup keys Stripe takes at once.
const LOOKUP_KEYS_MAX: usize = 10;

/// A price that was asked for.
#[derive(Debug, Clone)]
pub(super) struct KnownPrice {
    pub price: PriceObject,
    asked_at: Timestamp,
}

impl Inner {
    /// The price under which something is sold at Stripe, which must be what is promised here.
    pub(super) async fn price_for(
        &self,
        price_id: &str,
        promise: &Promise,
        quantity: u32,
    ) -> Result<PriceObject, GatewayError> {
        let price = match self.known_price(price_id) {
            Some(price) => price,
            None => self.ask_price(price_id).await?,
        };
        // An invoice names it only by what the price itself carries.
        if price.name() != price_id && price.id != price_id {
            return Err(GatewayError::Refused(format!("the price {price_id} says that it is {}", price.name())));
        }
        let wanted_minor = promise.price.amount_minor.checked_div(u64::from(quantity));
        match difference(&price, promise.kind, wanted_minor, &promise.price.currency) {
            None => Ok(price),
            Some(difference) => {
                self.prices.lock().remove(price_id);
                Err(GatewayError::Refused(format!("the price {price_id} is not what the catalog says: {difference}")))
            }
        }
    }

    fn known_price(&self, price_id: &str) -> Option<PriceObject> {
        let prices = self.prices.lock();
        let known = prices.get(price_id).filter(|known| self.clock.now() < known.asked_at.after(KNOWN_FOR))?;
        Some(known.price.clone())
    }

    async fn ask_price(&self, price_id: &str) -> Result<PriceObject, GatewayError> {
        let found = self.client.find_prices(&[price_id]).await?.pop();
        let price = found.ok_or_else(|| GatewayError::Refused(format!("Stripe has no price {price_id}")))?;
        let known = KnownPrice { price: price.clone(), asked_at: self.clock.now() };
        self.prices.lock().insert(price_id.to_owned(), known);
        Ok(price)
    }
}

impl Client {
    /// The prices that there are of those names.
    pub async fn find_prices(&self, names: &[&str]) -> Result<Vec<PriceObject>, GatewayError> {
        let mut found: Vec<PriceObject> = Vec::new();
        for names in names.chunks(LOOKUP_KEYS_MAX) {
            let mut query: Form = names.iter().map(|name| field("lookup_keys[]", name)).collect();
            query.extend([field("active", "true"), field("limit", 100)]);
            let page: List<PriceObject> = self.get("/v1/prices", &query).await?;
            found.extend(page.data);
        }
        for name in names {
            let is_missing = !found.iter().any(|price| price.lookup_key.as_deref() == Some(name));
            if is_missing && let Some(price) = self.find_price(name).await? {
                found.push(price);
            }
        }
        Ok(found)
    }

    /// The price of that id at Stripe.
    pub async fn find_price(&self, id: &str) -> Result<Option<PriceObject>, GatewayError> {
        if !is_plain(id) {
            return Ok(None);
        }
        Ok(self.find(&format!("/v1/prices/{id}"), &Vec::new()).await?)
    }
}

/// Whether text can stand in a path as it is.
pub(super) fn is_plain(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// In what a price differs from what is sold; `None` when it does not.
pub(super) fn difference(
    price: &PriceObject,
    kind: ProductKind,
    wanted_minor: Option<u64>,
    currency: &str,
) -> Option<String> {
    let shown = |amount: Option<u64>| amount.map_or_else(|| "no single amount".to_owned(), |amount| amount.to_string());
    if price.unit_amount != wanted_minor {
        return Some(format!("it is {} instead of {}", shown(price.unit_amount), shown(wanted_minor)));
    }
    if price.currency != currency {
        return Some(format!("it is in {} instead of {currency}", price.currency));
    }
    let is_monthly =
        price.recurring.as_ref().map(|every| every.interval == "month" && every.interval_count.unwrap_or(1) == 1);
    match (kind, is_monthly) {
        (ProductKind::Pack, None) | (ProductKind::Plan, Some(true)) => None,
        (ProductKind::Pack, Some(_)) => Some("it recurs, and a pack is paid once".to_owned()),
        (ProductKind::Plan, Some(false) | None) => Some("it does not recur every month, and a plan does".to_owned()),
    }
}
