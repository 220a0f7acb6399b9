//! The built-in gateway's portal: what is subscribed to, and how it ends. Plain forms, without a program.

use leptos::prelude::*;

use crate::components::plain_shell::PlainShell;
use crate::format::{credits::in_words, day, messages, plain_messages};
use crate::page_data::PortalPlan;
use crate::piece::{IntoPiece, Piece};

/// The built-in gateway's portal.
#[component]
pub fn TestPortal(
    /// What is subscribed to.
    subscriptions: Vec<PortalPlan>,
    /// The portal's name, as it stands in the address.
    token: String,
) -> Piece {
    let is_empty = subscriptions.is_empty();
    let plans = subscriptions.into_iter().map(|plan| card(plan, &token)).collect::<Vec<_>>();
    let page = view! {
        <p class="test-notice">{plain_messages::TEST_CHECKOUT}</p>
        {is_empty.then(|| view! { <p class="plain__hint">{plain_messages::NO_PLANS}</p> })}
        <ul class="portal" role="list">{plans}</ul>
        <p class="plain__foot"><a class="link" href="/billing">{plain_messages::BACK_TO_BILLING}</a></p>
    };
    view! { <PlainShell heading=plain_messages::YOUR_PLANS.to_owned().piece() page=page.piece()/> }.piece()
}

fn card(plan: PortalPlan, token: &str) -> Piece {
    let id = format!("plan-{}", plan.id);
    let price = credits::Money::from(plan.price);
    let day = day::day(plan.renews_or_ends_at);
    let until = if plan.is_cancelable { plain_messages::renews_on(&day) } else { plain_messages::cancels_on(&day) };
    let cancel = plan.is_cancelable.then(|| {
        let action = format!("/checkout/test/portal/{token}/cancel/{}", plan.id);
        view! {
            <form method="post" action=action>
                <button class="button button--wide" aria-describedby=id.clone()>{plain_messages::CANCEL_PLAN}</button>
            </form>
        }
    });
    view! {
        <li class="portal__plan">
            <h2 class="offer__name"><span id=id.clone()>{plan.name}</span><span class="portal__state">{plan.state}</span></h2>
            <p class="offer__worth">
                {format!("{price} {month} · {credits} {month}", month = messages::A_MONTH, credits = in_words(plan.credits_a_month))}
            </p>
            <p class="offer__worth">{until}</p>
            {cancel}
        </li>
    }
    .piece()
}
