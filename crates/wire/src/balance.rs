//! What an account has.

use credits::Credits;
use serde::{Deserialize, Serialize};

/// Answer of `GET /api/balance`, and the `balance` event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// What can be spent now.
    pub available: Credits,
    /// What is on hold for running operations.
    pub held: Credits,
    /// Grows with every change. A reader that has seen a higher version ignores a lower one.
    pub version: u64,
}

impl From<credits::decide::Balance> for Balance {
    fn from(balance: credits::decide::Balance) -> Self {
        Self { available: balance.available, held: balance.held, version: balance.version }
    }
}
