//! `GET /signin`: for somebody who is signed out; whoever is signed in goes on at once.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use ui::Page;

use super::Before;
use crate::App;
use crate::extract::MaybeSignedIn;
use crate::pages;

/// The sign-in page, which leads back to where one was.
pub(crate) async fn sign_in(
    State(app): State<App>,
    MaybeSignedIn(caller): MaybeSignedIn,
    Before { redirect }: Before,
) -> Response {
    let redirect = pages::local_path(redirect.as_deref());
    match caller {
        Some(_) => Redirect::to(redirect).into_response(),
        None => {
            let page = Page::SignIn { redirect: redirect.to_owned() };
            pages::show(&app, "/signin", None, page).await.into_response()
        }
    }
}
