//! Events as they are kept.

use credits::Timestamp;
use ledger::StorageError;
use ledger::database::{Row, Transaction};

use super::{EventRecord, EventState, GatewayEvent};
use crate::{EventId, Reference, columns};

/// The longest word for what happened that is kept. Gateways' words are far shorter.
const KIND_CHARACTERS_MAX: usize = 200;

/// Writes an event down; false when it was before.
pub(crate) fn insert(
    tx: &Transaction<'_>,
    gateway: &str,
    event: &GatewayEvent,
    at: Timestamp,
) -> Result<bool, StorageError> {
    let about = event.about.as_ref().map(ToString::to_string);
    let state = if about.is_some() { EventState::Waiting } else { EventState::Ignored };
    let kind: String = event.kind.chars().filter(|letter| *letter != '\0').take(KIND_CHARACTERS_MAX).collect();
    let inserted = tx.execute(
        "INSERT INTO billing_events
             (gateway, id, type, about, created_at_us, received_at_us, state, attempts, due_at_us, closed_at_us)
         VALUES (:gateway, :id, :kind, :about, :created_at, :at, :state, 0, :at, :closed_at)
         ON CONFLICT (gateway, id) DO NOTHING",
        &[
            ("gateway", &gateway),
            ("id", &event.id.as_str()),
            ("kind", &kind),
            ("about", &about),
            ("created_at", &event.created_at),
            ("at", &at),
            ("state", &state.as_str()),
            ("closed_at", &(state == EventState::Ignored).then_some(at.0)),
        ],
    )?;
    Ok(inserted > 0)
}

/// Takes events that are due, the earliest first, and keeps others from them until `until`.
pub(crate) fn claim(
    tx: &Transaction<'_>,
    gateway: &str,
    (now, until): (Timestamp, Timestamp),
    limit: u64,
) -> Result<Vec<EventRecord>, StorageError> {
    let due = tx.query(
        "SELECT * FROM billing_events WHERE gateway = :gateway AND state = 'waiting' AND due_at_us <= :now
         ORDER BY created_at_us, id LIMIT :limit",
        &[("gateway", &gateway), ("now", &now), ("limit", &limit)],
    )?;
    let mut claimed = due.iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    for event in &mut claimed {
        event.attempts = event.attempts.saturating_add(1);
        tx.execute(
            "UPDATE billing_events SET attempts = :attempts, due_at_us = :until WHERE gateway = :gateway AND id = :id",
            &[("attempts", &event.attempts), ("until", &until), ("gateway", &gateway), ("id", &event.id.as_str())],
        )?;
    }
    Ok(claimed)
}

/// Writes down that an event was applied.
pub(crate) fn mark_applied(
    tx: &Transaction<'_>,
    gateway: &str,
    id: &EventId,
    at: Timestamp,
) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_events SET state = 'applied', closed_at_us = :at, problem = NULL
         WHERE gateway = :gateway AND id = :id AND state <> 'applied'",
        &[("gateway", &gateway), ("id", &id.as_str()), ("at", &at)],
    )
    .map(drop)
}

/// Writes down that everything about a thing was applied that had been given up.
pub(crate) fn mark_healed(
    tx: &Transaction<'_>,
    gateway: &str,
    about: &Reference,
    at: Timestamp,
) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_events SET state = 'applied', closed_at_us = :at, problem = NULL
         WHERE gateway = :gateway AND about = :about AND state = 'dead'",
        &[("gateway", &gateway), ("about", &about.to_string()), ("at", &at)],
    )
    .map(drop)
}

/// When an event is tried again; `None` for never.
pub(crate) struct Failed<'a> {
    pub problem: &'a str,
    pub again_at: Option<Timestamp>,
}

