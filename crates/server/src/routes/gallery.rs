//! `/dev/gallery`: every page and component in every state, from fixtures. Development builds only.

use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse};
use ui::gallery;

use crate::assets::asset_names;
use crate::extract::At;
use crate::pages::Rendered;
use crate::problem::Refused;

/// `GET /dev/gallery`: the way to all scenes.
pub(crate) async fn index() -> Rendered {
    Html(gallery::index(asset_names()))
}

/// `GET /dev/gallery/{scene}`: one page in one state.
pub(crate) async fn scene(At(name): At<String>) -> Result<Rendered, Refused> {
    let scene = gallery::scenes().into_iter().find(|scene| scene.name == name).ok_or_else(Refused::not_found)?;
    Ok(Html(scene.render(asset_names())))
}

/// `GET /dev/gallery/open.js`: opens what only a program can open.
pub(crate) async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"))], gallery::SCRIPT)
}
