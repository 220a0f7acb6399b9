//! The built-in gateway's portal: what is subscribed to, and how it ends. Plain forms, without a program.

use crate::components::plain_shell::plain_shell;
use crate::format::{day, messages::plain, sentences};
use crate::page_data::PortalPlan;
use crate::piece::{Element, Piece, a, button, form, h2, li, p, span, ul};

/// The built-in gateway's portal: what is subscribed to, and the portal's name as it stands in the address.
pub fn test_portal(subscriptions: Vec<PortalPlan>, token: &str) -> Piece {
    let nothing = subscriptions.is_empty().then(|| p().class("plain__hint").child(plain::NO_PLANS));
    let plans = subscriptions.into_iter().map(|plan| card(plan, token));
    let back = a().class("link").attr("href", "/billing").child(plain::BACK_TO_BILLING);
    let page: [Piece; 4] = [
        p().class("test-notice").child(plain::TEST_CHECKOUT).into(),
        nothing.into(),
        ul().class("portal").attr("role", "list").children(plans).into(),
        p().class("plain__foot").child(back).into(),
    ];
    plain_shell(plain::YOUR_PLANS, page)
}

fn card(plan: PortalPlan, token: &str) -> Element {
    let id = format!("plan-{}", plan.id);
    let day = day::day(plan.renews_or_ends_at);
    let until = if plan.is_cancelable { sentences::renews_on(&day) } else { sentences::cancels_on(&day) };
    let cancel = plan.is_cancelable.then(|| {
        let button = button().class("button button--wide").attr("aria-describedby", id.clone());
        let action = format!("/checkout/test/portal/{token}/cancel/{}", plan.id);
        form().attr("method", "post").attr("action", action).child(button.child(plain::CANCEL_PLAN))
    });
    let name = h2()
        .class("offer__name")
        .child(span().attr("id", id).child(plan.name))
        .child(span().class("portal__state").child(plan.state));
    let what = sentences::every_month(&credits::Money::from(plan.price), plan.credits_a_month);
    li().class("portal__plan")
        .child(name)
        .child(p().class("offer__worth").child(what))
        .child(p().class("offer__worth").child(until))
        .child(cancel)
}
