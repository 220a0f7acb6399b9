//! The one price function: what a request costs. The browser prints its answer on the button and the server charges it.

use serde::{Deserialize, Serialize};

use crate::Credits;
use crate::catalog::{AspectRatio, Catalog, Kind, Model, Price};
use crate::limits::PROMPT_CHARACTERS_MAX;
use crate::words::grouped;

/// What is asked for: all that price and validity depend on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What is to be made.
    pub kind: Kind,
    /// The id of the model that makes it.
    pub model: String,
    /// What the person wrote.
    pub prompt: String,
    /// The shape of the result.
    pub aspect_ratio: AspectRatio,
    /// How long a clip lasts; 0 for pictures.
    pub seconds: u32,
}

/// The cost of one operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// What it costs.
    pub cost: Credits,
    /// What it is, in words: `Sora render`.
    pub operation: String,
}

/// Why a request has no price: a field names something that the catalog does not have, or the prompt is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuoteRefusal {
    /// No model has this id, or it makes something else.
    #[error("The catalog has no {} model `{model}`. Choose one that it lists.", kind.as_str())]
    UnknownModel {
        /// The id that was asked for.
        model: String,
        /// What it should make.
        kind: Kind,
    },
    /// The model does not offer this duration.
    #[error("{seconds} seconds are not offered; allowed is {}.", allowed_seconds(allowed))]
    UnknownDuration {
        /// The duration that was asked for.
        seconds: u32,
        /// The durations that the model offers; none for pictures.
        allowed: Vec<u32>,
    },
    /// There is nothing but white space in the prompt.
    #[error("The prompt is empty. Describe what you want to see.")]
    EmptyPrompt,
    /// The prompt is longer than a prompt may be.
    #[error("The prompt has {} characters; at most {} are allowed.", counted(*characters), counted(PROMPT_CHARACTERS_MAX))]
    PromptTooLong {
        /// Its length in Unicode characters.
        characters: usize,
    },
    /// There is a character in the prompt that is no text and that not every store can keep.
    #[error("The prompt has a NUL character, which is no text. Remove it.")]
    PromptHasNul,
    /// The catalog's price times the duration is more than any amount of credits.
    #[error("This would cost more than any amount of credits. Ask for less.")]
    PriceOutOfRange,
}

fn allowed_seconds(allowed: &[u32]) -> String {
    if allowed.is_empty() {
        "0, because a picture has no duration".to_owned()
    } else {
        allowed.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
    }
}

fn counted(characters: usize) -> String {
    // More than fit into memory is no number of characters.
    grouped(i64::try_from(characters).unwrap_or(i64::MAX))
}

impl QuoteRefusal {
    /// The field of the request that is wrong.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::UnknownModel { .. } => "model",
            Self::UnknownDuration { .. } | Self::PriceOutOfRange => "seconds",
            Self::EmptyPrompt | Self::PromptTooLong { .. } | Self::PromptHasNul => "prompt",
        }
    }
}

impl Model {
    /// What this model costs for a clip of so many seconds (0 for pictures).
    ///
    /// # Errors
    /// [`QuoteRefusal::UnknownDuration`] when the model does not offer the duration, [`QuoteRefusal::PriceOutOfRange`] when the
    /// sum is more than any amount.
    pub fn quote(&self, seconds: u32) -> Result<Quote, QuoteRefusal> {
        let is_offered = if self.kind.is_clip() { self.seconds.contains(&seconds) } else { seconds == 0 };
        if !is_offered {
            return Err(QuoteRefusal::UnknownDuration { seconds, allowed: self.seconds.clone() });
        }
        let cost = match self.price {
            Price::Flat(cost) => cost,
            Price::PerSecondMillicredits(rate) => {
                // The one rounding rule of the product: up, to a whole credit, once, at the end.
                let millicredits = u64::from(rate) * u64::from(seconds);
                let credits = i64::try_from(millicredits.div_ceil(1_000)).map_err(|_| QuoteRefusal::PriceOutOfRange)?;
                Credits::new(credits).map_err(|_| QuoteRefusal::PriceOutOfRange)?
            }
        };
        Ok(Quote { cost, operation: self.operation() })
    }
}

/// What a request costs, or everything that is wrong with it, not only the first thing.
///
/// # Errors
/// One [`QuoteRefusal`] for each wrong field, in the order model, duration, prompt.
pub fn quote(catalog: &Catalog, request: &Request) -> Result<Quote, Vec<QuoteRefusal>> {
    let mut refusals = Vec::new();
    let model = catalog.model(&request.model).filter(|model| model.kind == request.kind);
    let quote = match model.map(|model| model.quote(request.seconds)) {
        Some(Ok(quote)) => Some(quote),
        Some(Err(refusal)) => {
            refusals.push(refusal);
            None
        }
        None => {
            refusals.push(QuoteRefusal::UnknownModel { model: request.model.clone(), kind: request.kind });
            None
        }
    };
    let characters = request.prompt.chars().count();
    if request.prompt.trim().is_empty() {
        refusals.push(QuoteRefusal::EmptyPrompt);
    } else if characters > PROMPT_CHARACTERS_MAX {
        refusals.push(QuoteRefusal::PromptTooLong { characters });
    } else if request.prompt.contains('\0') {
        refusals.push(QuoteRefusal::PromptHasNul);
    }
    match quote {
        Some(quote) if refusals.is_empty() => Ok(quote),
        Some(_) | None => Err(refusals),
    }
}
