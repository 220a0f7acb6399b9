//! `GET /problems/{page}`: what a code means and what to do.

use axum::extract::State;
use ui::Page;

use crate::App;
use crate::extract::{At, MaybeSignedIn};
use crate::pages::{self, Rendered};
use crate::problem::Refused;

/// The page that a problem's `type` names.
pub(crate) async fn problem(
    State(app): State<App>,
    MaybeSignedIn(caller): MaybeSignedIn,
    At(name): At<String>,
) -> Result<Rendered, Refused> {
    let (code, body) = pages::problem_text(&name).ok_or_else(Refused::not_found)?;
    Ok(pages::show(&app, &format!("/problems/{name}"), caller.as_ref(), Page::Problem { code, body }).await)
}
