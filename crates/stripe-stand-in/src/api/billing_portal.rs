//! `/v1/billing_portal/sessions`.

use super::{Answer, Call, Route};
use crate::shapes;
use crate::state::{PortalSession, World};

pub(super) const ROUTES: &[Route] = &[Route {
    method: "POST",
    path: "/v1/billing_portal/sessions",
    allowed: &[&["customer", "return_url"]],
    run: create,
}];

fn create(world: &mut World, call: &Call) -> Answer {
    let customer = call.params.needed("customer")?;
    world.living_customer(customer).map_err(|refusal| refusal.in_param("customer"))?;
    let return_url = call.params.address("return_url")?;
    let id = world.ids.object("bps_");
    let portal = PortalSession { id, created_s: world.now_s, customer: customer.to_owned(), return_url };
    let shape = shapes::portal(world, &portal);
    world.portals.insert(portal);
    Ok(shape)
}
