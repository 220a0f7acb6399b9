//! `/v1/disputes`.

use super::list::{self, CREATED, PAGE};
use super::{Answer, Call, Route};
use crate::shapes;
use crate::state::{Dispute, World};

pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "GET",
        path: "/v1/disputes",
        allowed: &[PAGE, CREATED, &["charge", "payment_intent"]],
        run: read_all,
    },
    Route { method: "GET", path: "/v1/disputes/{id}", allowed: &[], run: read },
];

fn read(world: &mut World, call: &Call) -> Answer {
    Ok(shapes::dispute(world, world.find(&call.id)?))
}

fn read_all(world: &mut World, call: &Call) -> Answer {
    let is_wanted = |dispute: &Dispute| {
        list::is_of(&call.params, "charge", Some(&dispute.charge))
            && list::is_of(&call.params, "payment_intent", Some(&dispute.payment))
    };
    list::page(world, call, "/v1/disputes", is_wanted, shapes::dispute)
}
