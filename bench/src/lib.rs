//! What the programs that measure have in common, and the measurements themselves.

pub mod figures;
pub mod ledger;
#[cfg(feature = "browser")]
pub mod page;
#[cfg(feature = "browser")]
pub mod people;
pub mod report;
