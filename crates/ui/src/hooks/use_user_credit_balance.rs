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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::messages;

    fn balance(available: u32, version: u64) -> Balance {
        Balance { available: available.into(), held: 0.into(), version }
    }

    fn shown(credits: CreditBalance) -> Option<i64> {
        untrack(|| credits.balance.get().map(|balance| balance.available.get()))
    }

    #[test]
    fn it_is_loading_only_for_somebody_who_is_signed_in_and_until_the_first_number() {
        Owner::new().with(|| {
            let nobody = use_user_credit_balance(None, false);
            assert_eq!(
                (shown(nobody), untrack(|| nobody.is_loading()), untrack(|| nobody.error())),
                (None, false, None)
            );
            let newcomer = use_user_credit_balance(None, true);
            assert!(untrack(|| newcomer.is_loading()));
            newcomer.receive(balance(0, 1));
            assert_eq!((shown(newcomer), untrack(|| newcomer.is_loading())), (Some(0), false));
        });
    }

    #[test]
    fn what_is_told_is_shown_unless_something_newer_is() {
        Owner::new().with(|| {
            let credits = use_user_credit_balance(Some(balance(300, 3)), true);
            credits.receive(balance(12, 2));
            assert_eq!(shown(credits), Some(300));
            credits.receive(balance(220, 4));
            assert_eq!((shown(credits), credits.seen_version()), (Some(220), Some(4)));
        });
    }

    #[test]
    fn while_the_stream_is_away_the_number_stays_and_blocks_nobody() {
        Owner::new().with(|| {
            let credits = use_user_credit_balance(Some(balance(12, 1)), true);
            let spendable = || untrack(|| credits.spendable().map(credits::Credits::get));
            assert_eq!(spendable(), Some(12));
            credits.is_stale.set(true);
            assert_eq!((shown(credits), spendable(), untrack(|| credits.error())), (Some(12), None, None));
            credits.is_reconnecting.set(true);
            assert_eq!(untrack(|| credits.error()), Some(messages::RECONNECTING));
            credits.mark_live();
            assert_eq!((spendable(), untrack(|| credits.error())), (Some(12), None));
        });
    }
}
