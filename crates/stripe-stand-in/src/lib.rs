//! A Stripe that can misbehave. **No money moves.**
//!
//! It speaks the part of Stripe's HTTP API that Farebox uses, in version `2026-08-26.dahlia` and no other, over real HTTP: objects of
//! the same shape, the same errors, idempotency keys, lists by the page, and webhooks that are signed and repeated. It has the pages
//! that a buyer sees, and everything that it knows is in memory and gone when it ends.
//!
//! What makes it worth more than Stripe's own test mode is that it can be told what happens: a transfer that arrives late or never, a
//! month that passes, a bank that takes money back; events that come twice, in the wrong order, or not at all; calls that time out, and
//! calls that fail although their work is done. All of it is drawn from one seed.
//!
//! - In a test: [`StandIn::start`], and [`Control`] for what happens.
//! - In another process, or by hand: its pages at `/`, and the same verbs by `POST /_stand_in/{verb}` with JSON.
//!
//! # Verbs over HTTP
//!
//! They need no key, so that it must not be reachable by anybody whom it is not for. The answer is JSON: `{"id": …}` where something
//! was made, else `{}`; an error is `{"error": "a sentence"}` with 400, 404 or 409. Forms may be sent instead of JSON, and lead back
//! to `/`.
//!
//! | verb | arguments | answer |
//! |---|---|---|
//! | `pay`, `pay_by_transfer` | `id` of a session | the payment |
//! | `decline`, `transfer_arrives`, `transfer_fails`, `expire_session` | `id` of a session | |
//! | `refund` | `id` of a charge or payment, `amount_minor` or all | the refund |
//! | `refund_arrives`, `refund_fails` | `id` of a refund | |
//! | `open_dispute` | `id` of a charge or payment | the dispute |
//! | `open_inquiry` | `id` of a charge or payment | its `id` |
//! | `win_dispute`, `lose_dispute`, `close_inquiry` | `id` of a dispute | |
//! | `renew`, `renewal_fails` | `id` of a subscription | the invoice |
//! | `change_plan` | `id` of a subscription, `price` | the invoice |
//! | `cancel_now`, `cancel_at_period_end`, `keep_plan` | `id` of a subscription | |
//! | `retry_invoice`, `give_up_invoice`, `void_invoice` | `id` of an invoice | |
//! | `delete_customer` | `id` of a customer | |
//! | `advance_clock` | `seconds` | `now`, in Unix seconds |
//! | `redeliver` | `id` of an event | |
//! | `replay_all_old_events` | | `count` |
//! | `stop_deliveries`, `resume_deliveries`, `quiesce` | | |
//! | `fail_next` | `failure` as [`Failure`] is written in JSON, `calls` or 1 | |
//! | `add_endpoint` | `url`, `secrets`, `enabled_events` or all | the endpoint |
//! | `move_endpoint` | `id` of an endpoint, `url` | |
//! | `rotate_secrets` | `id` of an endpoint, `secrets` | |
//! | `faults` | the fields of [`Faults`]; also by `GET` | |
//! | `purchases`, by `GET` | | what [`Control::paid_and_returned`] gives |

// An object of Stripe's has more fields than a macro may have tokens by default.
#![recursion_limit = "512"]

mod api;
mod clock;
mod control;
mod control_http;
mod delivery;
mod errors;
mod events;
mod faults;
mod form;
mod idempotency;
mod ids;
mod money;
mod months;
mod pages;
mod purchases;
mod settings;
mod shapes;
mod shared;
mod signature;
mod stand_in;
mod state;
mod verbs;

pub use clock::{Now, clock_from, system_clock};
pub use control::Control;
pub use errors::ControlError;
pub use faults::{Failure, Faults};
pub use purchases::{DisputeState, Purchase, PurchaseLine};
pub use settings::{DeliverySettings, Endpoint, Settings};
pub use stand_in::StandIn;

/// The version of Stripe's API that it speaks: calls have to name it in `Stripe-Version`, and events are of it.
pub const API_VERSION: &str = "2026-08-26.dahlia";
