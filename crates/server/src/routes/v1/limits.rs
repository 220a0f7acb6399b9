//! What the fields of these bodies may be, as types that nothing else can be read into.

use credits::Credits;
use credits::limits::{HOLD_LIFETIME_MAX, OPERATION_CHARACTERS_MAX};
use serde::Deserialize;

/// The longest note of a deposit, in characters; as long as an operator's reason.
const NOTE_CHARACTERS_MAX: usize = 500;

/// How an amount is described to whoever sent something else.
pub(super) const AMOUNT: &str = "a whole number of credits, from 0 to 1,000,000,000,000,000";

/// How a time to live is described to whoever sent something else.
pub(super) const EXPIRES_IN: &str = "a whole number of seconds, from 1 to 604,800 (a week)";

/// An amount that comes in, is set aside or spent.
#[derive(Deserialize)]
#[serde(try_from = "Credits")]
pub(super) struct Amount;

impl TryFrom<Credits> for Amount {
    type Error = &'static str;

    fn try_from(credits: Credits) -> Result<Self, Self::Error> {
        if credits.is_negative() { Err("less than none") } else { Ok(Self) }
    }
}

/// For how long a hold may live.
#[derive(Deserialize)]
#[serde(try_from = "u32")]
pub(super) struct ExpiresIn;

impl TryFrom<u32> for ExpiresIn {
    type Error = &'static str;

    fn try_from(seconds: u32) -> Result<Self, Self::Error> {
        let fits = seconds > 0 && u64::from(seconds) <= HOLD_LIFETIME_MAX.as_secs();
        if fits { Ok(Self) } else { Err("not as long as a hold lives") }
    }
}

/// What a hold is for.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Operation;

impl TryFrom<String> for Operation {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = !text.trim().is_empty() && is_line(&text, OPERATION_CHARACTERS_MAX);
        if fits { Ok(Self) } else { Err("no name of an operation") }
    }
}

/// Why credits come in.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Note;

impl TryFrom<String> for Note {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_line(&text, NOTE_CHARACTERS_MAX) { Ok(Self) } else { Err("no note") }
    }
}

/// Whether a text fits on a line, and so into the lists in which operators read it.
fn is_line(text: &str, characters_max: usize) -> bool {
    text.chars().count() <= characters_max && !text.contains(char::is_control)
}
