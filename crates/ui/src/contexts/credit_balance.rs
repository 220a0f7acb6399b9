//! What the account has, for everything that shows or checks it.

use credits::Credits;
use leptos::prelude::*;
use wire::Balance;

/// What the account has.
#[derive(Clone, Copy)]
pub struct CreditBalance {
    /// The last balance that was told; absent until one is.
    pub balance: RwSignal<Option<Balance>>,
    /// Whether the first one is still on its way.
    pub is_loading: Signal<bool>,
    /// Why the balance may be out of date, if it may.
    pub error: RwSignal<Option<&'static str>>,
}

/// Makes it known to everything below.
pub fn provide_credit_balance(balance: CreditBalance) {
    provide_context(balance);
}

/// What the account has.
#[must_use]
pub fn use_credit_balance() -> CreditBalance {
    expect_context()
}

impl CreditBalance {
    /// What can be spent, for the gate: unknown while the number may be out of date, so that it blocks nobody wrongly.
    #[must_use]
    pub fn spendable(self) -> Option<Credits> {
        let is_live = self.error.get().is_none();
        self.balance.get().filter(|_| is_live).map(|balance| balance.available)
    }

    /// The version of the balance on screen at this moment.
    #[must_use]
    pub fn seen_version(self) -> Option<u64> {
        self.balance.get_untracked().map(|balance| balance.version)
    }
}
