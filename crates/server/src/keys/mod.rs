//! API keys: what other people's servers show instead of a session.

mod create;
mod find;
mod known;
mod list;
mod name;
mod record;
mod revoke;
mod secret;

use std::sync::Arc;

use ledger::{Clock, Database, Ids};
use parking_lot::Mutex;

pub use create::NewApiKey;
use known::KnownKeys;
pub use name::ApiKeyName;
pub use record::ApiKeyRecord;
pub(crate) use secret::Secret;

/// The keys on the application's database, in the tables that `accounts` makes.
#[derive(Clone)]
pub(crate) struct ApiKeys {
    database: Database,
    clock: Clock,
    ids: Ids,
    known: Arc<Mutex<KnownKeys>>,
}

impl ApiKeys {
    /// Begins without knowing any, and listens to what other processes revoke.
    pub fn open(database: Database, clock: Clock, ids: Ids) -> Self {
        let known = Arc::<Mutex<KnownKeys>>::default();
        tokio::spawn(revoke::hear_of_revocations(database.listen(), Arc::clone(&known)));
        Self { database, clock, ids, known }
    }
}
