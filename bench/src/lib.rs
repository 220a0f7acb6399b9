//! What the programs that measure have in common: processes to measure, figures, and where results are kept.

pub mod figures;
pub mod processes;
pub mod report;
