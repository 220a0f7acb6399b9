//! Journeys through the product, each a sentence about a person: in a real browser, in front of the real server.

#![cfg(test)]

mod busy_workspace;
mod buy_and_generate;
mod cancel_while_running;
mod checkout_outcomes;
mod failed_generation;
mod keyboard_only;
mod layout;
mod lost_webhook;
mod payment_required_race;
mod plans;
mod reload_while_running;
mod signed_out;
mod two_tabs;
