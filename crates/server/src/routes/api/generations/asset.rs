//! `GET /api/generations/{id}/assets/{n}`: a picture or clip, whole or in part, for its owner alone.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::Response;
use studio::AssetFile;
use tower_http::services::ServeFile;
use uuid::Uuid;

use crate::App;
use crate::extract::{At, SignedIn};
use crate::problem::Refused;

/// A file never changes under its address, but it is its owner's: no shared cache keeps it.
const KEPT_BY_ITS_OWNER: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");

/// The file, or the range of it that was asked for; `?download` has the browser keep it.
pub(crate) async fn asset(
    State(app): State<App>,
    caller: SignedIn,
    At((id, n)): At<(Uuid, usize)>,
    request: Request,
) -> Result<Response, Refused> {
    let file = app.studio.asset(caller.id(), id, n).await?.ok_or_else(Refused::not_found)?;
    let download = is_download(request.uri().query()).then(|| file_name(id, n, &file));
    let sent = ServeFile::new(&file.path).try_call(request).await;
    let mut response =
        sent.map_err(|error| Refused::unavailable("The file cannot be read right now.", error))?.map(Body::new);
    if response.status().is_client_error() {
        response.headers_mut().remove(CONTENT_TYPE);
        return Ok(response);
    }
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, KEPT_BY_ITS_OWNER);
    headers.insert(CONTENT_TYPE, HeaderValue::from_str(&file.media_type).map_err(Refused::internal)?);
    if let Some(name) = download {
        headers.insert(CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(Refused::internal)?);
    }
    Ok(response)
}

fn is_download(query: Option<&str>) -> bool {
    query.unwrap_or_default().split('&').any(|part| part == "download" || part.starts_with("download="))
}

fn file_name(id: Uuid, n: usize, file: &AssetFile) -> String {
    let extension = file.path.extension().and_then(|extension| extension.to_str()).unwrap_or("bin");
    format!("attachment; filename=\"farebox-{id}-{n}.{extension}\"")
}
