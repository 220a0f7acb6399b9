//! Starts a checkout or the portal and sends the browser there.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::{CheckoutRequest, Redirect};

use crate::api::client;
use crate::api::error::ApiError;
use crate::browser::{location, random};
use crate::state::{answer, redirect};

/// A checkout that is being started, from one place of one page.
#[derive(Clone, Copy)]
pub struct Checkout {
    /// The price that is being bought, or `portal`; nothing while nothing is on its way.
    pub busy: RwSignal<Option<String>>,
    /// Why the last one did not start.
    pub failure: RwSignal<Option<String>>,
    /// The click of which nobody knows how it ended, with its key: the next click on the same is that same click.
    open: StoredValue<Option<(CheckoutRequest, String)>>,
    return_to: &'static str,
}

/// The name under which the portal is busy.
pub const PORTAL: &str = "portal";

/// The word in the address that Back leads to from a checkout: `?checkout=left`.
pub const CHECKOUT_LEFT: &str = "left";

/// Checkouts that come back to a path of ours.
#[must_use]
pub fn use_checkout(return_to: &'static str) -> Checkout {
    let checkout =
        Checkout { busy: RwSignal::new(None), failure: RwSignal::new(None), open: StoredValue::new(None), return_to };
    #[cfg(all(feature = "ssr", debug_assertions))]
    crate::gallery::arrange_checkout(checkout);
    checkout
}

impl Checkout {
    /// Buys so many of a price.
    pub fn start(self, price_id: String, quantity: u32) {
        if !self.begins(&price_id) {
            return;
        }
        let request = CheckoutRequest { price_id, quantity, return_to: self.return_to.to_owned() };
        let key = self.open.get_value().filter(|(open, _)| *open == request).map(|(_, key)| key);
        let key = key.unwrap_or_else(|| random::uuid().to_string());
        self.open.set_value(Some((request.clone(), key.clone())));
        spawn_local(async move {
            let started = client::start_checkout(&key, &request).await;
            if !answer::keeps_purchase_key(&started) {
                self.open.set_value(None);
            }
            if started.is_ok() {
                // Whoever comes back by the browser's Back comes to this address, and is told how things stand.
                location::remember_as(&format!("{}?checkout={CHECKOUT_LEFT}", self.return_to));
            }
            self.leaves(started);
        });
    }

    /// Opens the gateway's portal.
    pub fn open_portal(self) {
        if self.begins(PORTAL) {
            spawn_local(async move { self.leaves(client::portal().await) });
        }
    }

    /// Whether exactly this is on its way.
    #[must_use]
    pub fn is_busy_with(self, what: &str) -> bool {
        self.busy.with(|busy| busy.as_deref() == Some(what))
    }

    fn begins(self, what: &str) -> bool {
        if self.busy.with_untracked(Option::is_some) {
            return false;
        }
        self.failure.set(None);
        self.busy.set(Some(what.to_owned()));
        true
    }

    /// Goes where the answer says. The button stays busy while the browser leaves.
    fn leaves(self, answer: Result<Redirect, ApiError>) {
        match answer {
            Ok(redirect) => location::go(&redirect.url),
            Err(error) if error.is_signed_out() => location::go(&redirect::with_redirect("/signin", self.return_to)),
            Err(error) => {
                self.busy.set(None);
                self.failure.set(Some(answer::sentence(error)));
            }
        }
    }
}
