//! `/v1/customers`.

use super::{Answer, Call, Route};
use crate::shapes;
use crate::state::{Customer, Metadata, World};

pub(super) const ROUTES: &[Route] = &[
    Route { method: "POST", path: "/v1/customers", allowed: &[&["email", "name", "metadata[*]"]], run: create },
    Route { method: "GET", path: "/v1/customers/{id}", allowed: &[], run: read },
    Route { method: "DELETE", path: "/v1/customers/{id}", allowed: &[], run: delete },
];

fn create(world: &mut World, call: &Call) -> Answer {
    let metadata = call.params.metadata("metadata", &Metadata::new())?;
    let id = world.make_customer(call.params.owned("email"), call.params.owned("name"), metadata);
    Ok(shapes::customer(world, world.find(&id)?))
}

/// A customer who was deleted is still there, and said to be deleted.
fn read(world: &mut World, call: &Call) -> Answer {
    let customer = world.find::<Customer>(&call.id)?;
    if customer.is_deleted {
        return Ok(shapes::deleted_customer(&call.id));
    }
    Ok(shapes::customer(world, customer))
}

fn delete(world: &mut World, call: &Call) -> Answer {
    world.delete_customer(&call.id)?;
    Ok(shapes::deleted_customer(&call.id))
}
