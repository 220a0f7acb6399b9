//! `/v1/payment_intents`.

use super::{Answer, Call, Route};
use crate::shapes;
use crate::state::World;

pub(super) const ROUTES: &[Route] =
    &[Route { method: "GET", path: "/v1/payment_intents/{id}", allowed: &[], run: read }];

fn read(world: &mut World, call: &Call) -> Answer {
    Ok(shapes::payment(world, world.find(&call.id)?))
}
