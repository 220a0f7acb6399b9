//! Products and their prices.

use super::Metadata;

/// Something that is sold.
#[derive(Debug, Clone)]
pub(crate) struct Product {
    pub id: String,
    pub created_s: i64,
    pub name: String,
    pub metadata: Metadata,
}

/// What a product costs, once or every month.
#[derive(Debug, Clone)]
pub(crate) struct Price {
    pub id: String,
    pub created_s: i64,
    pub product: String,
    pub currency: String,
    /// What one costs.
    pub unit_amount_minor: i64,
    pub lookup_key: Option<String>,
    /// The key that it had last: it may have been given to another price since.
    pub last_lookup_key: Option<String>,
    /// Whether it is billed every month.
    pub is_recurring: bool,
    pub is_active: bool,
    pub metadata: Metadata,
}