/// Writes down that an attempt failed.
pub(crate) fn mark_failed(
    tx: &Transaction<'_>,
    gateway: &str,
    id: &EventId,
    at: Timestamp,
    failed: &Failed<'_>,
) -> Result<(), StorageError> {
    let state = if failed.again_at.is_some() { EventState::Waiting } else { EventState::Dead };
    tx.execute(
        "UPDATE billing_events SET state = :state, problem = :problem, due_at_us = :due_at, closed_at_us = :closed_at
         WHERE gateway = :gateway AND id = :id AND state <> 'applied'",
        &[
            ("state", &state.as_str()),
            ("problem", &failed.problem.replace('\0', "")),
            ("due_at", &failed.again_at.unwrap_or(at)),
            ("closed_at", &(state == EventState::Dead).then_some(at.0)),
            ("gateway", &gateway),
            ("id", &id.as_str()),
        ],
    )
    .map(drop)
}

/// Takes an event that was not applied, to be tried at once, and keeps others from it until `until`; `None` when there is no such one.
pub(crate) fn take(
    tx: &Transaction<'_>,
    gateway: &str,
    id: &EventId,
    until: Timestamp,
) -> Result<Option<EventRecord>, StorageError> {
    tx.execute(
        "UPDATE billing_events SET state = 'waiting', attempts = 1, due_at_us = :until, closed_at_us = NULL
         WHERE gateway = :gateway AND id = :id AND state IN ('dead', 'waiting')",
        &[("gateway", &gateway), ("id", &id.as_str()), ("until", &until)],
    )?;
    let found = tx.find(
        "SELECT * FROM billing_events WHERE gateway = :gateway AND id = :id AND state = 'waiting'",
        &[("gateway", &gateway), ("id", &id.as_str())],
    )?;
    found.as_ref().map(from_row).transpose()
}

/// Sets an event aside that needed a person, because that person has seen to it; whether there was one.
pub(crate) fn dismiss(tx: &Transaction<'_>, gateway: &str, id: &EventId, at: Timestamp) -> Result<bool, StorageError> {
    let dismissed = tx.execute(
        "UPDATE billing_events SET state = 'ignored', closed_at_us = :at
         WHERE gateway = :gateway AND id = :id AND state = 'dead'",
        &[("gateway", &gateway), ("id", &id.as_str()), ("at", &at)],
    )?;
    Ok(dismissed > 0)
}

/// Keeps something for a person, whatever became of it before; not what a person has set aside.
pub(crate) fn mark_dead(
    tx: &Transaction<'_>,
    gateway: &str,
    id: &EventId,
    at: Timestamp,
    problem: &str,
) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_events SET state = 'dead', problem = :problem, closed_at_us = :at
         WHERE gateway = :gateway AND id = :id AND state <> 'ignored'",
        &[("gateway", &gateway), ("id", &id.as_str()), ("problem", &problem.replace('\0', "")), ("at", &at)],
    )
    .map(drop)
}

/// Events in a state, the newest first.
pub(crate) fn list(
    tx: &Transaction<'_>,
    gateway: &str,
    state: EventState,
    limit: u64,
) -> Result<Vec<EventRecord>, StorageError> {
    let found = tx.query(
        "SELECT * FROM billing_events WHERE gateway = :gateway AND state = :state
         ORDER BY received_at_us DESC, id LIMIT :limit",
        &[("gateway", &gateway), ("state", &state.as_str()), ("limit", &limit)],
    )?;
    found.iter().map(from_row).collect()
}

/// Forgets events that were applied or ignored before a moment: whatever is told again after that is applied again, which changes nothing.
pub(crate) fn forget_before(tx: &Transaction<'_>, gateway: &str, before: Timestamp) -> Result<u64, StorageError> {
    tx.execute(
        "DELETE FROM billing_events
         WHERE gateway = :gateway AND state IN ('applied', 'ignored') AND closed_at_us < :before",
        &[("gateway", &gateway), ("before", &before)],
    )
}

fn from_row(row: &Row) -> Result<EventRecord, StorageError> {
    let state: String = row.get("state")?;
    Ok(EventRecord {
        id: row.parse("id", |id: String| EventId::new(id))?,
        kind: row.get("type")?,
        about: row.parse("about", |about: Option<String>| about.map(|words| words.parse()).transpose())?,
        created_at: row.get("created_at_us")?,
        received_at: row.get("received_at_us")?,
        state: EventState::from_word(&state).ok_or_else(|| columns::unknown("state", &state))?,
        attempts: row.get("attempts")?,
        problem: row.get("problem")?,
    })
}
