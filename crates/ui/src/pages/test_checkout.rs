//! The built-in gateway's checkout: what is bought, and how the payment is to end. Plain forms, without a program.

use leptos::prelude::*;
use wire::Money;

use crate::components::plain_shell::PlainShell;
use crate::format::{credits::in_words, messages, plain_messages};
use crate::page_data::{OrderLine, TestCheckoutState};
use crate::piece::{IntoPiece, Piece};

/// The built-in gateway's checkout.
#[component]
pub fn TestCheckout(
    /// The gateway's name of the session.
    session: String,
    /// What is bought.
    lines: Vec<OrderLine>,
    /// What it costs in all.
    total: Money,
    /// Whether it comes every month.
    is_plan: bool,
    /// How the session stands.
    state: TestCheckoutState,
    /// The path of ours to go back to.
    back: String,
) -> Piece {
    let rows = lines.into_iter().map(row).collect::<Vec<_>>();
    let rhythm = is_plan.then(|| format!(" {}", messages::A_MONTH));
    let page = view! {
        <p class="test-notice">{plain_messages::TEST_CHECKOUT}</p>
        {announcement(state)}
        <table class="order">
            <caption class="unseen">{plain_messages::ORDER}</caption>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr>
                    <th scope="row">{plain_messages::TOTAL}</th>
                    <td>{credits::Money::from(total).to_string()}{rhythm}</td>
                </tr>
            </tfoot>
        </table>
        {actions(&session, state, back)}
    };
    view! { <PlainShell heading=plain_messages::CHECKOUT.to_owned().piece() page=page.piece()/> }.piece()
}

fn row(line: OrderLine) -> Piece {
    let count = if line.quantity == 1 { String::new() } else { format!("{} × ", line.quantity) };
    view! {
        <tr>
            <th scope="row">
                {format!("{count}{}", line.name)}<span class="order__credits">{in_words(line.credits)}</span>
            </th>
            <td>{credits::Money::from(line.price).to_string()}</td>
        </tr>
    }
    .piece()
}

fn announcement(state: TestCheckoutState) -> Option<Piece> {
    let text = match state {
        TestCheckoutState::Open => return None,
        TestCheckoutState::Declined => plain_messages::DECLINED,
        TestCheckoutState::Expired => messages::CHECKOUT_EXPIRED,
        TestCheckoutState::AlreadyPaid => plain_messages::ALREADY_PAID,
    };
    Some(view! { <p class="form__failure" role="alert">{text}</p> }.piece())
}

fn actions(session: &str, state: TestCheckoutState, back: String) -> Piece {
    match state {
        TestCheckoutState::Expired | TestCheckoutState::AlreadyPaid => {
            view! { <a class="button button--primary button--wide" href=back>{messages::GO_BACK}</a> }.piece()
        }
        TestCheckoutState::Open | TestCheckoutState::Declined => {
            let form = |verb: &str, name: &'static str, class: &'static str| {
                let action = format!("/checkout/test/{session}/{verb}");
                view! { <form method="post" action=action><button class=class>{name}</button></form> }
            };
            view! {
                <div class="order__actions">
                    {form("pay", plain_messages::PAY, "button button--primary button--wide")}
                    {form("pay-silently", plain_messages::PAY_SILENTLY, "button button--wide")}
                    <div class="pair">
                        {form("decline", plain_messages::DECLINE, "button button--wide")}
                        {form("cancel", messages::CANCEL, "button button--wide")}
                    </div>
                </div>
            }
            .piece()
        }
    }
}
