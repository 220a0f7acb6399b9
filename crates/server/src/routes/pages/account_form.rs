//! What the forms of sign-in and sign-up have in common: how a sent one is answered.

use axum::response::{IntoResponse, Redirect, Response};
use ui::{AccountForm, Page};
use wire::Me;

use super::Before;
use crate::App;
use crate::edge::SetCookie;
use crate::pages;
use crate::problem::Refused;

/// The answer to a form: the way to where one was, with the new session's cookie; or the same page with what is wrong, in the words and with
/// the status of the API.
pub(super) async fn answer(
    app: &App,
    path: &str,
    before: Before,
    begun: Result<(SetCookie, Me), Refused>,
    filled: AccountForm,
    page: impl FnOnce(String, AccountForm) -> Page,
) -> Response {
    let Before { redirect } = before;
    match begun {
        Ok((cookie, _)) => (cookie, Redirect::to(&redirect)).into_response(),
        Err(refused) => {
            let form = with_refusal(filled, &refused);
            refused.on(pages::show(app, path, None, page(redirect, form)).await)
        }
    }
}

/// The form with what is wrong: each field beside it, and anything else as a whole.
fn with_refusal(filled: AccountForm, refused: &Refused) -> AccountForm {
    let problem = refused.problem("");
    let failure = problem.errors.is_empty().then_some(problem.detail);
    AccountForm { failure, errors: problem.errors, ..filled }
}
