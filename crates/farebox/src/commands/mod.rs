//! The commands, one file each.

mod account_grant;
mod account_show;
mod billing_check;
mod billing_dismiss;
mod billing_problems;
mod billing_reconcile;
mod billing_retry;
mod billing_sync;
mod config;
mod dev_stripe;
mod key_create;
mod key_list;
mod key_revoke;
mod ledger_audit;
mod ledger_export;
mod ledger_import;
mod serve;

use std::process::ExitCode;

use tokio::runtime::{Builder, Runtime};

use crate::cli::{Account, Billing, Command, Dev, Key, Ledger};
use crate::exit::Failure;

/// Does what is asked.
///
/// # Errors
/// What was in the way.
pub fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Config(arguments) => config::run(&arguments),
        Command::Account(Account::Grant(arguments)) => account_grant::run(arguments),
        Command::Account(Account::Show(arguments)) => account_show::run(arguments),
        Command::Key(Key::Create(arguments)) => key_create::run(arguments),
        Command::Key(Key::List(arguments)) => key_list::run(&arguments),
        Command::Key(Key::Revoke(arguments)) => key_revoke::run(&arguments),
        Command::Billing(Billing::Check(arguments)) => billing_check::run(&arguments),
        Command::Billing(Billing::Sync(arguments)) => billing_sync::run(&arguments),
        Command::Billing(Billing::Reconcile(arguments)) => billing_reconcile::run(&arguments),
        Command::Billing(Billing::Problems(arguments)) => billing_problems::run(&arguments),
        Command::Billing(Billing::Retry(arguments)) => billing_retry::run(&arguments),
        Command::Billing(Billing::Dismiss(arguments)) => billing_dismiss::run(&arguments),
        Command::Dev(Dev::Stripe(arguments)) => dev_stripe::run(&arguments),
        Command::Ledger(Ledger::Audit(arguments)) => ledger_audit::run(&arguments),
        Command::Ledger(Ledger::Export(arguments)) => ledger_export::run(&arguments),
        Command::Ledger(Ledger::Import(arguments)) => ledger_import::run(&arguments),
    }
}

/// The runtime on which everything async runs.
///
/// # Errors
/// When the operating system gives no threads.
pub fn runtime() -> Result<Runtime, Failure> {
    Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Unavailable(format!("the operating system gives no threads: {error}")))
}
