//! Somebody who buys, generates and cancels, and writes down every answer before doing the next thing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use reqwest::{Response, StatusCode};
use serde_json::{Value as Json, json};
use tokio::sync::watch;
use uuid::Uuid;
use wire::{Accepted, Balance, CheckoutSession, CheckoutStatus, Generation, Redirect};

use super::memory::{Asked, Checkout, Memory};
use crate::support::{Person, STARTER_CREDITS, path_of};

/// How long a customer waits before they try a server again that does not answer.
const RETRY: Duration = Duration::from_millis(10);

/// How long a customer who has enough under way waits before they look again.
const LEISURE: Duration = Duration::from_millis(30);

/// How many unfinished generations a customer has at most, so that the queue stays one that can be worked off.
const UNFINISHED_MAX: usize = 5;

pub struct Customer {
    person: Person,
    memory: Memory,
    origin: watch::Receiver<String>,
    random: StdRng,
    /// What may still be running.
    unfinished: Vec<Uuid>,
    intents: u64,
}

/// A request that got no answer: nobody knows whether it was done.
struct Unanswered;

impl Customer {
    pub fn new(person: Person, memory: Memory, origin: watch::Receiver<String>, seed: u64) -> Self {
        let random = StdRng::seed_from_u64(seed);
        Self { person, memory, origin, random, unfinished: Vec::new(), intents: 0 }
    }

    /// Does one thing after the other until told to stop.
    pub async fn use_the_studio(mut self, stop: Arc<AtomicBool>) {
        self.buy().await;
        while !stop.load(Ordering::Relaxed) {
            self.look().await;
            let has_enough = self.unfinished.len() >= UNFINISHED_MAX;
            match self.random.random_range(0..100) {
                0..4 => self.buy().await,
                4..7 if !self.unfinished.is_empty() => self.cancel().await,
                _ if has_enough => tokio::time::sleep(LEISURE).await,
                choice => {
                    let request = self.request(choice);
                    self.generate(&request, &stop).await;
                }
            }
        }
    }

    /// Pictures mostly, because they end soon; some clips, which are killed under way; some that the generator refuses.
    fn request(&mut self, choice: u32) -> Json {
        let (kind, model, seconds, cost) = match choice {
            0..35 => ("storyboard", "storyboard", 0, 4),
            35..40 => ("draft", "wan-2.5", 5, 5),
            _ => ("image", "flux-kontext-fast", 0, 1),
        };
        let word = if self.random.random_ratio(1, 10) { "forbidden" } else { "quiet" };
        let prompt = format!("a {word} harbour, number {}", self.intents);
        json!({
            "kind": kind, "model": model, "prompt": prompt, "aspect_ratio": "1:1", "seconds": seconds, "expected_cost": cost,
        })
    }

    fn key(&mut self) -> String {
        self.intents += 1;
        format!("{}-{}", self.person.email, self.intents)
    }

    /// Sends a request to the server that runs now. A whole answer or none.
    async fn answered(&mut self, sent: reqwest::Result<Response>) -> Result<(StatusCode, Vec<u8>, bool), Unanswered> {
        let answer = match sent {
            Ok(answer) => {
                let (status, is_replay) = (answer.status(), answer.headers().contains_key("idempotent-replayed"));
                answer.bytes().await.map(|body| (status, body.to_vec(), is_replay))
            }
            Err(error) => Err(error),
        };
        match answer {
            // Storage that is being opened, or a first attempt still under way: no answer to the question.
            Ok((StatusCode::SERVICE_UNAVAILABLE | StatusCode::CONFLICT, ..)) | Err(_) => {
                self.memory.open().unanswered += 1;
                tokio::time::sleep(RETRY).await;
                Err(Unanswered)
            }
            Ok(answer) => {
                if answer.2 {
                    self.memory.open().replayed += 1;
                }
                Ok(answer)
            }
        }
    }

    async fn get(&mut self, path: &str) -> Result<(StatusCode, Vec<u8>, bool), Unanswered> {
        let origin = self.origin.borrow().clone();
        let sent = self.person.get(&origin, path).await;
        self.answered(sent).await
    }

    async fn post(&mut self, path: &str, key: &str, body: &Json) -> Result<(StatusCode, Vec<u8>, bool), Unanswered> {
        let origin = self.origin.borrow().clone();
        let sent = self.person.ask(&origin, path, key, body).await;
        self.answered(sent).await
    }

    /// Asks for a generation. Without an answer half of the customers' intents are asked again under their key, as a browser does; the
    /// others are given up, and nobody knows what became of them.
    async fn generate(&mut self, request: &Json, stop: &AtomicBool) {
        let key = self.key();
        let cost = request["expected_cost"].as_i64().unwrap();
        self.memory.open().asked.insert(key.clone(), Asked { cost, accepted: None });
        let is_patient = self.random.random_bool(0.5);
        while !stop.load(Ordering::Relaxed) {
            let Ok((status, body, is_replay)) = self.post("/api/generations", &key, request).await else {
                if is_patient { continue } else { return }
            };
            match status {
                StatusCode::ACCEPTED => {
                    let accepted: Accepted = serde_json::from_slice(&body).unwrap();
                    assert_eq!(accepted.generation.cost.get(), cost);
                    return self.remember_accepted(&key, &accepted, is_replay);
                }
                StatusCode::PAYMENT_REQUIRED => {
                    self.memory.open().refused_for_credits += 1;
                    return self.buy().await;
                }
                other => panic!("{other} for {request}: {}", String::from_utf8_lossy(&body)),
            }
        }
    }

