//! The operator, who grants credits all the while: through the server when it runs, and by opening the store when it does not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::memory::Memory;
use crate::support::Place;

/// What one grant gives. No sum of purchases looks like it.
const CREDITS_A_GRANT: i64 = 7;

/// How long the operator rests between two grants.
const REST: Duration = Duration::from_millis(400);

/// Grants until told to stop. Each grant is repeated under its key until the command says that it is done, so that each must be there
/// once, however many servers were killed over it.
pub fn grant(place: &Place, email: &str, memory: &Memory, stop: &Arc<AtomicBool>) {
    let mut grants = 0;
    while !stop.load(Ordering::Relaxed) {
        grants += 1;
        let (amount, key) = (CREDITS_A_GRANT.to_string(), format!("grant-{grants}"));
        let command = ["account", "grant", email, &amount, "--reason", "kept busy", "--key", &key];
        loop {
            let said = place.run(&command);
            match said.code {
                Some(0) => break,
                Some(3) => memory.open().unanswered += 1,
                _ => panic!("{said:?}"),
            }
        }
        memory.open().granted += CREDITS_A_GRANT;
        std::thread::sleep(REST);
    }
}
