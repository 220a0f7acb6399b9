//! The independent count: what must be there after what customers remember, compared with what the server says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use reqwest::StatusCode;
use serde_json::Value as Json;
use uuid::Uuid;
use wire::{Charge, CheckoutSession, CheckoutStatus, Generation, GenerationState, List, Time};

use super::memory::Memory;
use crate::support::{Person, Place, wait_until};

/// What a run has seen, so that nobody takes an idle run for a good one.
#[derive(Debug, Default)]
pub struct Totals {
    accepted: u64,
    paid: u64,
    /// How many of the paid never saw the return page.
    closed_the_browser: u64,
    cancelled: u64,
    /// How many credits the operator granted.
    granted: i64,
    succeeded: u64,
    /// How many were not charged, by why: `cancelled`, or the reason of the failure.
    not_charged: BTreeMap<String, u64>,
    not_acknowledged: u64,
    files: u64,
    refused_for_credits: u64,
    unanswered: u64,
    replayed: u64,
}

impl Totals {
    pub fn add(&mut self, other: &Self) {
        self.accepted += other.accepted;
        self.paid += other.paid;
        self.closed_the_browser += other.closed_the_browser;
        self.cancelled += other.cancelled;
        self.granted += other.granted;
        self.succeeded += other.succeeded;
        for (why, count) in &other.not_charged {
            *self.not_charged.entry(why.clone()).or_default() += count;
        }
        self.not_acknowledged += other.not_acknowledged;
        self.files += other.files;
        self.refused_for_credits += other.refused_for_credits;
        self.unanswered += other.unanswered;
        self.replayed += other.replayed;
    }

    /// A run without load would show nothing.
    pub fn must_have_seen_everything(&self, kills: u32) {
        let kills = u64::from(kills);
        assert!(self.accepted >= kills && self.succeeded > 0 && self.paid > 0 && self.granted > 0, "{self:?}");
        if kills >= 100 {
            assert!(self.cancelled > 0 && self.not_charged.len() > 2 && self.replayed > 0, "{self:?}");
        }
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "acknowledged: {} generations, {} payments ({} of them without the return page), {} cancellations, {} granted credits",
            self.accepted, self.paid, self.closed_the_browser, self.cancelled, self.granted
        )?;
        writeln!(formatter, "{} succeeded and were charged; {} files were fetched", self.succeeded, self.files)?;
        for (why, count) in &self.not_charged {
            writeln!(formatter, "{count} were not charged: {why}")?;
        }
        write!(
            formatter,
            "{} generations were made though their answer was lost; {} requests without an answer, {} first answers again, \
             {} refused for lack of credits",
            self.not_acknowledged, self.unanswered, self.replayed, self.refused_for_credits
        )
    }
}

/// Right after a restart: everything that was accepted since the last one exists, and the balance has forgotten nothing.
pub async fn nothing_recent_is_missing(person: &Person, memory: &Memory, origin: &str) {
    let (recent, version) = {
        let mut memory = memory.open();
        (std::mem::take(&mut memory.recent), memory.version)
    };
    for id in recent {
        let answer = person.get(origin, &format!("/api/generations/{id}")).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "generation {id} was accepted and is not there");
    }
    let balance = person.balance(origin).await;
    assert!(balance.version >= version, "{balance:?} is older than the acknowledged version {version}");
}

/// Holds whose time has come return within a sweep, also under load.
pub async fn no_hold_is_left_after_its_expiry(place: &Place, people: &[&Person]) {
    for person in people {
        wait_until("no hold is left after its expiry", async || {
            let show = ["account", "show", &person.email, "--json", "--limit", "0"];
            let shown = tokio::task::block_in_place(|| place.run(&show)).done().json();
            let overdue = |hold: &Json| {
                let expires_at = Time::try_from(hold["expires_at"].as_str().unwrap().to_owned()).unwrap();
                expires_at < Time(ledger::Clock::system().now())
            };
            !shown["holds"].as_array().unwrap().iter().any(overdue)
        })
        .await;
    }
}

