//! What can be asked about the API keys of other servers.

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::{Common, EXIT_CODES};

/// What can be asked about API keys.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Make an API key and show it, once
    #[command(after_help = format!(
        "The key goes to standard output. It acts for every account: give it to servers of yours alone. Only its hash is\n\
         kept, so that nobody can show it again.\n\n\
         Examples:\n  \
           farebox key create \"render farm\"\n  \
           farebox key create \"render farm\" --json --data /var/lib/farebox\n\n{EXIT_CODES}"
    ))]
    Create(KeyCreate),
    /// List all API keys that were ever made, newest first
    #[command(after_help = format!(
        "Examples:\n  \
           farebox key list\n  \
           farebox key list --json\n\n{EXIT_CODES}"
    ))]
    List(KeyList),
    /// Revoke an API key
    #[command(after_help = format!(
        "A running server refuses the key at once, other servers on the same database within five seconds.\n\n\
         Examples:\n  \
           farebox key revoke 019a2f0c-6b1e-7c3a-9d55-0f6f4f1f2a10\n  \
           farebox key revoke 019a2f0c-6b1e-7c3a-9d55-0f6f4f1f2a10 --json\n\n{EXIT_CODES}"
    ))]
    Revoke(KeyRevoke),
}

/// `farebox key create`.
#[derive(Debug, Args)]
pub struct KeyCreate {
    /// What to call it, like the server that will use it
    pub name: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub common: Common,
}

/// `farebox key list`.
#[derive(Debug, Args)]
pub struct KeyList {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub common: Common,
}

/// `farebox key revoke`.
#[derive(Debug, Args)]
pub struct KeyRevoke {
    /// The key's id, as `farebox key list` shows it
    pub id: Uuid,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub common: Common,
}
