//! The one table of what can be set: file, variables, flags, `farebox config` and the documentation all read it.

use super::kind::Kind;

/// One thing that can be set.
pub struct Setting {
    /// Its name: `listen`, or `section.name`.
    pub key: &'static str,
    /// What it does, for the person who sets it.
    pub about: &'static str,
    /// What it may be, and where it is kept.
    pub kind: Kind,
}

impl Setting {
    /// The section and the name within it; the section is empty for keys that stand before the first one.
    pub fn parts(&self) -> (&'static str, &'static str) {
        self.key.split_once('.').unwrap_or(("", self.key))
    }

    /// The variable that sets it: `FAREBOX_STUDIO_RUNNERS`.
    pub fn variable(&self) -> String {
        format!("FAREBOX_{}", self.key.replace('.', "_").to_uppercase())
    }
}

/// The setting of that key.
pub fn find(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

/// What to write instead of an unknown key.
pub fn allowed_beside(key: &str) -> String {
    let section = key.split_once('.').map_or("", |(section, _)| section);
    let known = SETTINGS.iter().any(|setting| setting.parts().0 == section);
    let section = if known { section } else { "" };
    let mut names: Vec<String> = Vec::new();
    for setting in SETTINGS {
        let (of, name) = setting.parts();
        let name = match (of == section, section) {
            (true, "") => name.to_owned(),
            (true, section) => format!("{section}.{name}"),
            (false, "") => format!("[{of}]"),
            (false, _) => continue,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    format!("allowed here are {}", names.join(", "))
}

/// Everything that can be set, in the order of the documentation.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "listen",
        about: "Where the server listens. Port 0 picks a free one.",
        kind: Kind::Address(|config| &mut config.listen),
    },
    Setting {
        key: "public_url",
        about: "The address under which browsers reach the server, when that is not `listen`: behind a proxy, for example. \
                With https:// cookies are sent over HTTPS only. Empty: http:// and `listen`.",
        kind: Kind::Origin(|config| &mut config.public_url),
    },
    Setting {
        key: "trusted_proxies",
        about: "The proxies in front of the server. Only from these is X-Forwarded-For believed, because anybody can write it. As a \
                variable or flag: separated by commas.",
        kind: Kind::Hosts(|config| &mut config.trusted_proxies),
    },
    Setting {
        key: "data",
        about: "The folder of everything that must survive: the ledger, accounts, generations and their files. Made if it is \
                missing, for its owner only.",
        kind: Kind::Path(|config| &mut config.data),
    },
    Setting {
        key: "database_url",
        about: "The PostgreSQL database that keeps the ledger, accounts, generations and orders, instead of files in the data folder. Any \
                number of servers may share it. Better as a variable than as a flag, which other users of the machine can read; \
                DATABASE_URL is taken as well. Empty: files.",
        kind: Kind::DatabaseUrl(|config| &mut config.database_url),
    },
    Setting {
        key: "assets",
        about: "The folder of what generations made. Servers that share a database share this folder too. Empty: the folder `assets` \
                in the data folder.",
        kind: Kind::OptionalPath(|config| &mut config.assets),
    },
    Setting {
        key: "catalog",
        about: "The file that says what things cost. Empty: the catalog that Farebox was built with.",
        kind: Kind::OptionalPath(|config| &mut config.catalog),
    },
    Setting {
        key: "session_lifetime_days",
        about: "How many days somebody stays signed in.",
        kind: Kind::Whole { place: |config| &mut config.session_lifetime_days, least: 1, most: 365 },
    },
    Setting {
        key: "checkout.gateway",
        about: "Who takes the money: stripe, which needs stripe.secret_key, or test_checkout, with which no money moves: it is for \
                development and tests.",
        kind: Kind::Gateway(|config| &mut config.checkout.gateway),
    },
    Setting {
        key: "checkout.test_checkout_on_public_address",
        about: "Whether everybody who reaches a public address may take credits in the test checkout, or with a test key of Stripe's, \
                without paying. Needed when `listen` or `public_url` is more than this machine.",
        kind: Kind::Switch(|config| &mut config.checkout.test_checkout_on_public_address),
    },
    Setting {
        key: "checkout.plan_credits_roll_over",
        about: "Whether a plan's credits never expire. Otherwise what is left of a paid month's goes out at the end of the month after it.",
        kind: Kind::Switch(|config| &mut config.checkout.plan_credits_roll_over),
    },
    Setting {
        key: "stripe.secret_key",
        about: "The secret or restricted key of the account at Stripe. Better as a variable than as a flag, which other users of the \
                machine can read.",
        kind: Kind::StripeKey(|config| &mut config.stripe.secret_key),
    },
    Setting {
        key: "stripe.webhook_secrets",
        about: "What Stripe's webhook endpoint `/webhooks/stripe` signs with. Several while one is replaced by another. As a variable or \
                flag: separated by commas.",
        kind: Kind::StripeSecrets(|config| &mut config.stripe.webhook_secrets),
    },
    Setting {
        key: "stripe.api_url",
        about: "Where Stripe's API is, when that is not https://api.stripe.com: `farebox dev stripe` on this machine, for example.",
        kind: Kind::Origin(|config| &mut config.stripe.api_url),
    },
    Setting {
        key: "stripe.automatic_tax",
        about: "Whether Stripe works out taxes and adds them. Needs Stripe Tax to be set up there.",
        kind: Kind::Switch(|config| &mut config.stripe.automatic_tax),
    },
    Setting {
        key: "stripe.promotion_codes",
        about: "Whether promotion codes may be entered on Stripe's page. Credits are those of the full price.",
        kind: Kind::Switch(|config| &mut config.stripe.promotion_codes),
    },
    Setting {
        key: "stripe.reconcile_minutes",
        about: "How often everything is compared with what Stripe lists, so that what nobody told is put right.",
        kind: Kind::Whole { place: |config| &mut config.stripe.reconcile_minutes, least: 1, most: 1_440 },
    },
    Setting {
        key: "generator.threads",
        about: "The most threads that the built-in generator paints with, over all generations together.",
        kind: Kind::Whole { place: |config| &mut config.generator.threads, least: 1, most: 64 },
    },
    Setting {
        key: "generator.rest_per_step_ms",
        about: "How long the built-in generator rests after every step (a frame, a quarter of a picture), in milliseconds. For \
                demonstrations: 0 is as fast as it can.",
        kind: Kind::Whole { place: |config| &mut config.generator.rest_per_step_ms, least: 0, most: 10_000 },
    },
    Setting {
        key: "generator.refused_words",
        about: "A prompt with one of these words fails and is not charged. As a variable or flag: separated by commas.",
        kind: Kind::List(|config| &mut config.generator.refused_words),
    },
    Setting {
        key: "studio.runners",
        about: "How many generations run at once.",
        kind: Kind::Whole { place: |config| &mut config.studio.runners, least: 1, most: 64 },
    },
    Setting {
        key: "studio.lease_ms",
        about: "After so many milliseconds without a sign of life a generation is taken from its runner. At least three times \
                heartbeat_ms.",
        kind: Kind::Whole { place: |config| &mut config.studio.lease_ms, least: 300, most: 3_600_000 },
    },
    Setting {
        key: "studio.heartbeat_ms",
        about: "How often a runner gives a sign of life, in milliseconds.",
        kind: Kind::Whole { place: |config| &mut config.studio.heartbeat_ms, least: 100, most: 1_200_000 },
    },
    Setting {
        key: "studio.attempts_max",
        about: "How many runners may be lost over one generation before it fails. A failed generation is not charged.",
        kind: Kind::Whole { place: |config| &mut config.studio.attempts_max, least: 1, most: 100 },
    },
    Setting {
        key: "limits.sign_in_a_minute",
        about: "How often one address may try to sign in or up in a minute.",
        kind: Kind::Whole { place: |config| &mut config.limits.sign_in_a_minute, least: 1, most: 1_000_000 },
    },
    Setting {
        key: "limits.spending_a_minute",
        about: "How often one account may spend or buy in a minute.",
        kind: Kind::Whole { place: |config| &mut config.limits.spending_a_minute, least: 1, most: 1_000_000 },
    },
    Setting {
        key: "limits.body_bytes",
        about: "The longest body of a request, in bytes. A prompt may take 16,000.",
        kind: Kind::Whole { place: |config| &mut config.limits.body_bytes, least: 32_768, most: 1_048_576 },
    },
    Setting {
        key: "log.format",
        about: "The form of the log on standard error: text for people, json for programs.",
        kind: Kind::LogFormat(|config| &mut config.log.format),
    },
    Setting {
        key: "log.filter",
        about: "What is logged: a level, or levels by module, like `info,server=debug`.",
        kind: Kind::Filter(|config| &mut config.log.filter),
    },
];
