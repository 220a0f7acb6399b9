//! What developers ask for.

use std::net::SocketAddr;

use clap::{Args, Subcommand};

use super::{Common, EXIT_CODES};

/// What developers ask for.
#[derive(Debug, Subcommand)]
pub enum Dev {
    /// Start a stand-in for Stripe on this machine: no money moves
    #[command(after_help = format!(
        "Speaks the part of Stripe's API that Farebox uses, with pages to pay on and a page that shows all there is. It can be made to\n\
         misbehave, as networks do. It knows the prices of the catalog. What it prints are the variables for `farebox serve`.\n\n\
         Examples:\n  \
           farebox dev stripe\n  \
           farebox dev stripe --listen 127.0.0.1:12111 --server http://127.0.0.1:8080\n\n{EXIT_CODES}"
    ))]
    Stripe(DevStripe),
}

/// `farebox dev stripe`.
#[derive(Debug, Args)]
pub struct DevStripe {
    /// Where it listens; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:12111")]
    pub listen: SocketAddr,
    /// Where the Farebox server is that is told of events
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub server: String,
    /// Print the ready line as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub common: Common,
}
