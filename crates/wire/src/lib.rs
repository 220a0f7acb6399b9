//! The serde types of the HTTP API and its events, with hand-written conversions from and to `credits`.
//!
//! Server and browser compile this same code. The types are the contract: a rule may change without them, and they change only when
//! the contract does.

mod account;
mod balance;
mod catalog;
mod checkout;
mod code;
mod event;
mod generation;
mod ledger;
mod problem;
mod time;

pub use account::{Me, SignIn, SignUp};
pub use balance::Balance;
pub use catalog::{Catalog, Model, Money, Pack, Plan};
pub use checkout::{CheckoutRequest, CheckoutSession, CheckoutStatus, Redirect};
pub use code::Code;
pub use event::Event;
pub use generation::{Accepted, Asset, AssetRole, Charge, Failure, Generation, GenerationRequest, GenerationState};
pub use ledger::{
    BatchAnswer, BatchAnswers, BatchBody, DepositRequest, Done, Entry, ExtendRequest, HoldRequest, LedgerAccount,
    ReleaseRequest, SettleRequest,
};
pub use problem::{FieldError, Offer, Problem};
pub use time::Time;

use serde::{Deserialize, Serialize};

/// One page of a list, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List<T> {
    /// The page's items.
    pub items: Vec<T>,
    /// What to pass as `cursor` for the next page; absent on the last one.
    pub next_cursor: Option<String>,
}
