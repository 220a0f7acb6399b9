//! `POST /api/generations`: spend credits on a piece of work.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use credits::{AspectRatio, Credits, Kind, QuoteRefusal, Request};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use wire::{Accepted, FieldError, GenerationRequest};

use crate::App;
use crate::convert;
use crate::extract::{Field, Fields, Intent, Spender, field, optional};
use crate::problem::{Refused, not_submitted, wrong_field};
use crate::routes::replayed;

/// Accepts the work with its credits on hold, or says why not; the same intent is accepted once.
pub(crate) async fn submit(
    State(app): State<App>,
    caller: Spender,
    Intent { key, body }: Intent<GenerationRequest>,
) -> Result<impl IntoResponse, Refused> {
    let submitted = app.studio.submit(caller.account, key, body.request(), body.expected_cost).await;
    let accepted = submitted.map_err(|error| not_submitted(error, &app.catalog))?;
    let answer = Accepted { generation: convert::generation(accepted.generation), balance: accepted.balance.into() };
    Ok((StatusCode::ACCEPTED, replayed(accepted.is_replay), Json(answer)))
}

/// What a cost may be: nobody is paid for being served.
#[derive(Deserialize)]
#[serde(try_from = "Credits")]
struct Cost;

impl TryFrom<Credits> for Cost {
    type Error = &'static str;

    fn try_from(credits: Credits) -> Result<Self, Self::Error> {
        if credits.is_negative() { Err("a cost is not negative") } else { Ok(Self) }
    }
}

impl Fields for GenerationRequest {
    const FIELDS: &'static [Field] = &[
        field::<Kind>("kind", "one of `draft`, `render`, `image`, `storyboard`"),
        field::<String>("model", "the id of a model in the catalog"),
        field::<String>("prompt", "a text"),
        field::<AspectRatio>("aspect_ratio", "one of `16:9`, `9:16`, `1:1`"),
        optional::<u32>("seconds", "a whole number of seconds"),
        field::<Cost>("expected_cost", "a whole number of credits, 0 or more"),
    ];

    /// Asks the price function about the fields that can be read, with values that it takes in place of the others.
    fn wrong_values(object: &Map<String, Value>, app: &App) -> Vec<FieldError> {
        let kind = read::<Kind>(object, "kind");
        let model = read::<String>(object, "model");
        let seconds = if object.contains_key("seconds") { read::<u32>(object, "seconds") } else { Some(0) };
        let prompt = read::<String>(object, "prompt");
        let request = Request {
            kind: kind.unwrap_or(Kind::Image),
            model: model.clone().unwrap_or_default(),
            prompt: prompt.clone().unwrap_or_else(|| "a prompt".to_owned()),
            aspect_ratio: AspectRatio::Wide,
            seconds: seconds.unwrap_or_default(),
        };
        let is_judged = |refusal: &QuoteRefusal| match refusal {
            QuoteRefusal::UnknownModel { .. } => kind.is_some() && model.is_some(),
            QuoteRefusal::UnknownDuration { .. } | QuoteRefusal::PriceOutOfRange => {
                kind.is_some() && model.is_some() && seconds.is_some()
            }
            QuoteRefusal::EmptyPrompt | QuoteRefusal::PromptTooLong { .. } | QuoteRefusal::PromptHasNul => {
                prompt.is_some()
            }
        };
        let refusals = credits::quote(&app.catalog, &request).err().unwrap_or_default();
        refusals.iter().filter(|refusal| is_judged(refusal)).map(wrong_field).collect()
    }
}

fn read<T: DeserializeOwned>(object: &Map<String, Value>, name: &str) -> Option<T> {
    serde_json::from_value(object.get(name)?.clone()).ok()
}
