//! The command line: what can be asked, and the help that a stranger reads.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::{Given, Loaded};
use crate::exit::Failure;

mod billing;
mod dev;
mod key;

pub use billing::{
    Billing, BillingCheck, BillingDismiss, BillingProblems, BillingReconcile, BillingRetry, BillingSync,
};
pub use dev::{Dev, DevStripe};
pub use key::{Key, KeyCreate, KeyList, KeyRevoke};

/// What every help text ends with.
const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  refused, or a difference was found; nothing was changed
  2  the command line, the configuration or the catalog is wrong
  3  storage, network or another process is in the way; the same command may succeed later";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "farebox",
    version,
    about = "The credit system of an AI generation studio: ledger, gate, checkout and studio in one program",
    after_help = concat!(
        "Examples:\n",
        "  farebox serve                                  start on http://127.0.0.1:8080, data in ./data\n",
        "  farebox account grant ada@example.com 500 --reason \"early tester\"\n",
        "  farebox ledger audit                           prove that no credit was lost or made\n",
        "\n",
        "Exit codes: 0 done, 1 refused or a difference found, 2 wrong command line or configuration, 3 storage or another\n",
        "process in the way."
    )
)]
pub struct Cli {
    /// What is asked.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be asked.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the server
    #[command(after_help = format!(
        "The first line on standard output is `Farebox is ready at http://…`, with --json {{\"ready\":true,\"address\":\"http://…\"}};\n\
         the log goes to standard error.\n\
         Ctrl-C or SIGTERM stops it cleanly; a second Ctrl-C stops it at once.\n\n\
         Examples:\n  \
           farebox serve\n  \
           farebox serve --listen 127.0.0.1:0 --data /var/lib/farebox\n  \
           farebox serve --listen 127.0.0.1:0 --json\n  \
           farebox serve --config /etc/farebox.toml --set studio.runners=4\n\n{EXIT_CODES}"
    ))]
    Serve(Serve),
    /// Print the configuration in force and where each value came from
    #[command(after_help = format!(
        "Values come from the file, overridden by FAREBOX_ variables, overridden by flags.\n\n\
         Examples:\n  \
           farebox config\n  \
           farebox config --defaults > farebox.toml\n  \
           FAREBOX_STUDIO_RUNNERS=4 farebox config --json\n\n{EXIT_CODES}"
    ))]
    Config(ShowConfig),
    /// Look into an account, or give it credits
    #[command(subcommand, after_help = format!(
        "Works beside a running server.\n\n\
         Examples:\n  \
           farebox account grant ada@example.com 500 --reason \"early tester\"\n  \
           farebox account show ada@example.com\n\n{EXIT_CODES}"
    ))]
    Account(Account),
    /// Make, list or revoke the API keys of other servers
    #[command(subcommand, after_help = format!(
        "Works beside a running server.\n\n\
         Examples:\n  \
           farebox key create \"render farm\"\n  \
           farebox key list\n  \
           farebox key revoke 019a2f0c-6b1e-7c3a-9d55-0f6f4f1f2a10\n\n{EXIT_CODES}"
    ))]
    Key(Key),
    /// Check and put right what is paid, and prepare Stripe for it
    #[command(subcommand, after_help = format!(
        "Examples:\n  \
           farebox billing check\n  \
           farebox billing reconcile --since 30d\n  \
           farebox billing problems\n\n{EXIT_CODES}"
    ))]
    Billing(Billing),
    /// Start what development needs
    #[command(subcommand, after_help = format!(
        "Examples:\n  \
           farebox dev stripe\n\n{EXIT_CODES}"
    ))]
    Dev(Dev),
    /// Check the ledger
    #[command(subcommand, after_help = format!(
        "Works beside a running server.\n\n\
         Examples:\n  \
           farebox ledger audit\n  \
           farebox ledger audit --data /var/lib/farebox --json\n\n{EXIT_CODES}"
    ))]
    Ledger(Ledger),
}

/// What can be asked about an account.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Give credits to an account
    #[command(after_help = format!(
        "Works beside a running server: its owner sees the credits at once. With --key the grant happens once, however often\n\
         the command is repeated. Without it a new key is made and printed.\n\n\
         Examples:\n  \
           farebox account grant ada@example.com 500 --reason \"early tester\"\n  \
           farebox account grant ada@example.com 80 --reason \"ticket 4711\" --key ticket-4711 --json\n\n{EXIT_CODES}"
    ))]
    Grant(Grant),
    /// Show an account's balance, its holds and its last entries
    #[command(after_help = format!(
        "Works beside a running server.\n\n\
         Examples:\n  \
           farebox account show ada@example.com\n  \
           farebox account show ada@example.com --limit 100 --json\n\n{EXIT_CODES}"
    ))]
    Show(Show),
}

/// What can be asked about the ledger.
#[derive(Debug, Subcommand)]
pub enum Ledger {
    /// Recompute every balance from its entries and compare
    #[command(after_help = format!(
        "Reads the whole ledger and changes nothing. Works beside a running server.\n\n\
         Examples:\n  \
           farebox ledger audit\n  \
           farebox ledger audit --data /var/lib/farebox --json\n\n{EXIT_CODES}"
    ))]
    Audit(Audit),
    /// Write the whole ledger into one file
    #[command(after_help = format!(
        "Works beside a running server: the file has everything up to one moment. It says what adds up to what, and\n\
         `farebox ledger import` refuses a file that does not.\n\n\
         Examples:\n  \
           farebox ledger export ledger.jsonl\n  \
           farebox ledger export backup/monday.jsonl --data /var/lib/farebox --json\n\n{EXIT_CODES}"
    ))]
    Export(Export),
    /// Read a file of `farebox ledger export` into the ledger
    #[command(after_help = format!(
        "No server may run. The file is checked as a whole before anything is written. Begun again after an interruption\n\
         it goes on where it was; an account that has another history here is refused.\n\n\
         Examples:\n  \
           farebox ledger import ledger.jsonl --data /var/lib/farebox\n\n{EXIT_CODES}"
    ))]
    Import(Import),
}

