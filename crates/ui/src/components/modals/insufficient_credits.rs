//! The modal of a blocked click: three numbers, one offer, and a way out. It follows the live balance while it is open.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlDialogElement, HtmlElement, MouseEvent, PointerEvent};

use super::shortfall::shortfall;
use crate::components::icon::{self, icon};
use crate::contexts::catalog::use_catalog;
use crate::contexts::credit_balance::use_credit_balance;
use crate::format::{labels, messages, sentences};
use crate::hooks::use_checkout::use_checkout;
use crate::hooks::use_credit_gate::use_credit_gate;
use crate::hooks::use_generation_actions::use_generation_actions;
use crate::piece::{Element, Handle, Piece, button, dialog, div, footer, h2, header, p, part, text};
use crate::state::blocked::{Blocked, Standing};

/// The one modal of the whole app.
pub fn insufficient_credits() -> Piece {
    let gate = use_credit_gate();
    let (node, title) = (Handle::new(), Handle::new());
    show_while_open(node, gate.insufficient_credits_modal);
    let (live, catalog) = (use_credit_balance(), use_catalog());
    let standing = Memo::new(move |_| {
        gate.insufficient_credits_modal
            .with(|blocked| blocked.as_ref().map(|blocked| blocked.standing(live.balance.get(), &catalog.get())))
    });
    // What is pressed must not be built anew under the finger by a number that changes: only the turn to `Continue` does that.
    let is_enough = Memo::new(move |_| {
        standing.with(|standing| standing.as_ref().map(|standing| matches!(standing, Standing::Enough { .. })))
    });
    let checkout = use_checkout("/");
    let close = move || {
        if let Some(dialog) = node.now::<HtmlDialogElement>() {
            dialog.close();
        }
    };
    let content =
        move || is_enough.get().map(|is_enough| if is_enough { enough(title) } else { shortfall(standing, checkout) });
    let body = div()
        .class("modal__body")
        .child(head(standing, title, close))
        .child(part(content))
        .child(footer().class("modal__foot").child(later(close)));
    closed_by_its_backdrop(dialog(), close)
        .class("modal")
        .attr("aria-label", messages::INSUFFICIENT_CREDITS)
        .reached_by(node)
        .on("close", move |_: Event| {
            checkout.failure.set(None);
            gate.dismiss();
        })
        .child(body)
        .into()
}

fn head(standing: Memo<Option<Standing>>, handle: Handle, close: impl Fn() + 'static) -> Element {
    let title = move || match standing.get() {
        Some(Standing::Enough { available }) => sentences::you_now_have(available),
        Some(Standing::Short { .. }) | None => messages::INSUFFICIENT_CREDITS.to_owned(),
    };
    let cross = button()
        .class("icon-button")
        .attr("type", "button")
        .attr("aria-label", messages::CLOSE)
        .on_click(close)
        .child(icon(icon::CROSS));
    let heading = h2()
        .class("modal__title")
        .attr("aria-live", "polite")
        .attr("tabindex", "-1")
        .reached_by(handle)
        .child(text(title));
    header().class("modal__head").child(heading).child(cross)
}

fn later(close: impl Fn() + 'static) -> Element {
    button().class("text-button").attr("type", "button").on_click(close).child(messages::MAYBE_LATER)
}

/// A press that begins inside and ends on the backdrop, as when text is selected, is not a click on the backdrop.
fn closed_by_its_backdrop(dialog: Element, close: impl Fn() + 'static) -> Element {
    let is_pressed_outside = StoredValue::new(false);
    dialog.on("pointerdown", move |event: PointerEvent| is_pressed_outside.set_value(is_on_itself(&event))).on(
        "click",
        move |event: MouseEvent| {
            if is_on_itself(&event) && is_pressed_outside.get_value() {
                close();
            }
        },
    )
}

/// Opens and closes the dialog with its state, and gives the focus back to what opened it.
fn show_while_open(node: Handle, state: RwSignal<Option<Blocked>>) {
    let is_open = Memo::new(move |_| state.with(Option::is_some));
    let opener = StoredValue::new_local(None::<HtmlElement>);
    Effect::new(move |_| {
        let Some(dialog) = node.get::<HtmlDialogElement>() else { return };
        if is_open.get() && !dialog.open() {
            opener.set_value(focused());
            // The dialog is in the document and closed, so that there is nothing to refuse.
            let _ = dialog.show_modal();
        } else if !is_open.get() {
            dialog.close();
            if let Some(opener) = opener.try_update_value(Option::take).flatten() {
                let _ = opener.focus();
            }
        }
    });
}

fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Whether an event is the dialog's own: on its backdrop and not on what is inside.
fn is_on_itself(event: &Event) -> bool {
    event.target().is_some() && event.target() == event.current_target()
}

/// Enough has arrived: one click goes on. If the focus stood on what is gone, it goes to the heading that says so, and not to the button:
/// an Enter that was meant for something else must not spend.
fn enough(heading: Handle) -> Piece {
    let (actions, gate) = (use_generation_actions(), use_credit_gate());
    let waiting = gate
        .insufficient_credits_modal
        .with_untracked(|blocked| blocked.as_ref().map(|it| labels::model(&it.quote.operation, it.quote.cost)));
    Effect::new(move |_| {
        let is_lost = focused().is_none_or(|element| element.tag_name() == "BODY");
        if let Some(heading) = heading.now::<HtmlElement>().filter(|_| is_lost) {
            let _ = heading.focus();
        }
    });
    let resume = button()
        .class("button button--primary button--wide")
        .attr("type", "button")
        .on_click(move || actions.resume())
        .child(messages::CONTINUE);
    [p().class("modal__sentence").child(waiting), resume].into()
}
