//! `/webhooks`: what payment gateways tell.

mod stripe;

pub(crate) use stripe::stripe;
