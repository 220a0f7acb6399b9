//! The payment gateways that there are.

pub mod stripe;
pub mod test_checkout;
