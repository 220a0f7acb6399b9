//! `GET /checkout/test/{session}`: what is bought, and the buttons that decide how it ends.

use axum::extract::State;
use billing::gateways::test_checkout::{TestLine, TestSession, TestSessionState};
use ui::{OrderLine, Page, TestCheckoutState};

use super::{gateway, session_id};
use crate::App;
use crate::extract::{At, SignedIn};
use crate::pages::{self, Rendered};
use crate::problem::Refused;

/// The checkout page.
pub(crate) async fn page(
    State(app): State<App>,
    caller: SignedIn,
    At(session): At<String>,
) -> Result<Rendered, Refused> {
    let id = session_id(session)?;
    let found = gateway(&app)?.session(caller.id(), &id).await?.ok_or_else(Refused::not_found)?;
    let path = format!("/checkout/test/{id}");
    Ok(pages::show(&app, &path, Some(&caller), of_session(&app, found)).await)
}

fn of_session(app: &App, session: TestSession) -> Page {
    let (state, back) = match session.state {
        TestSessionState::Open => (TestCheckoutState::Open, session.back_url),
        TestSessionState::Declined => (TestCheckoutState::Declined, session.back_url),
        TestSessionState::Expired => (TestCheckoutState::Expired, session.back_url),
        // Back without paying would say that nothing was charged.
        TestSessionState::Paid => (TestCheckoutState::AlreadyPaid, session.done_url),
    };
    Page::TestCheckout {
        session: session.id.to_string(),
        lines: session.lines.into_iter().map(line).collect(),
        total: wire::Money::from(&session.total),
        is_plan: session.is_plan,
        state,
        back: super::path_of(app, &back).to_owned(),
    }
}

fn line(line: TestLine) -> OrderLine {
    OrderLine { name: line.name, quantity: line.quantity, credits: line.credits, price: wire::Money::from(&line.price) }
}
