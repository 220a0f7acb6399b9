//! A button that spends: its label carries the cost, and it is ready, blocked or disabled.

use credits::Credits;
use leptos::prelude::*;

use crate::contexts::catalog::use_catalog;
use crate::contexts::credit_balance::use_credit_balance;
use crate::contexts::draft::use_draft;
use crate::contexts::generations::use_generations;
use crate::format::labels;
use crate::state::controls::{Operation, Readiness, readiness};

/// What a button costs and whether it works, kept up to date.
#[derive(Clone, Copy)]
pub struct Spending {
    now: Memo<(Option<Credits>, Readiness)>,
}

/// What an operation costs and whether its button works.
#[must_use]
pub fn use_spending(operation: Operation) -> Spending {
    let (draft, catalog) = (use_draft().0, use_catalog());
    let (balance, generations) = (use_credit_balance(), use_generations());
    let now = Memo::new(move |_| {
        let (quote, has_prompt) = draft.with(|draft| (draft.quote(operation, &catalog.get()), draft.has_prompt()));
        let can_send = has_prompt && !generations.calls.is_submitting.get();
        let readiness = readiness(quote.as_ref().filter(|_| can_send), balance.spendable());
        (quote.map(|quote| quote.cost), readiness)
    });
    Spending { now }
}

impl Spending {
    /// What it costs.
    #[must_use]
    pub fn cost(self) -> Option<Credits> {
        self.now.with(|(cost, _)| *cost)
    }

    /// The cost as the label has it.
    #[must_use]
    pub fn label(self) -> String {
        self.cost().map(labels::cost).unwrap_or_default()
    }

    /// Whether nothing happens on activation.
    #[must_use]
    pub fn is_disabled(self) -> bool {
        self.now.with(|(_, readiness)| *readiness == Readiness::Disabled)
    }

    /// Said to assistive technology when activation opens the modal instead.
    #[must_use]
    pub fn aria_disabled(self) -> Option<&'static str> {
        self.title().map(|_| "true")
    }

    /// Why it is blocked.
    #[must_use]
    pub fn title(self) -> Option<String> {
        self.now.with(|(_, readiness)| match readiness {
            Readiness::Blocked { title } => Some(title.clone()),
            Readiness::Ready | Readiness::Disabled => None,
        })
    }
}
