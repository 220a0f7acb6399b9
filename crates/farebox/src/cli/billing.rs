//! What can be asked about payments.

use clap::{Args, Subcommand};

use super::{Common, EXIT_CODES};

/// What can be asked about payments.
#[derive(Debug, Subcommand)]
pub enum Billing {
    /// Check the key, the webhook endpoint and every price at Stripe
    #[command(after_help = format!(
        "Asks Stripe alone and changes nothing. Names each price that is missing there, or that differs from the catalog.\n\n\
         Examples:\n  \
           farebox billing check\n  \
           farebox billing check --config /etc/farebox.toml --json\n\n{EXIT_CODES}"
    ))]
    Check(BillingCheck),
    /// Make the prices at Stripe that the catalog sells and Stripe does not have
    #[command(after_help = format!(
        "Shows what it would make and asks first; --yes is the answer beforehand. A price that is there is never changed.\n\n\
         Examples:\n  \
           farebox billing sync\n  \
           farebox billing sync --yes --json\n\n{EXIT_CODES}"
    ))]
    Sync(BillingSync),
    /// Compare sessions, invoices, refunds and disputes at Stripe with ours, and put right what is missing
    #[command(after_help = format!(
        "Works beside a running server, which does the same every few minutes for the last days. What was paid and not credited is\n\
         credited, what went back and was not taken back is taken back; the rest is listed. Interrupted, it goes on next time.\n\n\
         Examples:\n  \
           farebox billing reconcile --since 30d\n  \
           farebox billing reconcile --since 2026-11-01 --json\n\n{EXIT_CODES}"
    ))]
    Reconcile(BillingReconcile),
    /// List what about payments needs a person
    #[command(after_help = format!(
        "Works beside a running server.\n\n\
         Examples:\n  \
           farebox billing problems\n  \
           farebox billing problems --json\n\n{EXIT_CODES}"
    ))]
    Problems(BillingProblems),
    /// Try something again that needed a person
    #[command(after_help = format!(
        "Works beside a running server. Applying something again that was applied changes nothing.\n\n\
         Examples:\n  \
           farebox billing retry evt_1Nk2aYB7WZ01zgkWabcdef12\n\n{EXIT_CODES}"
    ))]
    Retry(BillingRetry),
    /// Set something aside that needed a person, because you have seen to it in another way
    #[command(after_help = format!(
        "Works beside a running server. It is not tried again, and not listed any more.\n\n\
         Examples:\n  \
           farebox billing dismiss evt_1Nk2aYB7WZ01zgkWabcdef12\n\n{EXIT_CODES}"
    ))]
    Dismiss(BillingDismiss),
}

/// `farebox billing check`.
#[derive(Debug, Args)]
pub struct BillingCheck {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub common: Common,
}

/// `farebox billing sync`.
#[derive(Debug, Args)]
pub struct BillingSync {
    /// Make them without asking
    #[arg(long)]
    pub yes: bool,
    /// Print JSON; asks nothing, so that nothing is made without --yes
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub common: Common,
}

/// `farebox billing reconcile`.
#[derive(Debug, Args)]
pub struct BillingReconcile {
    /// From when on: so many days (30d) or hours (12h) ago, or a day (2026-11-01)
    #[arg(long, value_name = "WHEN", default_value = "30d")]
    pub since: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub common: Common,
}

/// `farebox billing problems`.
#[derive(Debug, Args)]
pub struct BillingProblems {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub common: Common,
}

/// `farebox billing retry`.
#[derive(Debug, Args)]
pub struct BillingRetry {
    /// The event, as `farebox billing problems` shows it
    pub event: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub common: Common,
}

/// `farebox billing dismiss`.
#[derive(Debug, Args)]
pub struct BillingDismiss {
    /// The event, as `farebox billing problems` shows it
    pub event: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub common: Common,
}
