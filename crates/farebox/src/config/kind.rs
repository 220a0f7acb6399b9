//! What a value may be: taking it from TOML or from words, and writing it as TOML again.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use billing::gateways::stripe::StripeSecret;
use serde_json::Value as Json;
use tracing_subscriber::EnvFilter;

use super::{Config, DatabaseUrl, Gateway, LogFormat};

/// Where a value is kept.
type Place<T> = fn(&mut Config) -> &mut T;

/// The kinds of values.
pub enum Kind {
    /// An address of this machine and a port.
    Address(Place<SocketAddr>),
    /// A scheme and a host, or nothing.
    Origin(Place<Option<String>>),
    /// A path.
    Path(Place<PathBuf>),
    /// A path, or nothing.
    OptionalPath(Place<Option<PathBuf>>),
    /// The address of a database, or nothing. A secret.
    DatabaseUrl(Place<Option<DatabaseUrl>>),
    /// A key of Stripe's, or nothing. A secret.
    StripeKey(Place<Option<StripeSecret>>),
    /// What Stripe signs with. Secrets.
    StripeSecrets(Place<Vec<StripeSecret>>),
    /// A whole number within limits.
    Whole {
        /// Where it is kept.
        place: Place<u64>,
        /// The least that is allowed.
        least: u64,
        /// The most that is allowed.
        most: u64,
    },
    /// Yes or no.
    Switch(Place<bool>),
    /// IP addresses.
    Hosts(Place<Vec<IpAddr>>),
    /// Words.
    List(Place<Vec<String>>),
    /// One of the gateways.
    Gateway(Place<Gateway>),
    /// One of the log's forms.
    LogFormat(Place<LogFormat>),
    /// What is logged.
    Filter(Place<String>),
}

/// A value before it is known to fit.
#[derive(Debug, Clone)]
pub enum Written {
    /// From a file, where the way of writing says what it is.
    Toml(toml::Value),
    /// From a variable or a flag, where everything is words.
    Words(String),
}

impl Kind {
    /// What is allowed, in words.
    pub fn allowed(&self) -> String {
        match self {
            Self::Address(_) => "an IP address and a port, like \"127.0.0.1:8080\" or \"[::1]:8080\"".to_owned(),
            Self::Origin(_) => {
                "http:// or https:// with a host and no path, like \"https://studio.example\"".to_owned()
            }
            Self::Path(_) => "a path".to_owned(),
            Self::OptionalPath(_) => "a path, or \"\"".to_owned(),
            Self::DatabaseUrl(_) => "an address like \"postgresql://user:password@host/database\", or \"\"".to_owned(),
            Self::StripeKey(_) => "a key that begins with sk_ or rk_, or \"\"".to_owned(),
            Self::StripeSecrets(_) => "a list of secrets that begin with whsec_, like [\"whsec_…\"]".to_owned(),
            Self::Whole { least, most, .. } => format!("a whole number from {least} to {most}"),
            Self::Switch(_) => "true or false".to_owned(),
            Self::Hosts(_) => "a list of IP addresses, like [\"10.0.0.1\", \"::1\"]".to_owned(),
            Self::List(_) => "a list of words, like [\"one\", \"two\"]".to_owned(),
            Self::Gateway(_) => one_of(Gateway::ALL.map(Gateway::as_str).as_slice()),
            Self::LogFormat(_) => one_of(LogFormat::ALL.map(LogFormat::as_str).as_slice()),
            Self::Filter(_) => "a level (error, warn, info, debug, trace), or levels by module like \
                                \"info,server=debug\""
                .to_owned(),
        }
    }

    /// Puts a value in its place, or says what is wrong and what is allowed. Relative paths are taken from `folder`.
    pub fn set(&self, config: &mut Config, written: &Written, folder: &Path) -> Result<(), String> {
        match self.try_set(config, written, folder) {
            Some(()) => Ok(()),
            None => {
                let shown = if self.is_secret() { "the value".to_owned() } else { written.shown() };
                Err(format!("{shown} is not allowed; allowed is {}", self.allowed()))
            }
        }
    }

    /// Whether what is given must not be repeated to anybody.
    const fn is_secret(&self) -> bool {
        matches!(self, Self::DatabaseUrl(_) | Self::StripeKey(_) | Self::StripeSecrets(_))
    }

