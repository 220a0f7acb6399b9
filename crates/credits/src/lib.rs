//! The rules of credits, and nothing else: amounts, what things cost, whether it is enough, and what a command does to a ledger.
//!
//! Everything here is pure: no input or output, no clock, no randomness, no async. The server and the browser run the same code,
//! so that what a button says and what is charged cannot differ.

pub mod limits;

mod amount;
mod catalog;
pub mod decide;
mod gate;
mod ids;
mod offer;
mod quote;
mod time;
pub mod words;

pub use amount::{AmountOutOfRange, Credits};
pub use catalog::{AspectRatio, Catalog, CatalogError, Kind, Model, Money, Pack, Plan, Price, UnknownWord};
pub use gate::{Gate, Shortfall, check_credits};
pub use ids::{AccountId, HoldId, IdempotencyKey, InvalidIdempotencyKey};
pub use offer::{Offer, cheapest_cover};
pub use quote::{Quote, QuoteRefusal, Request, quote};
pub use time::Timestamp;
