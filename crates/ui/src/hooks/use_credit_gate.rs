//! The gate before every click that spends: enough, or the modal.

use credits::{Credits, Gate, Quote};
use leptos::prelude::*;

use crate::contexts::credit_balance::{CreditBalance, use_credit_balance};
use crate::contexts::credit_gate::{GateState, use_gate_state};
use crate::state::blocked::Blocked;

/// The gate and the modal's state.
#[derive(Clone, Copy)]
pub struct CreditGate {
    /// What the modal is about; closed while there is nothing.
    pub insufficient_credits_modal: RwSignal<Option<Blocked>>,
    /// The balance for display.
    pub balance: RwSignal<Option<wire::Balance>>,
    live: CreditBalance,
}

/// The gate over the balance on screen.
#[must_use]
pub fn use_credit_gate() -> CreditGate {
    let live = use_credit_balance();
    let GateState(insufficient_credits_modal) = use_gate_state();
    CreditGate { insufficient_credits_modal, balance: live.balance, live }
}

impl CreditGate {
    /// Whether the click may go on. When credits are missing it may not, and the modal opens. When nobody knows how many there are
    /// it may, and the server decides.
    #[must_use]
    pub fn check_credits(self, quote: &Quote) -> bool {
        match credits::check_credits(untrack(|| self.live.spendable()), quote) {
            Gate::Open | Gate::Unknown => true,
            Gate::Short(shortfall) => {
                let balance = self.balance.get_untracked();
                self.open(Blocked {
                    quote: quote.clone(),
                    available: shortfall.available,
                    held: balance.map_or(Credits::ZERO, |balance| balance.held),
                    offer: None,
                    seen_version: self.live.seen_version(),
                });
                false
            }
        }
    }

    /// Opens the modal with what the server said.
    pub fn open(self, blocked: Blocked) {
        self.insufficient_credits_modal.set(Some(blocked));
    }

    /// Closes the modal.
    pub fn dismiss(self) {
        self.insufficient_credits_modal.set(None);
    }
}

#[cfg(test)]
mod tests {
    use wire::Balance;

    use super::*;
    use crate::hooks::use_user_credit_balance::use_user_credit_balance;

    fn gate(available: Option<u32>) -> CreditGate {
        let balance = |available: u32| Balance { available: available.into(), held: 35.into(), version: 7 };
        let live = use_user_credit_balance(available.map(balance), true);
        CreditGate { insufficient_credits_modal: RwSignal::new(None), balance: live.balance, live }
    }

    fn sora() -> Quote {
        Quote { cost: 80.into(), operation: "Sora render".to_owned() }
    }

    #[test]
    fn a_click_that_is_short_opens_the_modal_with_its_numbers_and_dismissing_closes_it() {
        Owner::new().with(|| {
            let gate = gate(Some(12));
            assert!(!gate.check_credits(&sora()));
            let blocked = gate.insufficient_credits_modal.get_untracked().unwrap();
            assert_eq!(blocked.quote, sora());
            assert_eq!((blocked.available.get(), blocked.held.get(), blocked.seen_version), (12, 35, Some(7)));
            gate.dismiss();
            assert_eq!(gate.insufficient_credits_modal.get_untracked(), None);
        });
    }

    #[test]
    fn enough_and_unknown_let_the_click_through_and_open_nothing() {
        Owner::new().with(|| {
            let stale = gate(Some(0));
            stale.live.is_stale.set(true);
            for gate in [gate(Some(80)), gate(None), stale] {
                assert!(gate.check_credits(&sora()));
                assert_eq!(gate.insufficient_credits_modal.get_untracked(), None);
            }
        });
    }
}
