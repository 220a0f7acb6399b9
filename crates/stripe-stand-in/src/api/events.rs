//! `/v1/events`.

use super::list::{self, CREATED, PAGE};
use super::{Answer, Call, Route};
use crate::errors::{ApiError, Refusal};
use crate::events::KEPT_S;
use crate::shapes;
use crate::state::{Event, World};

pub(super) const ROUTES: &[Route] = &[
    Route { method: "GET", path: "/v1/events", allowed: &[PAGE, CREATED, &["type", "types[#]"]], run: read_all },
    Route { method: "GET", path: "/v1/events/{id}", allowed: &[], run: read },
];

fn read(world: &mut World, call: &Call) -> Answer {
    let event = world.find::<Event>(&call.id)?;
    if !is_kept(world, event) {
        return Err(ApiError::from(Refusal::Missing { kind: "event", id: call.id.clone() }));
    }
    Ok(shapes::event(world, event))
}

fn read_all(world: &mut World, call: &Call) -> Answer {
    let kinds = call.params.list("types");
    let is_wanted = |event: &Event| {
        is_kept(world, event)
            && list::is_of(&call.params, "type", Some(event.kind))
            && (kinds.is_empty() || kinds.contains(&event.kind))
    };
    list::page(world, call, "/v1/events", is_wanted, shapes::event)
}

/// Stripe gives events out for thirty days.
fn is_kept(world: &World, event: &Event) -> bool {
    world.now_s.saturating_sub(event.created_s) <= KEPT_S
}
