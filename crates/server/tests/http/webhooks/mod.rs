//! `/webhooks`: what payment gateways tell, and what becomes of it.

mod endpoint;
mod money_in;
mod out_of_reach;
mod plans;
mod reconcile;
mod returns;
mod sdk;
mod two_servers;
