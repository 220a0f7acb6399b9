//! Buying credits: the way to the gateway's page and back.

use credits::Credits;
use serde::{Deserialize, Serialize};

/// Body of `POST /api/checkout`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckoutRequest {
    /// A pack or plan of the catalog.
    pub price_id: String,
    /// How many packs, 1 to 100; 1 for a plan.
    pub quantity: u32,
    /// A path of ours to come back to: `/` or `/billing`, with or without a query.
    pub return_to: String,
}

/// Where to send the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirect {
    /// The address of a page of ours or of the gateway.
    pub url: String,
}

/// Answer of `GET /api/checkout/{id}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutSession {
    /// How the session stands at the gateway, asked at this moment.
    pub status: CheckoutStatus,
    /// What it brings, or has brought.
    pub credits: Credits,
}

/// How a checkout session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckoutStatus {
    /// Not paid yet.
    Open,
    /// Paid, and its credits are on the account.
    Paid,
    /// Over without a payment.
    Expired,
}
