//! The whole HTTP side: the real router over real stores, a quick generator and the test gateway. Folders mirror the addresses.

#![cfg(test)]

mod support;

mod api;
mod dev;
mod edge;
mod pages;
mod test_checkout;
mod v1;
mod webhooks;
