//! `GET /`: the workspace, with the caller's generations in it; without any for somebody who is signed out.

use axum::extract::State;
use axum_extra::extract::CookieJar;
use ui::{Page, Shell};
use wire::List;

use super::After;
use crate::App;
use crate::convert;
use crate::extract::MaybeSignedIn;
use crate::pages::{self, Rendered};
use crate::problem::Refused;
use crate::routes::api::generations::PAGE;

/// The workspace.
pub(crate) async fn workspace(
    State(app): State<App>,
    MaybeSignedIn(caller): MaybeSignedIn,
    After { checkout }: After,
    cookies: CookieJar,
) -> Result<Rendered, Refused> {
    let (notice, generations) = match &caller {
        Some(caller) => {
            let notice = pages::notice(&app, caller, checkout.as_deref()).await;
            (notice, convert::generations(app.studio.list(caller.id(), None, PAGE).await?))
        }
        None => (None, List { items: Vec::new(), next_cursor: None }),
    };
    let choices = cookies.get(ui::CHOICES_COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    let shell = Shell { choices, ..pages::shell(&app, "/", caller.as_ref(), notice).await };
    Ok(pages::render(shell, Page::Workspace { generations }))
}
