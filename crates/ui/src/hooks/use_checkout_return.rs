//! Waits for a payment to be confirmed, then goes back to where it was started.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use wire::CheckoutStatus;

use crate::api::client;
use crate::browser::{clock, location};
use crate::state::redirect::path_of_ours;

const WAIT_MS: i32 = 800;
const WAIT_MS_MAX: i32 = 8_000;

/// Whether the checkout has run out: asked for again and again, each time after a longer while, until it is paid or over.
#[must_use]
pub fn use_checkout_return(checkout: Uuid, status: CheckoutStatus, return_to: String) -> RwSignal<bool> {
    let is_expired = RwSignal::new(status == CheckoutStatus::Expired);
    Effect::new(move |_| {
        let return_to = return_to.clone();
        spawn_local(async move {
            let (mut wait_ms, mut status) = (WAIT_MS, status);
            loop {
                match status {
                    CheckoutStatus::Paid => return location::replace(path_of_ours(&return_to)),
                    CheckoutStatus::Expired => return is_expired.set(true),
                    CheckoutStatus::Open => clock::sleep_ms(wait_ms).await,
                }
                wait_ms = (wait_ms * 3 / 2).min(WAIT_MS_MAX);
                // An answer that does not come is asked for again; the payment does not depend on this page.
                if let Ok(session) = client::checkout(checkout).await {
                    status = session.status;
                }
            }
        });
    });
    is_expired
}
