//! What an operator can set: one struct with its defaults; the modules tell how it is filled.

mod check;
mod database_url;
mod file;
mod kind;
mod layers;
mod print;
mod settings;
mod source;

pub use database_url::DatabaseUrl;
pub use layers::{Given, Loaded};
pub use print::{as_default_file, as_json, as_toml};
pub use source::ConfigError;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use billing::gateways::stripe::StripeSecret;
use studio::StudioSettings;

/// All that can be set, whole and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The address under which browsers reach it; `http://` and `listen` when absent.
    pub public_url: Option<String>,
    /// The proxies whose word about who is calling is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The folder of everything that must survive.
    pub data: PathBuf,
    /// Where accounts, credits, generations and orders are kept instead of in the data folder.
    pub database_url: Option<DatabaseUrl>,
    /// The folder of what generations made; `assets` in the data folder when absent.
    pub assets: Option<PathBuf>,
    /// The catalog's file; the built-in one when absent.
    pub catalog: Option<PathBuf>,
    /// How people buy credits.
    pub checkout: Checkout,
    /// The account at Stripe.
    pub stripe: StripeAccount,
    /// How the built-in generator works.
    pub generator: Generator,
    /// How generations are run.
    pub studio: Studio,
    /// How long somebody stays signed in.
    pub session_lifetime_days: u64,
    /// How much is taken from one caller.
    pub limits: Limits,
    /// What is told on standard error.
    pub log: Log,
}

/// How people buy credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkout {
    /// Who takes the money.
    pub gateway: Gateway,
    /// Whether everybody on the network may use a checkout in which no money moves.
    pub test_checkout_on_public_address: bool,
    /// Whether a plan's credits never expire.
    pub plan_credits_roll_over: bool,
}

/// The account at Stripe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StripeAccount {
    /// The key of its API.
    pub secret_key: Option<StripeSecret>,
    /// What the webhook endpoint signs with.
    pub webhook_secrets: Vec<StripeSecret>,
    /// Where the API is, when that is not Stripe's own address.
    pub api_url: Option<String>,
    /// Whether Stripe works out taxes.
    pub automatic_tax: bool,
    /// Whether promotion codes may be entered.
    pub promotion_codes: bool,
    /// How often everything is compared with what Stripe lists.
    pub reconcile_minutes: u64,
}

/// Who takes the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gateway {
    /// A page of our own on which no money moves.
    TestCheckout,
    /// Stripe.
    Stripe,
}

/// How the built-in generator works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generator {
    /// The most threads that paint, over all generations together.
    pub threads: u64,
    /// How long it rests after every step, so that people see it work.
    pub rest_per_step_ms: u64,
    /// A prompt with one of these words fails, and is not charged.
    pub refused_words: Vec<String>,
}

/// How generations are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Studio {
    /// How many generations run at once.
    pub runners: u64,
    /// After so long without a sign of life a generation is taken from its runner.
    pub lease_ms: u64,
    /// How often a runner gives a sign of life.
    pub heartbeat_ms: u64,
    /// How many runners may be lost over one generation before it fails.
    pub attempts_max: u64,
}

/// How much is taken from one caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Attempts to sign in or up from one address.
    pub sign_in_a_minute: u64,
    /// Requests that spend or buy, of one account.
    pub spending_a_minute: u64,
    /// The longest body of a request.
    pub body_bytes: u64,
}

/// What is told on standard error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// In which form.
    pub format: LogFormat,
    /// What of it, in the words of `tracing_subscriber::EnvFilter`.
    pub filter: String,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for programs.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        let studio = StudioSettings::default();
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: None,
            trusted_proxies: Vec::new(),
            data: PathBuf::from("data"),
            database_url: None,
            assets: None,
            catalog: None,
            checkout: Checkout {
                gateway: Gateway::TestCheckout,
                test_checkout_on_public_address: false,
                plan_credits_roll_over: false,
            },
            stripe: StripeAccount {
                secret_key: None,
                webhook_secrets: Vec::new(),
                api_url: None,
                automatic_tax: false,
                promotion_codes: false,
                reconcile_minutes: 5,
            },
            generator: Generator { threads: 2, rest_per_step_ms: 0, refused_words: Vec::new() },
            studio: Studio {
                runners: u64::try_from(studio.runners).unwrap_or(u64::MAX),
                lease_ms: whole_ms(studio.lease),
                heartbeat_ms: whole_ms(studio.heartbeat),
                attempts_max: u64::from(studio.attempts_max),
            },
            session_lifetime_days: 30,
            limits: Limits { sign_in_a_minute: 20, spending_a_minute: 120, body_bytes: 64 * 1024 },
            log: Log { format: LogFormat::Text, filter: "info,refinery_core=warn".to_owned() },
        }
    }
}

fn whole_ms(while_: Duration) -> u64 {
    u64::try_from(while_.as_millis()).unwrap_or(u64::MAX)
}

impl Gateway {
    /// Every gateway.
    pub const ALL: [Self; 2] = [Self::TestCheckout, Self::Stripe];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TestCheckout => "test_checkout",
            Self::Stripe => "stripe",
        }
    }
}

impl LogFormat {
    /// Every form.
    pub const ALL: [Self; 2] = [Self::Text, Self::Json];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
        }
    }
}
