//! Pages for people: where a buyer pays, where plans are cancelled and changed, and an overview for whoever develops.

mod html;
mod overview;
mod pay;
mod portal;

pub(crate) use html::style;
pub(crate) use overview::overview;
pub(crate) use pay::{pay, pay_submitted};
pub(crate) use portal::{portal, portal_submitted};
