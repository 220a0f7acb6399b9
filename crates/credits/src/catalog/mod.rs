//! What there is to spend credits on and what there is to buy: models with prices, packs, plans.

mod file;
mod validate;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Credits;
use crate::words::grouped;

/// Why a catalog file was not taken: where, which key, what is wrong and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, key `{key}`: {problem}")]
pub struct CatalogError {
    /// The line of the file, counted from 1.
    pub line: usize,
    /// The key that is wrong, as the file spells it.
    pub key: String,
    /// What is wrong and what is allowed, in one sentence.
    pub problem: String,
}

/// All that can be spent on and bought. One value, served to every client, and the only source of prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalog {
    /// What credits are spent on, in the order in which it is offered.
    pub models: Vec<Model>,
    /// What brings credits once, in the order in which it is offered.
    pub packs: Vec<Pack>,
    /// What brings credits every month, in the order in which it is offered.
    pub plans: Vec<Plan>,
}

/// What a model makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A cheap clip to see whether an idea works.
    Draft,
    /// A clip in full quality.
    Render,
    /// One picture.
    Image,
    /// Four pictures that tell a scene.
    Storyboard,
}

/// The shape of what is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AspectRatio {
    /// 16:9, for screens.
    #[serde(rename = "16:9")]
    Wide,
    /// 9:16, for phones held upright.
    #[serde(rename = "9:16")]
    Tall,
    /// 1:1.
    #[serde(rename = "1:1")]
    Square,
}

/// A word from outside that names none of the known values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not one of {allowed}")]
pub struct UnknownWord {
    /// The word that came.
    pub word: String,
    /// The words that may come, quoted and separated by commas.
    pub allowed: String,
}

/// How a model is priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Price {
    /// So many credits, whatever is asked for.
    Flat(Credits),
    /// So many thousandths of a credit for each second asked for; the sum is rounded up to a whole credit.
    PerSecondMillicredits(u32),
}

/// Something that credits are spent on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// Its name in requests: `sora-2`.
    pub id: String,
    /// Its name for people: `Sora`.
    pub label: String,
    /// What it makes.
    pub kind: Kind,
    /// What it costs.
    pub price: Price,
    /// The durations that may be asked for, in seconds, the first being the default. Empty for pictures.
    pub seconds: Vec<u32>,
    /// Whether this one is taken when a person has not chosen among models of its kind.
    pub is_default: bool,
}

/// An amount of money. Never called credits, never added to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// In the currency's minor unit: cents.
    pub amount_minor: u64,
    /// The currency's ISO 4217 code in lower case, as payment gateways spell it: `usd`.
    pub currency: String,
}

/// Credits that are bought once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// Its name at the payment gateway.
    pub price_id: String,
    /// Its name for people: `Starter Pack`.
    pub name: String,
    /// What it brings. At least 1.
    pub credits: Credits,
    /// What it costs.
    pub price: Money,
}

/// Credits that come every month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Its name at the payment gateway.
    pub price_id: String,
    /// Its name for people: `Creator`.
    pub name: String,
    /// What each paid month brings. At least 1.
    pub credits_a_month: Credits,
    /// What a month costs.
    pub price: Money,
    /// Whether it is the one that is recommended.
    pub is_highlighted: bool,
}

impl Kind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Render, Self::Image, Self::Storyboard];

    /// The word for it in requests and in the catalog file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Render => "render",
            Self::Image => "image",
            Self::Storyboard => "storyboard",
        }
    }

    /// Whether what it makes moves, so that a duration is part of the request.
    #[must_use]
    pub const fn is_clip(self) -> bool {
        match self {
            Self::Draft | Self::Render => true,
            Self::Image | Self::Storyboard => false,
        }
    }
}

impl AspectRatio {
    /// Every shape, the default first.
    pub const ALL: [Self; 3] = [Self::Wide, Self::Tall, Self::Square];

    /// The words for it in requests and on screen.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wide => "16:9",
            Self::Tall => "9:16",
            Self::Square => "1:1",
        }
    }
}

fn word_of<T: Copy>(word: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, UnknownWord> {
    all.iter().copied().find(|value| name(*value) == word).ok_or_else(|| UnknownWord {
        word: word.to_owned(),
        allowed: all.iter().map(|value| format!("`{}`", name(*value))).collect::<Vec<_>>().join(", "),
    })
}

impl FromStr for Kind {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        word_of(word, &Self::ALL, Self::as_str)
    }
}

impl FromStr for AspectRatio {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        word_of(word, &Self::ALL, Self::as_str)
    }
}

impl fmt::Display for Money {
    /// As a person writes it: `$15`, `$2,640`, `$15.50`, `EUR 15`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A hundredth of any amount is within range.
        let whole = grouped(i64::try_from(self.amount_minor / 100).unwrap_or(i64::MAX));
        let minor = self.amount_minor % 100;
        match self.currency.as_str() {
            "usd" => write!(formatter, "${whole}")?,
            other => write!(formatter, "{} {whole}", other.to_ascii_uppercase())?,
        }
        if minor == 0 { Ok(()) } else { write!(formatter, ".{minor:02}") }
    }
}

impl Model {
    /// What it does, in words, for the modal, the hold and the ledger: `Sora render`, `Wan 2.5 preview`.
    #[must_use]
    pub fn operation(&self) -> String {
        match self.kind {
            Kind::Draft => format!("{} preview", self.label),
            Kind::Render => format!("{} render", self.label),
            Kind::Image => "Image preview".to_owned(),
            Kind::Storyboard => "Storyboard".to_owned(),
        }
    }
}

impl Catalog {
    /// Reads and checks a catalog file (TOML).
    ///
    /// # Errors
    /// The first thing that is wrong, with line and key: an unknown or missing key, a duplicate id, a negative cost, a pack or
    /// plan without credits, a duration for a picture, a kind without a model.
    pub fn from_toml(text: &str) -> Result<Self, CatalogError> {
        validate::validate(text, file::read(text)?)
    }

    /// The model of that name.
    #[must_use]
    pub fn model(&self, id: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.id == id)
    }

    /// The model that is taken for a kind when nobody has chosen.
    #[must_use]
    pub fn default_model(&self, kind: Kind) -> Option<&Model> {
        let of_kind = || self.models.iter().filter(move |model| model.kind == kind);
        of_kind().find(|model| model.is_default).or_else(|| of_kind().next())
    }

    /// The pack that is sold under that price id.
    #[must_use]
    pub fn pack(&self, price_id: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.price_id == price_id)
    }

    /// The plan that is sold under that price id.
    #[must_use]
    pub fn plan(&self, price_id: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.price_id == price_id)
    }
}
