//! Expand: ids in an answer become the objects themselves, and what is only given to who asks is put in.

use serde_json::Value;

use crate::errors::ApiError;
use crate::shapes;
use crate::state::World;

/// How many names deep Stripe goes.
const DEPTH_MAX: usize = 4;

/// Expands one path of an answer, such as `data.line_items` or `latest_invoice`.
pub(super) fn expand(world: &World, body: &mut Value, path: &str) -> Result<(), ApiError> {
    let names: Vec<_> = path.split('.').collect();
    if names.len() > DEPTH_MAX {
        let message = format!("You cannot expand more than {DEPTH_MAX} levels of a property. Property: {path}");
        return Err(ApiError::parameter("parameter_invalid", "expand", message));
    }
    go(world, body, &names).ok_or_else(|| {
        ApiError::parameter("parameter_invalid", "expand", format!("This property cannot be expanded ({path})."))
    })
}

/// Follows the names from here. `None` when there is nothing of the name, or it is no object and no id of one.
fn go(world: &World, value: &mut Value, names: &[&str]) -> Option<()> {
    let Some((name, rest)) = names.split_first() else { return Some(()) };
    if let Some(more) = given_to_who_asks(world, value, name) {
        value[*name] = more;
    }
    let inner = value.get_mut(*name)?;
    match inner {
        Value::Null => Some(()),
        Value::Array(items) => items.iter_mut().try_for_each(|item| go(world, item, rest)),
        Value::Object(_) => go(world, inner, rest),
        Value::String(id) => {
            *inner = shapes::object(world, id)?;
            go(world, inner, rest)
        }
        Value::Bool(_) | Value::Number(_) => None,
    }
}

/// The parts of objects that Stripe leaves out of its answers unless they are asked for.
fn given_to_who_asks(world: &World, value: &Value, name: &str) -> Option<Value> {
    let (object, id) = (value.get("object")?.as_str()?, value.get("id")?.as_str()?);
    match (object, name) {
        ("checkout.session", "line_items") => world.sessions.get(id).map(|row| shapes::session_lines(world, row)),
        ("invoice", "payments") => world.invoices.get(id).map(|row| shapes::invoice_payments(world, row)),
        ("charge", "refunds") => {
            let refunds = world.refunds.iter().rev().filter(|refund| refund.charge == id);
            let data = refunds.map(|refund| shapes::refund(world, refund)).collect();
            Some(shapes::list(&format!("/v1/charges/{id}/refunds"), data))
        }
        _ => None,
    }
}
