//! The HTTP side: serves the screens and the calls behind them.

pub mod assets;
