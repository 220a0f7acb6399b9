//! Customers, and the portals that are opened for them.

use super::Metadata;

/// Somebody who pays.
#[derive(Debug, Clone)]
pub(crate) struct Customer {
    pub id: String,
    pub created_s: i64,
    pub email: Option<String>,
    pub name: Option<String>,
    pub metadata: Metadata,
    /// Deleted customers are remembered, so that they can be said to be deleted.
    pub is_deleted: bool,
    /// Less than zero: what the next invoices are lowered by.
    pub balance_minor: i64,
}

/// A page on which a customer sees plans, cancels and changes them.
#[derive(Debug, Clone)]
pub(crate) struct PortalSession {
    pub id: String,
    pub created_s: i64,
    pub customer: String,
    pub return_url: Option<String>,
}
