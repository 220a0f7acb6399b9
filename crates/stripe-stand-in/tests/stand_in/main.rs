//! The stand-in as others see it: over HTTP, by its pages, and by the events that it sends.

#![cfg(test)]

mod support;

mod checkout;
mod control_over_http;
mod customers;
mod deliveries;
mod disputes;
mod errors;
mod failures;
mod idempotency;
mod lists;
mod pages;
mod plan_change;
mod prices;
mod purchases;
mod refunds;
mod subscriptions;
mod time;
mod webhooks;
