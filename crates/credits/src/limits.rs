//! Every limit of the rules in one place: least, most, and why.

use std::time::Duration;

/// The most credits that any amount or balance may be. Far above any purchase, far below where `i64` sums could overflow.
pub const CREDITS_MAX: i64 = 1_000_000_000_000_000;

/// The longest prompt, in Unicode characters (design: "Prompt empty, or over 4,000 characters").
pub const PROMPT_CHARACTERS_MAX: usize = 4_000;

/// The longest that a hold may last from the moment at which it is made or extended.
pub const HOLD_LIFETIME_MAX: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The longest idempotency key, in bytes; what Stripe allows as well.
pub const IDEMPOTENCY_KEY_BYTES_MAX: usize = 255;

/// The longest name of an operation on a hold, in characters.
pub const OPERATION_CHARACTERS_MAX: usize = 200;

/// The most packs that one checkout may buy of a kind.
pub const PACK_QUANTITY_MAX: u32 = 100;

/// The longest clip that a catalog may offer, in seconds.
pub const SECONDS_MAX: u32 = 60;

/// The most that one pack or plan may cost, in the currency's minor unit.
pub const PRICE_MINOR_MAX: u64 = 100_000_000;