    fn try_set(&self, config: &mut Config, written: &Written, folder: &Path) -> Option<()> {
        match self {
            Self::Address(place) => *place(config) = written.text()?.parse().ok()?,
            Self::Origin(place) => *place(config) = origin(written.text()?)?,
            Self::Path(place) => *place(config) = path(written.text()?, folder)?,
            Self::OptionalPath(place) => {
                let text = written.text()?;
                *place(config) = if text.is_empty() { None } else { Some(path(text, folder)?) };
            }
            Self::DatabaseUrl(place) => {
                let text = written.text()?;
                *place(config) = if text.is_empty() { None } else { Some(DatabaseUrl::new(text)?) };
            }
            Self::StripeKey(place) => {
                let text = written.text()?;
                *place(config) = if text.is_empty() { None } else { Some(secret(text, &["sk_", "rk_"])?) };
            }
            Self::StripeSecrets(place) => {
                let secrets = written.list()?.iter().map(|text| secret(text, &["whsec_"])).collect::<Option<_>>();
                *place(config) = secrets?;
            }
            Self::Whole { place, least, most } => {
                *place(config) = written.whole().filter(|value| (least..=most).contains(&value))?;
            }
            Self::Switch(place) => *place(config) = written.switch()?,
            Self::Hosts(place) => {
                let hosts = written.list()?.iter().map(|host| host.parse()).collect::<Result<Vec<IpAddr>, _>>();
                *place(config) = hosts.ok()?;
            }
            Self::List(place) => *place(config) = written.list()?,
            Self::Gateway(place) => {
                let word = written.text()?;
                *place(config) = Gateway::ALL.into_iter().find(|gateway| gateway.as_str() == word)?;
            }
            Self::LogFormat(place) => {
                let word = written.text()?;
                *place(config) = LogFormat::ALL.into_iter().find(|format| format.as_str() == word)?;
            }
            Self::Filter(place) => {
                let text = written.text()?;
                EnvFilter::try_new(text).ok().filter(|_| !text.trim().is_empty())?;
                text.clone_into(place(config));
            }
        }
        Some(())
    }

    /// The value as JSON, whose strings, numbers, lists and truths are written the same in TOML.
    pub fn value(&self, config: &Config) -> Json {
        let mut config = config.clone();
        match self {
            Self::Address(place) => Json::from(place(&mut config).to_string()),
            Self::Origin(place) => Json::from(place(&mut config).clone().unwrap_or_default()),
            Self::Path(place) => Json::from(place(&mut config).display().to_string()),
            Self::OptionalPath(place) => {
                Json::from(place(&mut config).as_ref().map_or_else(String::new, |path| path.display().to_string()))
            }
            // Where it leads, and not how to get in.
            Self::DatabaseUrl(place) => {
                let set = place(&mut config).as_ref().map_or_else(String::new, |url| format!("*** ({url})"));
                Json::from(set)
            }
            Self::StripeKey(place) => Json::from(if place(&mut config).is_some() { "***" } else { "" }),
            Self::StripeSecrets(place) => Json::from(vec!["***"; place(&mut config).len()]),
            Self::Whole { place, .. } => Json::from(*place(&mut config)),
            Self::Switch(place) => Json::from(*place(&mut config)),
            Self::Hosts(place) => Json::from(place(&mut config).iter().map(IpAddr::to_string).collect::<Vec<_>>()),
            Self::List(place) => Json::from(place(&mut config).clone()),
            Self::Gateway(place) => Json::from(place(&mut config).as_str()),
            Self::LogFormat(place) => Json::from(place(&mut config).as_str()),
            Self::Filter(place) => Json::from(place(&mut config).clone()),
        }
    }
}

impl Written {
    fn shown(&self) -> String {
        match self {
            Self::Toml(toml::Value::String(text)) | Self::Words(text) => format!("\"{text}\""),
            Self::Toml(toml::Value::Integer(value)) => value.to_string(),
            Self::Toml(toml::Value::Float(value)) => value.to_string(),
            Self::Toml(toml::Value::Boolean(value)) => value.to_string(),
            Self::Toml(toml::Value::Datetime(value)) => value.to_string(),
            Self::Toml(toml::Value::Array(_)) => "a list".to_owned(),
            Self::Toml(toml::Value::Table(_)) => "a section".to_owned(),
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Toml(value) => value.as_str(),
            Self::Words(text) => Some(text),
        }
    }

    fn whole(&self) -> Option<u64> {
        match self {
            Self::Toml(value) => value.as_integer().and_then(|value| u64::try_from(value).ok()),
            Self::Words(text) => text.parse().ok(),
        }
    }

    fn switch(&self) -> Option<bool> {
        match self {
            Self::Toml(value) => value.as_bool(),
            Self::Words(text) => text.parse().ok(),
        }
    }

    fn list(&self) -> Option<Vec<String>> {
        match self {
            Self::Toml(value) => {
                let words = value.as_array()?.iter().map(|word| word.as_str().map(str::to_owned));
                words.collect::<Option<Vec<_>>>().filter(|words| words.iter().all(|word| !word.trim().is_empty()))
            }
            Self::Words(text) => {
                Some(text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect())
            }
        }
    }
}

fn secret(text: &str, prefixes: &[&str]) -> Option<StripeSecret> {
    StripeSecret::new(text).filter(|_| prefixes.iter().any(|prefix| text.starts_with(prefix)))
}

fn one_of(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" or ")
}

fn path(text: &str, folder: &Path) -> Option<PathBuf> {
    if text.is_empty() || text.contains('\0') { None } else { Some(folder.join(text)) }
}

/// A scheme and an authority without anything after it: links are made by putting a path behind it.
fn origin(text: &str) -> Option<Option<String>> {
    if text.is_empty() {
        return Some(None);
    }
    let trimmed = text.strip_suffix('/').unwrap_or(text);
    let authority = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"))?;
    let fits =
        !authority.is_empty() && authority.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    if fits { Some(Some(trimmed.to_owned())) } else { None }
}