    fn remember_accepted(&mut self, key: &str, accepted: &Accepted, is_replay: bool) {
        let id = accepted.generation.id;
        let mut memory = self.memory.open();
        if !is_replay {
            memory.version = memory.version.max(accepted.balance.version);
        }
        let asked = memory.asked.get_mut(key).unwrap();
        assert!(asked.accepted.is_none_or(|before| before == id), "one key, two generations");
        asked.accepted = Some(id);
        memory.recent.push(id);
        self.unfinished.push(id);
    }

    /// Buys a pack or a month of a plan: starts the checkout, pays, and comes back by the return page's question. Goes on until there is an answer,
    /// because money that was paid without anybody knowing could not be counted.
    async fn buy(&mut self) {
        let key = self.key();
        let (price_id, credits) = match self.random.random_range(0..4) {
            0 => ("price_explorer_monthly", 500),
            _ => ("price_credits_250", STARTER_CREDITS),
        };
        let order = json!({ "price_id": price_id, "quantity": 1, "return_to": "/" });
        let page = loop {
            if let Ok((status, body, _)) = self.post("/api/checkout", &key, &order).await {
                assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&body));
                break path_of(&serde_json::from_slice::<Redirect>(&body).unwrap().url);
            }
        };
        let how = if self.random.random_bool(0.5) { "pay" } else { "pay-silently" };
        let checkout = loop {
            let origin = self.origin.borrow().clone();
            let sent = self.person.http.post(format!("{origin}{page}/{how}")).send().await;
            let location = sent.as_ref().ok().and_then(|answer| answer.headers().get("location").cloned());
            if let Ok((status, body, _)) = self.answered(sent).await {
                assert_eq!(status, StatusCode::SEE_OTHER, "{}", String::from_utf8_lossy(&body));
                let location = path_of(location.unwrap().to_str().unwrap());
                // Also when it was paid by an attempt that got no answer: paying again is the same payment.
                break location.strip_prefix("/checkout/return/").unwrap().parse::<Uuid>().unwrap();
            }
        };
        self.memory.open().checkouts.insert(checkout, Checkout { credits, is_answered: false });
        if self.random.random_ratio(1, 5) {
            // Closes the browser before the return page.
            return;
        }
        loop {
            if let Ok((status, body, _)) = self.get(&format!("/api/checkout/{checkout}")).await {
                assert_eq!(status, StatusCode::OK);
                let session: CheckoutSession = serde_json::from_slice(&body).unwrap();
                assert_eq!(session.status, CheckoutStatus::Paid, "its payment was acknowledged");
                self.memory.open().checkouts.insert(checkout, Checkout { credits, is_answered: true });
                return;
            }
        }
    }

    /// Cancels one of the generations that may still run.
    async fn cancel(&mut self) {
        let n = self.random.random_range(0..self.unfinished.len());
        let id = self.unfinished.swap_remove(n);
        let origin = self.origin.borrow().clone();
        let sent = self.person.http.post(format!("{origin}/api/generations/{id}/cancel")).send().await;
        // A conflict is an answer here: it was too late, and the generation is charged.
        let is_too_late = sent.as_ref().is_ok_and(|answer| answer.status() == StatusCode::CONFLICT);
        if let Ok((status, body, _)) = self.answered(sent).await {
            assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&body));
            self.memory.open().cancelled.push(id);
        } else if !is_too_late {
            self.unfinished.push(id);
        }
    }

    /// Looks at the balance and at one generation, as a screen would.
    async fn look(&mut self) {
        if let Ok((StatusCode::OK, body, _)) = self.get("/api/balance").await {
            let balance: Balance = serde_json::from_slice(&body).unwrap();
            assert!(!balance.available.is_negative() && !balance.held.is_negative(), "{balance:?}");
            let mut memory = self.memory.open();
            assert!(balance.version >= memory.version, "{balance:?} is older than version {}", memory.version);
            memory.version = balance.version;
        }
        let Some(id) = self.unfinished.first().copied() else { return };
        if let Ok((status, body, _)) = self.get(&format!("/api/generations/{id}")).await {
            assert_eq!(status, StatusCode::OK, "an accepted generation is missing: {id}");
            let generation: Generation = serde_json::from_slice(&body).unwrap();
            self.unfinished.rotate_left(1);
            if generation.state.is_final() {
                self.unfinished.retain(|unfinished| *unfinished != id);
            }
        }
    }
}
