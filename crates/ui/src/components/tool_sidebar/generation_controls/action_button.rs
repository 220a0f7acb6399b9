//! A button that spends: its label carries the cost, and it is ready, blocked or disabled.

use leptos::prelude::*;

use crate::contexts::catalog::use_catalog;
use crate::contexts::credit_balance::use_credit_balance;
use crate::contexts::draft::use_draft;
use crate::contexts::generations::use_generations;
use crate::state::controls::{Operation, Readiness, readiness};
use credits::Quote;

/// What a button costs and whether it works, kept up to date.
#[derive(Clone, Copy)]
pub struct Spending {
    /// What it costs.
    pub quote: Memo<Option<Quote>>,
    /// Whether it works.
    pub readiness: Memo<Readiness>,
}

/// What an operation costs and whether its button works.
#[must_use]
pub fn use_spending(operation: Operation) -> Spending {
    let (draft, catalog) = (use_draft().0, use_catalog());
    let (balance, generations) = (use_credit_balance(), use_generations());
    let quote = Memo::new(move |_| draft.with(|draft| draft.quote(operation, &catalog.get())));
    let readiness = Memo::new(move |_| {
        let can_send = draft.with(|draft| draft.has_prompt()) && !generations.is_submitting.get();
        quote.with(|quote| readiness(quote.as_ref(), balance.spendable(), can_send))
    });
    Spending { quote, readiness }
}

impl Spending {
    /// Whether nothing happens on activation.
    #[must_use]
    pub fn is_disabled(self) -> bool {
        self.readiness.with(|readiness| *readiness == Readiness::Disabled)
    }

    /// Said to assistive technology when activation opens the modal instead.
    #[must_use]
    pub fn aria_disabled(self) -> Option<&'static str> {
        self.title().map(|_| "true")
    }

    /// Why it is blocked.
    #[must_use]
    pub fn title(self) -> Option<String> {
        self.readiness.with(|readiness| match readiness {
            Readiness::Blocked { title } => Some(title.clone()),
            Readiness::Ready | Readiness::Disabled => None,
        })
    }
}
