//! The pages.

pub mod billing;
pub mod checkout_return;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "ssr")]
pub mod not_found;
#[cfg(feature = "ssr")]
pub mod problem;
pub mod sign_in;
pub mod sign_up;
#[cfg(feature = "ssr")]
pub mod test_checkout;
#[cfg(feature = "ssr")]
pub mod test_portal;
pub mod workspace;
