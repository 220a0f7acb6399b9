//! `GET /billing`: the balance, plans and packs.

use axum::extract::State;
use ui::Page;

use super::After;
use crate::App;
use crate::extract::SignedIn;
use crate::pages::{self, Rendered};

/// The billing page.
pub(crate) async fn billing(State(app): State<App>, caller: SignedIn, After { checkout }: After) -> Rendered {
    let notice = pages::notice(&app, &caller, checkout.as_deref()).await;
    let shell = pages::shell(&app, "/billing", Some(&caller), notice).await;
    pages::render(shell, Page::Billing)
}
