//! The account's balance: the first value from the page itself, then whatever the event stream tells.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::Balance;

use crate::browser::clock;
use crate::contexts::credit_balance::CreditBalance;
use crate::state::balance::is_newer;

/// How long the stream may be away before it is said: most of the time it is back by then.
const PATIENCE_MS: i32 = 3_000;

/// The balance of whoever is signed in, beginning with what the page brought along.
#[must_use]
pub fn use_user_credit_balance(first: Option<Balance>, is_signed_in: bool) -> CreditBalance {
    CreditBalance {
        balance: RwSignal::new(first),
        is_stale: RwSignal::new(false),
        is_reconnecting: RwSignal::new(false),
        losses: StoredValue::new(0),
        is_expected: is_signed_in,
    }
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
        self.is_reconnecting.set(false);
    }

    /// The stream has broken off: the last value stays, the gate knows at once that it may be out of date, and people are told when it
    /// is not back soon.
    pub fn mark_lost(self) {
        self.is_stale.set(true);
        self.losses.update_value(|losses| *losses += 1);
        let this_loss = self.losses.get_value();
        spawn_local(async move {
            clock::sleep_ms(PATIENCE_MS).await;
            if self.is_stale.get_untracked() && self.losses.get_value() == this_loss {
                self.is_reconnecting.set(true);
            }
        });
    }

    /// The version of the balance on screen at this moment.
    #[must_use]
    pub fn seen_version(self) -> Option<u64> {
        self.balance.get_untracked().map(|balance| balance.version)
    }
}
