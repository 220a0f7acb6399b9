//! What every component of the studio may ask for: each a small type, all of them handed down together.

pub mod calls;
pub mod catalog;
pub mod clock;
pub mod credit_balance;
pub mod credit_gate;
pub mod draft;
pub mod generations;
pub mod notices;
pub mod session;

use leptos::prelude::*;

use crate::hooks::use_intent::Intents;

/// All of it. One value, because each type that is handed down by itself costs the browser part another copy of the handing down.
#[derive(Clone, Copy)]
pub struct Contexts {
    /// Who is signed in.
    pub session: session::Session,
    /// What things cost.
    pub catalog: catalog::CatalogContext,
    /// What the account has.
    pub credit_balance: credit_balance::CreditBalance,
    /// What the modal is about.
    pub credit_gate: credit_gate::GateState,
    /// What is typed and chosen in the panel.
    pub draft: draft::DraftContext,
    /// The list of generations.
    pub generations: generations::GenerationsContext,
    /// The message that is shown.
    pub notices: notices::Notices,
    /// The intent that is under way or waits for credits.
    pub intents: Intents,
    /// What time it is.
    pub clock: clock::ScreenClock,
}

fn contexts() -> Contexts {
    expect_context()
}

/// The intent that is under way or waits for credits.
#[must_use]
pub fn use_intents() -> Intents {
    contexts().intents
}
