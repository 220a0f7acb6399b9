//! What can happen: each verb changes the world and tells of it, or refuses and changes nothing.

mod customer;
mod dispute;
mod due;
mod invoice;
mod payment;
mod plan_change;
mod refund;
mod session;
mod subscription;

pub(crate) use payment::{NewPayment, Outcome};
pub(crate) use plan_change::{PlanChange, ProrationBehavior};
pub(crate) use session::{NewSession, Way};
