//! Pages: what every one of them needs is read, and `ui` renders it.

mod local_path;
mod notice;
mod problem_text;
mod shell;

use axum::http::header::{COOKIE, HeaderMap, HeaderValue};
use axum::response::Html;
use ui::{Page, PageData, Shell};
use wire::Problem;

use crate::App;
use crate::extract::{MaybeSignedIn, SignedIn};
pub(crate) use local_path::{local_path, sign_in_address};
pub(crate) use notice::notice;
pub(crate) use problem_text::problem_text;
pub(crate) use shell::shell;

/// A rendered page.
pub(crate) type Rendered = Html<String>;

/// A page as HTML.
pub(crate) fn render(shell: Shell, page: Page) -> Rendered {
    let data = PageData { shell, page };
    Html(ui::render(&data, crate::assets::asset_names()))
}

/// A page of somebody who may be signed in, rendered with what they have.
pub(crate) async fn show(app: &App, path: &str, caller: Option<&SignedIn>, page: Page) -> Rendered {
    render(shell(app, path, caller, None).await, page)
}

/// The page that says that there is nothing here, to whoever the cookies belong to.
pub(crate) async fn not_found(app: &App, path: &str, cookies: Option<&HeaderValue>) -> Rendered {
    let headers: HeaderMap = cookies.map(|cookies| (COOKIE, cookies.clone())).into_iter().collect();
    let caller = match MaybeSignedIn::of(app, &headers).await {
        Ok(MaybeSignedIn(caller)) => caller,
        Err(_) => None,
    };
    show(app, path, caller.as_ref(), Page::NotFound).await
}

/// The page that names a request which could not be answered, and says why if the fault is not ours. It asks nobody for anything: storage
/// may be what is out of reach.
pub(crate) fn error(app: &App, path: &str, request_id: &str, reason: Option<Problem>) -> Rendered {
    let (title, detail) = reason.map(|problem| (problem.title, problem.detail)).unzip();
    render(shell::of_nobody(app, path), Page::Error { request_id: request_id.to_owned(), title, detail })
}
