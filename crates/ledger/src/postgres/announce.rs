//! Balances as they are told to all processes: `account:available:held:version`, with commas between.

use std::fmt::Write as _;

use credits::decide::Balance;
use credits::{AccountId, Credits};
use uuid::Uuid;

/// PostgreSQL refuses a notification of 8,000 bytes or more.
const BYTES_A_NOTIFICATION_MAX: usize = 7_900;

/// Balances in as few notifications as will carry them.
pub(super) fn announcements(balances: impl Iterator<Item = (AccountId, Balance)>) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    let mut one = String::new();
    for (account, Balance { available, held, version }) in balances {
        one.clear();
        // Writing to a string cannot fail.
        let _ = write!(one, "{}:{}:{}:{version}", account.0.simple(), available.get(), held.get());
        match told.last_mut() {
            Some(last) if last.len() + one.len() < BYTES_A_NOTIFICATION_MAX => {
                last.push(',');
                last.push_str(&one);
            }
            _ => told.push(one.clone()),
        }
    }
    told
}

/// What a notification says. `None` when it is not one of the ledger's: then nothing is known.
pub(super) fn understood(told: &str) -> Option<Vec<(AccountId, Balance)>> {
    told.split(',').map(balance).collect()
}

fn balance(told: &str) -> Option<(AccountId, Balance)> {
    let mut parts = told.split(':');
    let account = AccountId(Uuid::try_parse(parts.next()?).ok()?);
    let mut amount = || Credits::new(parts.next()?.parse().ok()?).ok();
    let (available, held) = (amount()?, amount()?);
    let version = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some((account, Balance { available, held, version }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_understood_however_much_it_is() {
        let credits = |n| Credits::new(n).unwrap();
        let balances: Vec<_> = (0..512)
            .map(|n| {
                let balance = Balance { available: credits(-9_000_000_000), held: credits(7), version: u64::MAX };
                (AccountId(Uuid::from_u128(u128::MAX - n)), balance)
            })
            .collect();
        let told = announcements(balances.iter().copied());
        assert!(told.iter().all(|told| told.len() < 8_000), "{}", told.len());
        let heard: Vec<_> = told.iter().flat_map(|told| understood(told).unwrap()).collect();
        assert_eq!(heard, balances);
    }

    #[test]
    fn what_somebody_else_says_is_not_taken_for_a_balance() {
        let account = "ffffffffffffffffffffffffffffffff";
        assert!(understood(&format!("{account}:1:2:3")).is_some());
        for told in ["", "hello", &format!("{account}:1:2"), &format!("{account}:1:2:3:4"), &format!("{account}:1:x:3")]
        {
            assert_eq!(understood(told), None, "{told}");
        }
    }
}
