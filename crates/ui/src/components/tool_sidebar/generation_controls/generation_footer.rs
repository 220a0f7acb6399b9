//! The footer: model, cost, balance, and the button that spends. 64 px, never higher.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::action_button::use_spending;
use super::model_select::ModelSelect;
use crate::components::icon::{self, icon};
use crate::contexts::credit_balance::use_credit_balance;
use crate::contexts::generations::use_generations;
use crate::format::{labels, messages};
use crate::piece::{IntoPiece, Piece, act, attr, flag, text};
use crate::state::controls::{Operation, Tab};

/// The footer.
#[component]
pub fn GenerationFooter(
    /// The tab that is open.
    tab: Memo<Tab>,
    /// What a click on Generate does.
    begin: impl Fn(Operation) + Copy + 'static,
) -> Piece {
    let spending = use_spending(Operation::Generate);
    let (balance, generations) = (use_credit_balance(), use_generations());
    let is_short = move || {
        let available = balance.balance.get().map(|balance| balance.available);
        available.zip(spending.cost()).is_some_and(|(available, cost)| available < cost)
    };
    let available =
        move || balance.balance.get().map(|balance| labels::available(balance.available)).unwrap_or_default();
    view! {
        <footer class="footer">
            <ModelSelect tab/>
            <p class="footer__numbers">
                <span>{text(move || spending.label())}</span>" "<span class="footer__balance" class:footer__balance--short=flag(is_short)>{text(available)}</span>
            </p>
            <button
                type="button"
                class="button button--primary footer__generate"
                disabled=flag(move || spending.is_disabled())
                aria-disabled=attr(move || spending.aria_disabled())
                aria-busy=attr(move || generations.is_submitting.get().then_some("true"))
                title=attr(move || spending.title())
                on:click=act(move |event: MouseEvent| {
                    if event.detail() < 2 {
                        begin(Operation::Generate);
                    }
                })
            >
                {icon(icon::STAR)}
                <span>{messages::GENERATE}</span>
            </button>
        </footer>
    }
    .piece()
}
