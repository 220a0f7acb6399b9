//! Which of two balances is the newer one.

use wire::Balance;

/// Whether what has arrived replaces what is shown. A late, older message never does.
#[must_use]
pub fn is_newer(shown: Option<Balance>, arrived: Balance) -> bool {
    shown.is_none_or(|shown| arrived.version > shown.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_older_balance_is_ignored() {
        let balance = |version| Balance { available: 1.into(), held: 0.into(), version };
        assert!(is_newer(None, balance(1)));
        assert!(is_newer(Some(balance(1)), balance(2)));
        assert!(!is_newer(Some(balance(2)), balance(2)));
        assert!(!is_newer(Some(balance(3)), balance(2)));
    }
}
