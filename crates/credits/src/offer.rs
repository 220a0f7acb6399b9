//! What to buy when credits are missing: the cheapest cover.

use serde::{Deserialize, Serialize};

use crate::limits::PACK_QUANTITY_MAX;
use crate::{Catalog, Credits, Money};

/// Packs that cover a shortfall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The pack's name at the payment gateway.
    pub price_id: String,
    /// The pack's name for people.
    pub name: String,
    /// What all of them bring together.
    pub credits: Credits,
    /// What all of them cost together.
    pub price: Money,
    /// How many of them.
    pub quantity: u32,
}

/// The smallest pack that covers what is missing; when none does, the largest in the smallest quantity that does (product
/// decision 5). `None` only when no quantity that a checkout takes would be enough, or there are no packs.
#[must_use]
pub fn cheapest_cover(catalog: &Catalog, missing: Credits) -> Option<Offer> {
    let one = catalog
        .packs
        .iter()
        .filter(|pack| pack.credits >= missing)
        .min_by_key(|pack| (pack.credits, pack.price.amount_minor));
    let pack = one.or_else(|| catalog.packs.iter().max_by_key(|pack| pack.credits))?;
    let quantity = u32::try_from(divide_rounding_up(missing.get().max(1), pack.credits.get())?).ok()?;
    if quantity > PACK_QUANTITY_MAX {
        return None;
    }
    let amount_minor = pack.price.amount_minor.checked_mul(u64::from(quantity))?;
    Some(Offer {
        price_id: pack.price_id.clone(),
        name: pack.name.clone(),
        credits: pack.credits.times(quantity).ok()?,
        price: Money { amount_minor, currency: pack.price.currency.clone() },
        quantity,
    })
}

/// Division of whole numbers above zero that rounds up; `None` when the divisor is zero.
fn divide_rounding_up(dividend: i64, divisor: i64) -> Option<i64> {
    let whole = dividend.checked_div(divisor)?;
    if dividend.checked_rem(divisor)? == 0 { Some(whole) } else { whole.checked_add(1) }
}
