//! `/signup`: for somebody who is signed out; whoever is signed in goes on at once.

use axum::extract::State;
use axum::response::Response;
use ui::{AccountForm, Page};
use wire::SignUp;

use super::{Before, account_form};
use crate::App;
use crate::extract::{Form, Visitor};
use crate::pages::{self, Rendered};
use crate::problem::Refused;
use crate::routes::api::account;

const PATH: &str = "/signup";

/// The sign-up page, which leads back to where one was.
pub(crate) async fn sign_up(State(app): State<App>, Before { redirect }: Before) -> Rendered {
    let page = Page::SignUp { redirect, form: AccountForm::default() };
    pages::show(&app, PATH, None, page).await
}

/// Makes an account and signs its owner in, as `POST /api/account` does, and leads back to where one was.
pub(crate) async fn send_sign_up(
    State(app): State<App>,
    before: Before,
    visitor: Result<Visitor, Refused>,
    form: Form<SignUp>,
) -> Response {
    let (email, display_name) = (form.typed("email"), form.typed("display_name"));
    let filled = AccountForm { email, display_name, ..AccountForm::default() };
    let begun = async { account::make(&app, visitor?, form.body?).await }.await;
    let page = |redirect, form| Page::SignUp { redirect, form };
    account_form::answer(&app, PATH, before, begun, filled, page).await
}
