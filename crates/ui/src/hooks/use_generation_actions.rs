//! Everything that can be done with generations, for every kind of them: one gate, one place that reads the answer.

use credits::{Quote, Request};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::{Generation, GenerationRequest};

use crate::api::client;
use crate::browser::{location, random};
use crate::contexts::catalog::{CatalogContext, use_catalog};
use crate::contexts::clock::{ScreenClock, use_screen_clock};
use crate::contexts::credit_balance::{CreditBalance, use_credit_balance};
use crate::contexts::generations::{GenerationsContext, use_generations};
use crate::contexts::notices::{Notices, Tone, use_notices};
use crate::contexts::session::{Session, use_session};
use crate::contexts::use_intents;
use crate::format::{messages, sentences};
use crate::hooks::use_credit_gate::{CreditGate, use_credit_gate};
use crate::hooks::use_intent::Intents;
use crate::state::answer::{self, Answer};
use crate::state::generations::request_of;
use crate::state::intent::Intent;
use crate::state::redirect::with_redirect;

/// Everything that can be done with generations.
#[derive(Clone, Copy)]
pub struct GenerationActions {
    session: Session,
    catalog: CatalogContext,
    balance: CreditBalance,
    gate: CreditGate,
    intents: Intents,
    generations: GenerationsContext,
    notices: Notices,
    clock: ScreenClock,
}

/// Everything that can be done with generations.
#[must_use]
pub fn use_generation_actions() -> GenerationActions {
    GenerationActions {
        session: use_session(),
        catalog: use_catalog(),
        balance: use_credit_balance(),
        gate: use_credit_gate(),
        intents: use_intents(),
        generations: use_generations(),
        notices: use_notices(),
        clock: use_screen_clock(),
    }
}

impl GenerationActions {
    /// A click on anything that spends: asks the gate, and sends the request under the intent's key.
    pub fn begin(self, request: &Request) {
        if self.generations.calls.is_submitting.get_untracked() {
            return;
        }
        if !self.session.is_signed_in() {
            return location::go(&with_redirect("/signin", "/"));
        }
        let quote = match credits::quote(&self.catalog.now(), request) {
            Ok(quote) => quote,
            Err(refusals) => {
                return self.notices.say(Tone::Bad, refusals.first().map(ToString::to_string).unwrap_or_default());
            }
        };
        let Some(intent) = self.intents.begin(request) else { return };
        if self.gate.check_credits(&quote) {
            self.send(intent, quote);
        } else {
            self.intents.wait();
        }
    }

    /// Continues what waits for credits.
    pub fn resume(self) {
        self.gate.dismiss();
        if let Some(intent) = untrack(|| self.intents.waiting()) {
            self.begin(&intent.request);
        }
    }

    /// Asks for the same again, as a new intent.
    pub fn retry(self, generation: &Generation) {
        self.intents.end_click();
        self.begin(&request_of(generation));
    }

    fn send(self, intent: Intent, quote: Quote) {
        self.generations.calls.is_submitting.set(true);
        let seen_version = self.balance.seen_version();
        let Request { kind, model, prompt, aspect_ratio, seconds } = intent.request.clone();
        let request = GenerationRequest { kind, model, prompt, aspect_ratio, seconds, expected_cost: quote.cost };
        spawn_local(async move {
            let answer = client::generate(&intent.key, &request).await;
            self.take(answer::read(answer, &quote, seen_version), intent.request, &quote);
            self.generations.calls.is_submitting.set(false);
        });
    }

    fn take(self, answer: Answer, request: Request, quote: &Quote) {
        match answer {
            Answer::Accepted(accepted) => {
                self.intents.accepted(request);
                self.notices.0.set(None);
                self.balance.receive(accepted.balance);
                self.generations.told(accepted.generation);
                location::go_unless_there("/");
            }
            Answer::Short(blocked) => {
                self.intents.wait();
                self.gate.open(*blocked);
            }
            Answer::PriceChanged { reason } => {
                self.intents.forget();
                self.notices.say(Tone::Plain, sentences::price_changed(&reason));
                self.read_prices_again();
            }
            Answer::SignIn => location::go(&with_redirect("/signin", "/")),
            Answer::Unknown => self.notices.say(Tone::Bad, messages::NO_ANSWER.to_owned()),
            Answer::Refused { reason, keeps_key } => {
                if !keeps_key {
                    self.intents.forget();
                }
                let now = self.clock.0.get_untracked().into();
                self.generations.told(answer::failed_card(random::uuid(), request, quote, reason, now));
            }
        }
    }

    fn read_prices_again(self) {
        spawn_local(async move {
            if let Ok(catalog) = client::catalog().await {
                self.catalog.replace(catalog);
            }
        });
    }
}
