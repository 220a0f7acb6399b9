//! Lists: newest first, a page at a time.

use serde_json::{Value, json};

use super::{Answer, Call};
use crate::errors::ApiError;
use crate::form::Params;
use crate::state::{Stored, World};

/// The parameters that every list takes.
pub(super) const PAGE: &[&str] = &["limit", "starting_after"];

/// The parameters of lists that can be narrowed by time.
pub(super) const CREATED: &[&str] = &["created", "created[gt]", "created[gte]", "created[lt]", "created[lte]"];

const LIMIT_DEFAULT: usize = 10;
const LIMIT_MAX: usize = 100;

/// One page of the rows that are wanted.
pub(super) fn page<T: Stored>(
    world: &World,
    call: &Call,
    url: &str,
    is_wanted: impl Fn(&T) -> bool,
    shape: impl Fn(&World, &T) -> Value,
) -> Answer {
    let limit = limit(&call.params)?;
    let created = Created::read(&call.params)?;
    let mut rows = T::table(world).iter().rev();
    if let Some(after) = call.params.text("starting_after") {
        world.find::<T>(after).map_err(|refusal| refusal.in_param("starting_after"))?;
        // Goes on behind it.
        rows.by_ref().find(|row| row.id() == after);
    }
    let mut wanted = rows.filter(|row| is_wanted(row) && created.takes(row.created_s()));
    let data: Vec<_> = wanted.by_ref().take(limit).map(|row| shape(world, row)).collect();
    let has_more = wanted.next().is_some();
    Ok(json!({ "object": "list", "url": url, "has_more": has_more, "data": data }))
}

/// Whether a row is of what a parameter asks for; every row is if it does not.
pub(super) fn is_of(params: &Params, name: &str, value: Option<&str>) -> bool {
    params.text(name).is_none_or(|wanted| value == Some(wanted))
}

/// How many rows a page may have.
pub(super) fn limit(params: &Params) -> Result<usize, ApiError> {
    let Some(limit) = params.integer("limit")? else { return Ok(LIMIT_DEFAULT) };
    let wrong = || {
        let message = format!("Invalid limit: {limit}. It has to be between 1 and {LIMIT_MAX}.");
        ApiError::parameter("parameter_invalid_integer", "limit", message)
    };
    usize::try_from(limit).ok().filter(|limit| (1..=LIMIT_MAX).contains(limit)).ok_or_else(wrong)
}

/// The moments that are asked for.
struct Created {
    exactly_s: Option<i64>,
    after_s: Option<i64>,
    from_s: Option<i64>,
    before_s: Option<i64>,
    until_s: Option<i64>,
}

impl Created {
    fn read(params: &Params) -> Result<Self, ApiError> {
        Ok(Self {
            exactly_s: params.integer("created")?,
            after_s: params.integer("created[gt]")?,
            from_s: params.integer("created[gte]")?,
            before_s: params.integer("created[lt]")?,
            until_s: params.integer("created[lte]")?,
        })
    }

    fn takes(&self, created_s: i64) -> bool {
        self.exactly_s.is_none_or(|exactly_s| created_s == exactly_s)
            && self.after_s.is_none_or(|after_s| created_s > after_s)
            && self.from_s.is_none_or(|from_s| created_s >= from_s)
            && self.before_s.is_none_or(|before_s| created_s < before_s)
            && self.until_s.is_none_or(|until_s| created_s <= until_s)
    }
}
