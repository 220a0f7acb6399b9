//! `POST /api/account`: sign up.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::{Map, Value};
use wire::{FieldError, Me, SignUp};

use crate::App;
use crate::accounts::NewAccount;
use crate::edge::{SetCookie, session_cookie};
use crate::extract::{Field, Fields, Sent, Visitor, field, optional};
use crate::problem::Refused;

/// Makes an account, and signs its owner in.
pub(crate) async fn sign_up(
    State(app): State<App>,
    visitor: Visitor,
    Sent(sign_up): Sent<SignUp>,
) -> Result<impl IntoResponse, Refused> {
    let (cookie, me) = make(&app, visitor, sign_up).await?;
    Ok((StatusCode::CREATED, cookie, Json(me)))
}

/// Makes an account and begins its first session, however it was asked for, and gives the cookie that carries it.
pub(crate) async fn make(app: &App, visitor: Visitor, sign_up: SignUp) -> Result<(SetCookie, Me), Refused> {
    let SignUp { email, password, display_name } = sign_up;
    let newcomer = NewAccount { email, password, display_name };
    let (account, token) = app.accounts.sign_up(newcomer, visitor.previous).await?;
    Ok((session_cookie(&app.settings, &token), account.into()))
}

impl Fields for SignUp {
    const FIELDS: &'static [Field] = &[
        field::<String>("email", "an email address"),
        field::<String>("password", "a text of at least 8 characters"),
        optional::<Option<String>>("display_name", "a text"),
    ];

    fn wrong_values(object: &Map<String, Value>, _app: &App) -> Vec<FieldError> {
        let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
        let newcomer = NewAccount {
            email: text("email").unwrap_or_default(),
            password: text("password").unwrap_or_default(),
            display_name: text("display_name"),
        };
        let wrong = newcomer.wrong_fields().into_iter();
        wrong.map(|wrong| FieldError { pointer: wrong.pointer().to_owned(), detail: wrong.to_string() }).collect()
    }
}