/// At the end, when nobody asks for anything any more: everything adds up.
pub async fn everything(place: &Place, person: &Person, memory: &Memory, origin: &str) -> Totals {
    wait_until("every generation has ended", async || {
        all_generations(person, origin).await.iter().all(|generation| generation.state.is_final())
    })
    .await;
    wait_until("no credits are on hold", async || person.balance(origin).await.held.get() == 0).await;
    let generations = all_generations(person, origin).await;
    let by_id: BTreeMap<Uuid, &Generation> = generations.iter().map(|generation| (generation.id, generation)).collect();
    assert_eq!(by_id.len(), generations.len(), "the list has a generation twice");
    let mut totals = Totals::default();
    count_commands(memory, &by_id, &mut totals);
    let spent = count_results(person, origin, &generations, &mut totals).await;
    let bought = count_purchases(person, memory, origin, &mut totals).await;
    let granted = memory.open().granted;
    totals.granted = granted;
    let balance = person.balance(origin).await;
    let account = format!("{} bought {bought}, was granted {granted} and was charged {spent}", person.email);
    assert_eq!(balance.available.get(), bought + granted - spent, "{account}");
    assert_eq!(balance.held.get(), 0);
    let shown = tokio::task::block_in_place(|| place.run(&["account", "show", &person.email, "--json"])).done().json();
    assert_eq!(shown["holds"], Json::Array(Vec::new()));
    totals
}

/// Every acknowledged generation and cancellation is there, and no intent became two generations.
fn count_commands(memory: &Memory, by_id: &BTreeMap<Uuid, &Generation>, totals: &mut Totals) {
    let memory = memory.open();
    let mut acknowledged = BTreeSet::new();
    for (key, asked) in &memory.asked {
        let Some(id) = asked.accepted else { continue };
        let generation =
            by_id.get(&id).unwrap_or_else(|| panic!("{key}: generation {id} was accepted and is not there"));
        assert_eq!(generation.cost.get(), asked.cost, "{key}");
        assert!(acknowledged.insert(id), "{key}: two intents, one generation");
    }
    assert!(by_id.len() <= memory.asked.len(), "more generations than intents");
    for id in &memory.cancelled {
        let generation = by_id[id];
        assert_eq!(generation.charge, Charge::NotCharged, "{id}: its cancellation was acknowledged");
    }
    totals.accepted = acknowledged.len() as u64;
    totals.not_acknowledged = (by_id.len() - acknowledged.len()) as u64;
    totals.cancelled = memory.cancelled.len() as u64;
    totals.refused_for_credits = memory.refused_for_credits;
    totals.unanswered = memory.unanswered;
    totals.replayed = memory.replayed;
}

/// Charged means succeeded with files that can be fetched, and the other way round. Returns what was charged.
async fn count_results(person: &Person, origin: &str, generations: &[Generation], totals: &mut Totals) -> i64 {
    let mut spent = 0;
    for generation in generations {
        match (generation.state, generation.charge) {
            (GenerationState::Succeeded, Charge::Charged) => {
                spent += generation.cost.get();
                totals.succeeded += 1;
                assert!(!generation.assets.is_empty(), "{generation:?}");
                for asset in &generation.assets {
                    let answer = person.get(origin, &asset.url).await.unwrap();
                    assert_eq!(answer.status(), StatusCode::OK, "{generation:?}");
                    assert_eq!(answer.headers()["content-type"], asset.media_type.as_str());
                    assert!(answer.bytes().await.unwrap().len() > 100, "{generation:?}");
                    totals.files += 1;
                }
            }
            (GenerationState::Failed | GenerationState::Cancelled, Charge::NotCharged) => {
                let failure = generation.failure.as_ref();
                let why = failure.map_or_else(|| "cancelled".to_owned(), |failure| failure.reason.clone());
                *totals.not_charged.entry(why).or_default() += 1;
            }
            _ => panic!("a charge without a result, or a result without a charge: {generation:?}"),
        }
    }
    spent
}

/// Every acknowledged payment is there. Returns what all payments that really happened have brought.
async fn count_purchases(person: &Person, memory: &Memory, origin: &str, totals: &mut Totals) -> i64 {
    let checkouts = memory.open().checkouts.clone();
    let mut bought = 0;
    for (id, checkout) in checkouts {
        // Whoever closed the browser before the return page comes back to it now.
        let session: CheckoutSession =
            person.get(origin, &format!("/api/checkout/{id}")).await.unwrap().json().await.unwrap();
        assert_eq!(session.status, CheckoutStatus::Paid, "{id}: {checkout:?}");
        assert_eq!(session.credits.get(), checkout.credits);
        bought += checkout.credits;
        totals.paid += 1;
        totals.closed_the_browser += u64::from(!checkout.is_answered);
    }
    bought
}

async fn all_generations(person: &Person, origin: &str) -> Vec<Generation> {
    let mut all = Vec::new();
    let mut path = "/api/generations".to_owned();
    loop {
        let answer = person.get(origin, &path).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let page: List<Generation> = answer.json().await.unwrap();
        all.extend(page.items);
        match page.next_cursor {
            Some(cursor) => path = format!("/api/generations?cursor={cursor}"),
            None => return all,
        }
    }
}
