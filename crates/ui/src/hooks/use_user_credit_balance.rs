//! The account's balance: the first value from the page itself, then whatever the event stream tells.

use leptos::prelude::*;
use wire::Balance;

use crate::contexts::credit_balance::CreditBalance;
use crate::state::balance::is_newer;

/// The balance of whoever is signed in, beginning with what the page brought along.
#[must_use]
pub fn use_user_credit_balance(first: Option<Balance>, is_signed_in: bool) -> CreditBalance {
    CreditBalance { balance: RwSignal::new(first), is_stale: RwSignal::new(false), is_expected: is_signed_in }
}

impl CreditBalance {
    /// Takes a balance that was told, unless a newer one is shown already.
    pub fn receive(self, arrived: Balance) {
        if is_newer(self.balance.get_untracked(), arrived) {
            self.balance.set(Some(arrived));
        }
    }

    /// The stream is open: what is shown is how things stand.
    pub fn mark_live(self) {
        self.is_stale.set(false);
    }

    /// The stream has broken off: the last value stays, and is known to be one.
    pub fn mark_lost(self) {
        self.is_stale.set(true);
    }

    /// The version of the balance on screen at this moment.
    #[must_use]
    pub fn seen_version(self) -> Option<u64> {
        self.balance.get_untracked().map(|balance| balance.version)
    }
}
