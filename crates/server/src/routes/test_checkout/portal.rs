//! `GET /checkout/test/portal/{token}`: the caller's plans.

use axum::extract::State;
use billing::gateways::test_checkout::TestPlan;
use ui::{Page, PortalPlan};

use super::gateway;
use crate::App;
use crate::extract::{At, SignedIn};
use crate::pages::{self, Rendered};
use crate::problem::Refused;

/// The portal page.
pub(crate) async fn portal(
    State(app): State<App>,
    caller: SignedIn,
    At(token): At<String>,
) -> Result<Rendered, Refused> {
    let found = gateway(&app)?.portal(caller.id(), &token).await?.ok_or_else(Refused::not_found)?;
    let path = format!("/checkout/test/portal/{token}");
    let subscriptions = found.plans.into_iter().map(plan).collect();
    Ok(pages::show(&app, &path, Some(&caller), Page::TestPortal { subscriptions, token }).await)
}

fn plan(plan: TestPlan) -> PortalPlan {
    PortalPlan {
        id: plan.id.to_string(),
        name: plan.name,
        price: wire::Money::from(&plan.price),
        credits_a_month: plan.credits_a_month,
        state: plan.state.as_str().to_owned(),
        renews_or_ends_at: plan.state.renews_or_ends_at().into(),
        is_cancelable: plan.state.is_cancelable(),
    }
}
