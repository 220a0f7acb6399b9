//! What the programs that measure have in common, and the measurements themselves.

pub mod figures;
pub mod page;
pub mod people;
pub mod report;
