//! What a customer remembers: every intent, and every answer that reached them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use uuid::Uuid;

/// Shared between a customer and whoever checks.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<Remembered>>);

#[derive(Debug, Default)]
pub struct Remembered {
    /// Every generation that was ever asked for, by its idempotency key.
    pub asked: BTreeMap<String, Asked>,
    /// What was accepted since the last look.
    pub recent: Vec<Uuid>,
    /// Every checkout that was paid.
    pub checkouts: BTreeMap<Uuid, Checkout>,
    /// How many credits an operator's commands said they had granted.
    pub granted: i64,
    /// The ids of generations whose cancellation was answered.
    pub cancelled: Vec<Uuid>,
    /// The highest version of the balance that was ever answered.
    pub version: u64,
    /// How many answers said 402.
    pub refused_for_credits: u64,
    /// How many requests got no answer, because the server was killed under them or was not there.
    pub unanswered: u64,
    /// How many answers were the first answer again.
    pub replayed: u64,
}

/// A generation that was asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub cost: i64,
    /// Its id, once the server had answered 202.
    pub accepted: Option<Uuid>,
}

/// A checkout whose payment was acknowledged.
#[derive(Debug, Clone, Copy)]
pub struct Checkout {
    /// What it brings.
    pub credits: i64,
    /// The return page's question was answered too: the credits were on the account by then.
    pub is_answered: bool,
}

impl Memory {
    pub fn open(&self) -> MutexGuard<'_, Remembered> {
        self.0.lock().unwrap()
    }
}
