//! Make the prices at Stripe that the catalog sells and Stripe does not have. A price that is there and differs is never touched: Stripe cannot
//! change an amount, and somebody may pay it every month.

use credits::Catalog;
use serde::Deserialize;

use super::check::sold;
use super::{StripeSetup, field};
use crate::{GatewayError, ProductKind};

/// A price that Stripe does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingPrice {
    /// What the catalog knows it by.
    pub price_id: String,
    /// What is sold.
    pub name: String,
    /// Whether it is paid once or every month.
    pub kind: ProductKind,
    /// What one costs, in the currency's minor unit.
    pub amount_minor: u64,
    /// ISO 4217 in lower case.
    pub currency: String,
}

#[derive(Deserialize)]
struct MadePrice {
    id: String,
}

impl StripeSetup {
    /// What the catalog sells and Stripe does not have.
    ///
    /// # Errors
    /// When Stripe is out of reach.
    pub async fn missing_prices(&self, catalog: &Catalog) -> Result<Vec<MissingPrice>, GatewayError> {
        let sold = sold(catalog);
        let names: Vec<&str> = sold.iter().map(|sold| sold.price_id).collect();
        let prices = self.client.find_prices(&names).await?;
        let is_there = |name: &str| prices.iter().any(|price| price.name() == name || price.id == name);
        let missing = sold.into_iter().filter(|sold| !is_there(sold.price_id));
        Ok(missing
            .map(|sold| MissingPrice {
                price_id: sold.price_id.to_owned(),
                name: sold.name.to_owned(),
                kind: sold.kind,
                amount_minor: sold.amount_minor,
                currency: sold.currency.to_owned(),
            })
            .collect())
    }

    /// Makes a price, with a product of its own; gives the id that Stripe chose. Making the same one again gives it again.
    ///
    /// # Errors
    /// When Stripe is out of reach, or will not.
    pub async fn make_price(&self, missing: &MissingPrice) -> Result<String, GatewayError> {
        let MissingPrice { price_id, name, kind, amount_minor, currency } = missing;
        let mut form = vec![
            field("product_data[name]", name),
            field("unit_amount", amount_minor),
            field("currency", currency),
            field("lookup_key", price_id),
            field("metadata[price_id]", price_id),
        ];
        if *kind == ProductKind::Plan {
            form.push(field("recurring[interval]", "month"));
        }
        let key = format!("price:{price_id}:{amount_minor}:{currency}");
        let made: MadePrice = self.client.post("/v1/prices", &form, &key).await?;
        Ok(made.id)
    }
}
