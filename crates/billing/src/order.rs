//! What somebody sets out to buy, and what is promised for it at that moment.

use credits::decide::Source;
use credits::limits::PACK_QUANTITY_MAX;
use credits::{Catalog, Credits, Money};

use crate::{CheckoutError, ReturnPath};

/// What is to be bought, and where the buyer comes back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// A pack or plan of the catalog.
    pub price_id: String,
    /// How many packs, 1 to 100; 1 for a plan.
    pub quantity: u32,
    /// The page to come back to.
    pub return_to: ReturnPath,
}

/// Whether credits come once or every month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProductKind {
    /// Credits that are bought once. Credited by the session that paid for them.
    Pack,
    /// Credits that come every month. Each month is credited by its invoice.
    Plan,
}

/// What was promised when the checkout was made. It is written down with the order and is what a payment is compared with and
/// what is deposited, so that a change of the catalog between order and payment takes nothing from anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Whether it is a pack or a plan.
    pub kind: ProductKind,
    /// Its name for people.
    pub name: String,
    /// What it brings, for the whole quantity; for a plan, what the first month brings. May be 0.
    pub credits: Credits,
    /// What it costs, for the whole quantity, before discounts and taxes.
    pub price: Money,
}

impl ProductKind {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Pack, Self::Plan];

    /// The word for it in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pack => "pack",
            Self::Plan => "plan",
        }
    }

    /// The kind of that word; `None` for a word that no version wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// What the ledger calls credits that came this way.
    #[must_use]
    pub const fn source(self) -> Source {
        match self {
            Self::Pack => Source::Pack,
            Self::Plan => Source::Plan,
        }
    }
}

impl Promise {
    /// What the catalog promises for an order at this moment.
    ///
    /// # Errors
    /// When the catalog sells nothing under the order's price id, or not in that quantity.
    pub fn of(catalog: &Catalog, order: &Order) -> Result<Self, CheckoutError> {
        if let Some(pack) = catalog.pack(&order.price_id) {
            let is_sold = (1..=PACK_QUANTITY_MAX).contains(&order.quantity);
            let credits = pack.credits.times(order.quantity).ok().filter(|_| is_sold);
            let amount_minor = pack.price.amount_minor.checked_mul(u64::from(order.quantity));
            let (Some(credits), Some(amount_minor)) = (credits, amount_minor) else {
                return Err(CheckoutError::QuantityOutOfRange);
            };
            let price = Money { amount_minor, currency: pack.price.currency.clone() };
            return Ok(Self { kind: ProductKind::Pack, name: pack.name.clone(), credits, price });
        }
        let plan = catalog.plan(&order.price_id).ok_or(CheckoutError::UnknownPrice)?;
        if order.quantity != 1 {
            return Err(CheckoutError::QuantityOutOfRange);
        }
        let (name, credits, price) = (plan.name.clone(), plan.credits_a_month, plan.price.clone());
        Ok(Self { kind: ProductKind::Plan, name, credits, price })
    }
}
