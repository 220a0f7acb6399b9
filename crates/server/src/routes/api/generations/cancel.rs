//! `POST /api/generations/{id}/cancel`: stop the work; its credits return.

use axum::Json;
use axum::extract::State;
use studio::CancelError;
use uuid::Uuid;
use wire::{Charge, Code, Generation, Problem};

use crate::App;
use crate::convert;
use crate::extract::{At, SignedIn};
use crate::problem::Refused;

/// Stops it. What has ended without a charge is as the caller wants it; what was charged for cannot be undone.
pub(crate) async fn cancel(
    State(app): State<App>,
    caller: SignedIn,
    At(id): At<Uuid>,
) -> Result<Json<Generation>, Refused> {
    match app.studio.cancel(caller.id(), id).await {
        Ok(cancelled) => Ok(Json(convert::generation(cancelled))),
        Err(CancelError::AlreadyFinal(ended)) => {
            let ended = convert::generation(ended);
            match ended.charge {
                Charge::NotCharged => Ok(Json(ended)),
                Charge::Charged => Err(already_charged()),
                Charge::Held => Err(Refused::internal(format!("generation {id} has ended with its credits on hold"))),
            }
        }
        Err(CancelError::NotFound) => Err(Refused::not_found()),
        Err(CancelError::Unavailable(error)) => Err(error.into()),
    }
}

fn already_charged() -> Refused {
    let detail = "This generation has succeeded already. Its credits are spent.";
    Refused::of(Problem { state: Some("settled".to_owned()), ..Problem::new(Code::HoldNotActive, detail) })
}
