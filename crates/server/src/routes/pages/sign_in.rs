//! `/signin`: for somebody who is signed out; whoever is signed in goes on at once.

use axum::extract::State;
use axum::response::Response;
use ui::{AccountForm, Page};
use wire::SignIn;

use super::{Before, account_form};
use crate::App;
use crate::extract::{Form, Visitor};
use crate::pages::{self, Rendered};
use crate::problem::Refused;
use crate::routes::api::session;

const PATH: &str = "/signin";

/// The sign-in page, which leads back to where one was.
pub(crate) async fn sign_in(State(app): State<App>, Before { redirect }: Before) -> Rendered {
    let page = Page::SignIn { redirect, form: AccountForm::default() };
    pages::show(&app, PATH, None, page).await
}

/// Begins a session for whoever knows the password, as `POST /api/session` does, and leads back to where one was.
pub(crate) async fn send_sign_in(
    State(app): State<App>,
    before: Before,
    visitor: Result<Visitor, Refused>,
    form: Form<SignIn>,
) -> Response {
    let filled = AccountForm { email: form.typed("email"), ..AccountForm::default() };
    let begun = async { session::begin(&app, visitor?, form.body?).await }.await;
    let page = |redirect, form| Page::SignIn { redirect, form };
    account_form::answer(&app, PATH, before, begun, filled, page).await
}
