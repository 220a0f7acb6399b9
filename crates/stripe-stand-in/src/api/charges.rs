//! `/v1/charges`.

use super::list::{self, CREATED, PAGE};
use super::{Answer, Call, Route};
use crate::shapes;
use crate::state::{Charge, World};

pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "GET",
        path: "/v1/charges",
        allowed: &[PAGE, CREATED, &["customer", "payment_intent"]],
        run: read_all,
    },
    Route { method: "GET", path: "/v1/charges/{id}", allowed: &[], run: read },
];

fn read(world: &mut World, call: &Call) -> Answer {
    Ok(shapes::charge(world, world.find(&call.id)?))
}

fn read_all(world: &mut World, call: &Call) -> Answer {
    let is_wanted = |charge: &Charge| {
        list::is_of(&call.params, "payment_intent", Some(&charge.payment))
            && list::is_of(&call.params, "customer", charge.customer.as_deref())
    };
    list::page(world, call, "/v1/charges", is_wanted, shapes::charge)
}
