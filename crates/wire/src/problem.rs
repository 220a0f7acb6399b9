//! The one shape of a refusal: RFC 9457, `application/problem+json`.

use credits::Credits;
use serde::{Deserialize, Serialize};

use crate::{Code, Money};

/// A refusal. The members after `request_id` belong to certain codes and are absent otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A page of ours about the code: `/problems/insufficient-credits`.
    #[serde(rename = "type")]
    pub type_: String,
    /// The code in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// A sentence for people: what happened and what to do.
    pub detail: String,
    /// What went wrong, for programs.
    pub code: Code,
    /// The request's name in our log.
    pub request_id: String,

    /// `INSUFFICIENT_CREDITS`: what the operation costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Credits>,
    /// `INSUFFICIENT_CREDITS`: what can be spent now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<Credits>,
    /// `INSUFFICIENT_CREDITS`, `SETTLE_EXCEEDS_HOLD`: what is on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Credits>,
    /// `INSUFFICIENT_CREDITS`: `required − available`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Credits>,
    /// `INSUFFICIENT_CREDITS`: what the operation is, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// `INSUFFICIENT_CREDITS`: the cheapest cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// `INSUFFICIENT_CREDITS`: true when credits on hold alone are in the way, so that waiting helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retryable: Option<bool>,
    /// `INVALID_REQUEST`: every wrong field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// `PRICE_CHANGED`: what the request expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_cost: Option<Credits>,
    /// `PRICE_CHANGED`: what it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Credits>,
    /// `HOLD_NOT_ACTIVE`: how the hold stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// `SETTLE_EXCEEDS_HOLD`: what should be settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Credits>,
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Where it stands in the body (RFC 6901, `/prompt`), or the header's name.
    pub pointer: String,
    /// What is wrong and what is allowed.
    pub detail: String,
}

/// Packs that cover what is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What `POST /api/checkout` takes.
    pub price_id: String,
    /// The pack's name.
    pub name: String,
    /// What all of them bring together.
    pub credits: Credits,
    /// What all of them cost together.
    pub price: Money,
    /// How many of them.
    pub quantity: u32,
}

impl From<credits::Offer> for Offer {
    fn from(offer: credits::Offer) -> Self {
        let price = Money::from(&offer.price);
        Self { price_id: offer.price_id, name: offer.name, credits: offer.credits, price, quantity: offer.quantity }
    }
}

impl From<Offer> for credits::Offer {
    fn from(offer: Offer) -> Self {
        Self {
            price_id: offer.price_id,
            name: offer.name,
            credits: offer.credits,
            price: offer.price.into(),
            quantity: offer.quantity,
        }
    }
}

impl Problem {
    /// A problem with the members that every code has.
    #[must_use]
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            type_: format!("/problems/{}", code.page()),
            title: code.title().to_owned(),
            status: code.status(),
            detail: detail.into(),
            code,
            request_id: String::new(),
            required: None,
            available: None,
            held: None,
            missing: None,
            operation: None,
            offer: None,
            retryable: None,
            errors: Vec::new(),
            expected_cost: None,
            cost: None,
            state: None,
            amount: None,
        }
    }
}
