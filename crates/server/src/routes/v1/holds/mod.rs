//! `/v1/holds/{hold}`: what becomes of credits that were set aside.

mod extend;
mod release;
mod settle;

pub(crate) use extend::extend;
pub(crate) use release::release;
pub(crate) use settle::settle;
