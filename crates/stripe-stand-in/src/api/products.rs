//! `/v1/products`.

use super::{Answer, Call, Route};
use crate::errors::ApiError;
use crate::shapes;
use crate::state::{Metadata, Product, World};

pub(super) const ROUTES: &[Route] = &[
    Route { method: "POST", path: "/v1/products", allowed: &[&["id", "name", "metadata[*]"]], run: create },
    Route { method: "GET", path: "/v1/products/{id}", allowed: &[], run: read },
];

fn create(world: &mut World, call: &Call) -> Answer {
    let name = call.params.needed("name")?.to_owned();
    let metadata = call.params.metadata("metadata", &Metadata::new())?;
    let id = match call.params.owned("id") {
        Some(id) if world.products.get(&id).is_some() => {
            return Err(ApiError::parameter("resource_already_exists", "id", "Product already exists."));
        }
        Some(id) => id,
        None => world.ids.object("prod_"),
    };
    let product = Product { id, created_s: world.now_s, name, metadata };
    let shape = shapes::product(world, &product);
    world.products.insert(product);
    Ok(shape)
}

fn read(world: &mut World, call: &Call) -> Answer {
    Ok(shapes::product(world, world.find(&call.id)?))
}
