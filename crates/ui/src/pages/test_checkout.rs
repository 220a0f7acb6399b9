//! The built-in gateway's checkout: what is bought, and how the payment is to end. Plain forms, without a program.

use wire::Money;

use crate::components::plain_shell::plain_shell;
use crate::format::{credits::in_words, labels, messages, messages::plain};
use crate::page_data::{OrderLine, TestCheckoutState};
use crate::piece::{Element, Piece, a, button, caption, div, form, p, span, table, tbody, td, tfoot, th, tr};

/// The built-in gateway's checkout: its name of the session, what is bought and what it costs in all, whether that comes every month, how
/// the session stands, and the path of ours to go back to.
pub fn test_checkout(
    session: &str,
    lines: Vec<OrderLine>,
    total: Money,
    is_plan: bool,
    state: TestCheckoutState,
    back: String,
) -> Piece {
    let rhythm = is_plan.then(|| format!(" {}", messages::A_MONTH));
    let sum = tr()
        .child(th().attr("scope", "row").child(plain::TOTAL))
        .child(td().child(credits::Money::from(total).to_string()).child(rhythm));
    let order = table()
        .class("order")
        .child(caption().class("unseen").child(plain::ORDER))
        .child(tbody().children(lines.into_iter().map(row)))
        .child(tfoot().child(sum));
    let page: [Piece; 4] = [
        p().class("test-notice").child(plain::TEST_CHECKOUT).into(),
        announcement(state).into(),
        order.into(),
        actions(session, state, back).into(),
    ];
    plain_shell(plain::CHECKOUT, page)
}

fn row(line: OrderLine) -> Element {
    let name = labels::counted(&line.name, line.quantity);
    let brings = span().class("order__credits").child(in_words(line.credits));
    tr().child(th().attr("scope", "row").child(name).child(brings))
        .child(td().child(credits::Money::from(line.price).to_string()))
}

fn announcement(state: TestCheckoutState) -> Option<Element> {
    let text = match state {
        TestCheckoutState::Open => return None,
        TestCheckoutState::Declined => plain::DECLINED,
        TestCheckoutState::Expired => messages::CHECKOUT_EXPIRED,
        TestCheckoutState::AlreadyPaid => plain::ALREADY_PAID,
    };
    Some(p().class("form__failure").attr("role", "alert").child(text))
}

fn actions(session: &str, state: TestCheckoutState, back: String) -> Element {
    match state {
        TestCheckoutState::Expired | TestCheckoutState::AlreadyPaid => {
            a().class("button button--primary button--wide").attr("href", back).child(messages::GO_BACK)
        }
        TestCheckoutState::Open | TestCheckoutState::Declined => {
            let verb = |verb: &str, name: &'static str, class: &'static str| {
                let action = format!("/checkout/test/{session}/{verb}");
                form().attr("method", "post").attr("action", action).child(button().class(class).child(name))
            };
            let refusals = div()
                .class("pair")
                .child(verb("decline", plain::DECLINE, "button button--wide"))
                .child(verb("cancel", messages::CANCEL, "button button--wide"));
            div()
                .class("order__actions")
                .child(verb("pay", plain::PAY, "button button--primary button--wide"))
                .child(verb("pay-silently", plain::PAY_SILENTLY, "button button--wide"))
                .child(refusals)
        }
    }
}
