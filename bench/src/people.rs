//! People who use the server without a browser: they sign up and in over HTTP.

use anyhow::{Context, Result, bail};
use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::{Client, Response};
use serde_json::{Value, json};

/// Makes an account and returns its session's cookie, as a request carries it.
///
/// # Errors
/// When the server does not make it.
pub async fn sign_up(client: &Client, origin: &str, email: &str) -> Result<String> {
    begin_session(client, &format!("{origin}/api/account"), email).await
}

/// Begins another session of an account and returns its cookie.
///
/// # Errors
/// When the server does not begin it.
pub async fn sign_in(client: &Client, origin: &str, email: &str) -> Result<String> {
    begin_session(client, &format!("{origin}/api/session"), email).await
}

/// Asks for a path of the API as the owner of a session.
///
/// # Errors
/// When the server does not answer with JSON.
pub async fn ask(client: &Client, origin: &str, path: &str, cookie: &str) -> Result<Value> {
    let answer = client.get(format!("{origin}{path}")).header(COOKIE, cookie).send().await;
    Ok(answer.with_context(|| format!("no answer to {path}"))?.error_for_status()?.json().await?)
}

async fn begin_session(client: &Client, url: &str, email: &str) -> Result<String> {
    let body = json!({ "email": email, "password": e2e::PASSWORD });
    let answer = client.post(url).json(&body).send().await.with_context(|| format!("no answer from {url}"))?;
    if !answer.status().is_success() {
        bail!("{url} answered {}: {}", answer.status(), answer.text().await.unwrap_or_default());
    }
    cookie(&answer).with_context(|| format!("{url} set no cookie"))
}

fn cookie(answer: &Response) -> Option<String> {
    let text = answer.headers().get(SET_COOKIE)?.to_str().ok()?;
    Some(text.split(';').next()?.trim().to_owned())
}
