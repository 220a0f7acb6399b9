//! The footer: model, cost, balance, and the button that spends. 64 px, never higher.

use leptos::prelude::*;
use web_sys::MouseEvent;

use super::action_button::use_spending;
use super::model_select::model_select;
use crate::components::icon::{self, icon};
use crate::contexts::credit_balance::use_credit_balance;
use crate::contexts::generations::use_generations;
use crate::format::{labels, messages};
use crate::piece::{Piece, button, footer, p, span, text};
use crate::state::controls::{Operation, Tab};

/// The footer for the tab that is open; a click on Generate begins.
pub fn generation_footer(tab: Memo<Tab>, begin: impl Fn(Operation) + 'static) -> Piece {
    let spending = use_spending(Operation::Generate);
    let (balance, generations) = (use_credit_balance(), use_generations());
    let is_short = move || {
        let available = balance.balance.get().map(|balance| balance.available);
        available.zip(spending.cost()).is_some_and(|(available, cost)| available < cost)
    };
    let available =
        move || balance.balance.get().map(|balance| labels::available(balance.available)).unwrap_or_default();
    let numbers =
        p().class("footer__numbers").child(span().child(text(move || spending.label()))).child(" ").child(
            span().class("footer__balance").class_when("footer__balance--short", is_short).child(text(available)),
        );
    let generate = button()
        .class("button button--primary footer__generate")
        .attr("type", "button")
        .live_flag("disabled", move || spending.is_disabled())
        .live("aria-disabled", move || spending.aria_disabled())
        .live("aria-busy", move || generations.calls.is_submitting.get().then_some("true"))
        .live("title", move || spending.title())
        .on("click", move |event: MouseEvent| {
            if event.detail() < 2 {
                begin(Operation::Generate);
            }
        })
        .child(icon(icon::STAR))
        .child(span().child(messages::GENERATE));
    footer().class("footer").child(model_select(tab)).child(numbers).child(generate).into()
}
