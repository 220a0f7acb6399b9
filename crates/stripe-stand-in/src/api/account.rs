//! `/v1/account`.

use super::{Answer, Call, Route};
use crate::shapes;
use crate::state::World;

pub(super) const ROUTES: &[Route] = &[Route { method: "GET", path: "/v1/account", allowed: &[], run: read }];

fn read(_: &mut World, _: &Call) -> Answer {
    Ok(shapes::account())
}
