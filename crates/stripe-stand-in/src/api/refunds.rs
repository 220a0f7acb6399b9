//! `/v1/refunds`.

use super::list::{self, CREATED, PAGE};
use super::{Answer, Call, Route};
use crate::errors::{ApiError, Refusal};
use crate::shapes;
use crate::state::{Metadata, Refund, World};

const REASONS: &[(&str, ())] = &[("duplicate", ()), ("fraudulent", ()), ("requested_by_customer", ())];

pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "POST",
        path: "/v1/refunds",
        allowed: &[&["amount", "charge", "metadata[*]", "payment_intent", "reason"]],
        run: create,
    },
    Route {
        method: "GET",
        path: "/v1/refunds",
        allowed: &[PAGE, CREATED, &["charge", "payment_intent"]],
        run: read_all,
    },
    Route { method: "GET", path: "/v1/refunds/{id}", allowed: &[], run: read },
];

fn create(world: &mut World, call: &Call) -> Answer {
    let params = &call.params;
    let (param, of) = match (params.text("charge"), params.text("payment_intent")) {
        (Some(charge), None) => ("charge", charge),
        (None, Some(payment)) => ("payment_intent", payment),
        _ => {
            let message = "One of `charge` and `payment_intent` has to be given.";
            return Err(ApiError::parameter("parameter_missing", "charge", message));
        }
    };
    let amount_minor = params.integer("amount")?;
    params.one_of("reason", REASONS)?;
    let metadata = params.metadata("metadata", &Metadata::new())?;
    let refunded = world.refund(of, amount_minor, params.owned("reason"), metadata);
    let id = refunded.map_err(|refusal| match refusal {
        Refusal::Missing { .. } => refusal.in_param(param),
        Refusal::Refused { .. } => ApiError::from(refusal),
    })?;
    Ok(shapes::refund(world, world.find(&id)?))
}

fn read(world: &mut World, call: &Call) -> Answer {
    Ok(shapes::refund(world, world.find(&call.id)?))
}

fn read_all(world: &mut World, call: &Call) -> Answer {
    let is_wanted = |refund: &Refund| {
        list::is_of(&call.params, "charge", Some(&refund.charge))
            && list::is_of(&call.params, "payment_intent", Some(&refund.payment))
    };
    list::page(world, call, "/v1/refunds", is_wanted, shapes::refund)
}
