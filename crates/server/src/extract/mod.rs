//! What handlers ask for in their argument list: who is calling, what they sent, and the name of their intent.

mod api_key;
mod body;
mod caller;
mod fields;
mod form;
mod idempotency_key;
mod intent;
mod path;
mod query;

pub(crate) use api_key::ApiKey;
pub(crate) use body::{Sent, raw};
pub(crate) use caller::{MaybeSignedIn, SignedIn, Spender, Visitor};
pub(crate) use fields::{Field, Fields, checked, field, optional, read};
pub(crate) use form::Form;
pub(crate) use intent::Intent;
pub(crate) use path::At;
pub(crate) use query::{Asked, first_value};
