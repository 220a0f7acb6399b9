//! What the account has, for everything that shows or checks it.

use credits::Credits;
use leptos::prelude::*;
use wire::Balance;

use crate::format::messages;

/// What the account has.
#[derive(Clone, Copy)]
pub struct CreditBalance {
    /// The last balance that was told; absent until one is.
    pub balance: RwSignal<Option<Balance>>,
    /// Whether it may be out of date, because the stream is away.
    pub is_stale: RwSignal<bool>,
    /// Whether the stream has been away for so long that it is said.
    pub is_reconnecting: RwSignal<bool>,
    /// How often the stream has broken off.
    pub losses: StoredValue<u32>,
    /// Whether anybody is signed in who could have one.
    pub is_expected: bool,
}

/// What the account has.
#[must_use]
pub fn use_credit_balance() -> CreditBalance {
    super::contexts().credit_balance
}

impl CreditBalance {
    /// What can be spent, for the gate: unknown while the number may be out of date, so that it blocks nobody wrongly.
    #[must_use]
    pub fn spendable(self) -> Option<Credits> {
        let is_live = !self.is_stale.get();
        self.balance.get().filter(|_| is_live).map(|balance| balance.available)
    }

    /// Whether the first one is still on its way.
    #[must_use]
    pub fn is_loading(self) -> bool {
        self.is_expected && self.balance.get().is_none() && !self.is_stale.get()
    }

    /// Why the balance may be out of date, once that is said.
    #[must_use]
    pub fn error(self) -> Option<&'static str> {
        self.is_reconnecting.get().then_some(messages::RECONNECTING)
    }
}
