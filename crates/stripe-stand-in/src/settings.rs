//! What a stand-in is started with.

use std::net::{Ipv4Addr, SocketAddr};

use crate::clock::Now;
use crate::faults::Faults;

/// What a stand-in is started with. [`Settings::new`] has values for everything that is seldom chosen.
#[derive(Clone)]
pub struct Settings {
    /// Where to listen. Port 0 takes any free port; [`crate::StandIn::base_url`] says which.
    pub listen: SocketAddr,
    /// The address by which browsers reach the pages, without a slash at the end. `None` for the address that is listened on.
    pub base_url: Option<String>,
    /// The key that every call has to bring as `Authorization: Bearer …`.
    pub secret_key: String,
    /// Who is told of events from the beginning. More can be added with [`crate::Control::add_endpoint`], or by the API.
    pub endpoint: Option<Endpoint>,
    /// What time it is for those who are told, in Unix seconds: signatures carry it. The stand-in's own time is this one, plus what
    /// [`crate::Control::advance_clock`] added.
    pub clock: Now,
    /// What all ids and faults are drawn from.
    pub seed: u64,
    /// How it misbehaves in the beginning.
    pub faults: Faults,
    /// How events are delivered.
    pub delivery: DeliverySettings,
    /// Whether lines of prorations have a parent of the type `invoice_item_details`. Stripe has both shapes, depending on how the
    /// subscription is billed; usual is `subscription_item_details`.
    pub prorations_as_invoice_items: bool,
}

/// Somebody who is told of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Where events are sent, as `http://…`.
    pub url: String,
    /// What events are signed with: one signature for each secret, so that secrets can be rotated.
    pub secrets: Vec<String>,
    /// The types of events that are sent; `*` for all.
    pub enabled_events: Vec<String>,
}

/// How events are delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliverySettings {
    /// The pause before the second attempt, in milliseconds. Every further one is twice as long.
    pub pause_ms: u64,
    /// The longest pause between two attempts, in milliseconds.
    pub pause_ms_max: u64,
    /// How often a delivery is attempted before it is given up.
    pub attempts_max: u32,
    /// How many deliveries to one endpoint may be under way at once. With 1, and without faults, events arrive in the order in which
    /// they came about.
    pub in_flight_max: usize,
    /// How long an attempt may take, in milliseconds.
    pub timeout_ms: u64,
}

impl Settings {
    /// Listens on any free port of this machine, tells nobody of events, and behaves.
    #[must_use]
    pub fn new(secret_key: &str, seed: u64, clock: Now) -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            base_url: None,
            secret_key: secret_key.to_owned(),
            endpoint: None,
            clock,
            seed,
            faults: Faults::default(),
            delivery: DeliverySettings::default(),
            prorations_as_invoice_items: false,
        }
    }
}

impl Endpoint {
    /// Somebody who is told of all events, with one secret.
    #[must_use]
    pub fn new(url: &str, secret: &str) -> Self {
        Self { url: url.to_owned(), secrets: vec![secret.to_owned()], enabled_events: vec!["*".to_owned()] }
    }
}

impl Default for DeliverySettings {
    /// For a person who develops: a server that is down for some minutes still gets its events.
    fn default() -> Self {
        Self { pause_ms: 1_000, pause_ms_max: 60_000, attempts_max: 16, in_flight_max: 8, timeout_ms: 10_000 }
    }
}

impl DeliverySettings {
    /// For tests: nobody waits long.
    #[must_use]
    pub const fn quick() -> Self {
        Self { pause_ms: 5, pause_ms_max: 100, attempts_max: 16, in_flight_max: 8, timeout_ms: 10_000 }
    }
}
