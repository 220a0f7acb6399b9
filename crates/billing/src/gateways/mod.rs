//! The payment gateways there are.

pub mod test_checkout;