/// What all commands take.
#[derive(Debug, Args)]
pub struct Common {
    /// The configuration file [default: farebox.toml in the working directory, if it is there]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The data folder [default: data]
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<String>,
    /// Set any key of the configuration; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_and_value)]
    pub set: Vec<(String, String)>,
}

/// `farebox serve`.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub common: Common,
    /// Where to listen; port 0 picks a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Print the ready line, and what is in the way of it, as JSON
    #[arg(long)]
    pub json: bool,
}

/// `farebox config`.
#[derive(Debug, Args)]
pub struct ShowConfig {
    #[command(flatten)]
    pub common: Common,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Print a file with every key, what it does and its default
    #[arg(long, conflicts_with = "json")]
    pub defaults: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `farebox account grant`.
#[derive(Debug, Args)]
pub struct Grant {
    /// The account's e-mail address
    pub email: String,
    /// How many credits, 1 or more
    #[arg(allow_negative_numbers = true)]
    pub amount: i64,
    /// Why, for whoever reads the entry later
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Names this grant, so that repeating it grants nothing more
    #[arg(long)]
    pub key: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub common: Common,
}

/// `farebox account show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The account's e-mail address
    pub email: String,
    /// How many entries to show, newest first
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(0..=1000))]
    pub limit: u16,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub common: Common,
}

/// `farebox ledger audit`.
#[derive(Debug, Args)]
pub struct Audit {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub common: Common,
}

/// `farebox ledger import`.
#[derive(Debug, Args)]
pub struct Import {
    /// What all commands take
    #[command(flatten)]
    pub common: Common,
    /// The file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Print the counts as JSON
    #[arg(long)]
    pub json: bool,
}

/// `farebox ledger export`.
#[derive(Debug, Args)]
pub struct Export {
    /// What all commands take
    #[command(flatten)]
    pub common: Common,
    /// The file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Print the counts as JSON
    #[arg(long)]
    pub json: bool,
}

impl Cli {
    /// What is asked. Help, the version and a wrong command line are answered here, and end the process.
    ///
    /// # Errors
    /// A wrong command line of a program, which is told in JSON like every other failure.
    pub fn from_command_line() -> Result<Self, Failure> {
        Self::try_parse().or_else(|error| {
            // What could not be parsed cannot tell what it wants; the plain words can.
            let wants_json = std::env::args_os().skip(1).take_while(|word| word != "--").any(|word| word == "--json");
            if wants_json && error.use_stderr() {
                Err(Failure::Configuration(in_one_line(&error)))
            } else {
                error.exit()
            }
        })
    }
}

/// What is wrong with a command line, without the usage that only people read.
fn in_one_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let told = text.split("\n\nUsage:").next().unwrap_or(&text);
    let told = told.split("\n\nFor more information").next().unwrap_or(told);
    let words: Vec<_> = told.trim_start_matches("error: ").split_whitespace().collect();
    words.join(" ")
}

impl Command {
    /// Whether the answer, and what is said when there is none, is for programs.
    pub const fn is_json(&self) -> bool {
        match self {
            Self::Serve(serve) => serve.json,
            Self::Config(config) => config.json,
            Self::Account(Account::Grant(grant)) => grant.json,
            Self::Account(Account::Show(show)) => show.json,
            Self::Key(Key::Create(create)) => create.json,
            Self::Key(Key::List(list)) => list.json,
            Self::Key(Key::Revoke(revoke)) => revoke.json,
            Self::Billing(Billing::Check(check)) => check.json,
            Self::Billing(Billing::Sync(sync)) => sync.json,
            Self::Billing(Billing::Reconcile(reconcile)) => reconcile.json,
            Self::Billing(Billing::Problems(problems)) => problems.json,
            Self::Billing(Billing::Retry(retry)) => retry.json,
            Self::Billing(Billing::Dismiss(dismiss)) => dismiss.json,
            Self::Dev(Dev::Stripe(stripe)) => stripe.json,
            Self::Ledger(Ledger::Audit(audit)) => audit.json,
            Self::Ledger(Ledger::Export(export)) => export.json,
            Self::Ledger(Ledger::Import(import)) => import.json,
        }
    }
}

impl Common {
    /// The configuration in force.
    ///
    /// # Errors
    /// When a layer of it cannot be taken.
    pub fn load(&self, listen: Option<&str>) -> Result<Loaded, Failure> {
        let mut flags: Vec<_> =
            self.set.iter().map(|(key, value)| (format!("--set {key}"), key.clone(), value.clone())).collect();
        for (key, value) in [("data", self.data.as_deref()), ("listen", listen)] {
            if let Some(value) = value {
                flags.push((format!("--{key}"), key.to_owned(), value.to_owned()));
            }
        }
        Ok(Loaded::from_layers(&Given { file: self.config.clone(), variables: farebox_variables()?, flags })?)
    }
}

/// The variables that are meant for us.
fn farebox_variables() -> Result<BTreeMap<String, String>, Failure> {
    let mut variables = BTreeMap::new();
    for (name, value) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("FAREBOX_") || name == "DATABASE_URL" {
            let value = value.into_string().map_err(|_| {
                Failure::Configuration(format!("variable {name}: the value is not UTF-8; allowed is UTF-8"))
            })?;
            variables.insert(name, value);
        }
    }
    Ok(variables)
}

fn key_and_value(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("allowed is KEY=VALUE, like studio.runners=4")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}
