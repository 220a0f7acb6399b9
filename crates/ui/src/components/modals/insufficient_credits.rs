//! The modal of a blocked click: three numbers, one offer, and a way out. It follows the live balance while it is open.

use credits::{Credits, Offer, Shortfall};
use leptos::ev;
use leptos::html::Dialog;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::components::icon::{self, icon};
use crate::contexts::catalog::use_catalog;
use crate::contexts::credit_balance::use_credit_balance;
use crate::contexts::session::use_session;
use crate::format::{labels, messages};
use crate::hooks::use_checkout::{Checkout, use_checkout};
use crate::hooks::use_credit_gate::use_credit_gate;
use crate::hooks::use_generation_actions::use_generation_actions;
use crate::piece::{IntoPiece, Piece, act, attr, part, text};
use crate::state::blocked::Standing;

/// The one modal of the whole app.
#[component]
pub fn InsufficientCredits() -> Piece {
    let gate = use_credit_gate();
    let node = NodeRef::<Dialog>::new();
    show_while_open(node, gate.insufficient_credits_modal);
    let (live, catalog) = (use_credit_balance(), use_catalog());
    let standing = move || {
        gate.insufficient_credits_modal
            .with(|blocked| blocked.as_ref().map(|blocked| blocked.standing(live.balance.get(), &catalog.get())))
    };
    let checkout = use_checkout("/");
    let close = move || {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
    };
    // A press that begins inside and ends on the backdrop, as when text is selected, is not a click on the backdrop.
    let is_pressed_outside = StoredValue::new(false);
    let title = move || match standing() {
        Some(Standing::Enough { available }) => messages::you_now_have(available),
        Some(Standing::Short { .. }) | None => messages::INSUFFICIENT_CREDITS.to_owned(),
    };
    view! {
        <dialog
            class="modal"
            aria-label=messages::INSUFFICIENT_CREDITS
            node_ref=node
            on:close=act(move |_| {
                checkout.failure.set(None);
                gate.dismiss();
            })
            on:pointerdown=act(move |event: ev::PointerEvent| is_pressed_outside.set_value(is_on_itself(&event)))
            on:click=act(move |event: ev::MouseEvent| {
                if is_on_itself(&event) && is_pressed_outside.get_value() {
                    close();
                }
            })
        >
            <div class="modal__body">
                <header class="modal__head">
                    <h2 class="modal__title" aria-live="polite">{text(title)}</h2>
                    <button type="button" class="icon-button" aria-label=messages::CLOSE on:click=act(move |_| close())>
                        {icon(icon::CROSS)}
                    </button>
                </header>
                {part(move || standing().map(|standing| content(standing, checkout)))}
                <footer class="modal__foot">
                    <button type="button" class="text-button" on:click=act(move |_| close())>{messages::MAYBE_LATER}</button>
                </footer>
            </div>
        </dialog>
    }
    .piece()
}

/// Opens and closes the dialog with its state, and gives the focus back to what opened it.
fn show_while_open(node: NodeRef<Dialog>, state: RwSignal<Option<crate::state::blocked::Blocked>>) {
    let is_open = Memo::new(move |_| state.with(Option::is_some));
    let opener = StoredValue::new_local(None::<HtmlElement>);
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if is_open.get() && !dialog.open() {
            let active = document().active_element().and_then(|element| element.dyn_into().ok());
            opener.set_value(active);
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

/// Whether an event is the dialog's own: on its backdrop and not on what is inside.
fn is_on_itself(event: &ev::Event) -> bool {
    event.target().is_some() && event.target() == event.current_target()
}

fn content(standing: Standing, checkout: Checkout) -> Piece {
    match standing {
        Standing::Short { shortfall, held, offer } => short(&shortfall, held, offer, checkout),
        Standing::Enough { .. } => enough(),
    }
}

fn enough() -> Piece {
    let (actions, gate) = (use_generation_actions(), use_credit_gate());
    let waiting = gate
        .insufficient_credits_modal
        .with_untracked(|blocked| blocked.as_ref().map(|it| labels::model(&it.quote.operation, it.quote.cost)));
    view! {
        <p class="modal__sentence">{waiting}</p>
        <button type="button" class="button button--primary button--wide" on:click=act(move |_| actions.resume())>
            {messages::CONTINUE}
        </button>
    }
    .piece()
}

fn short(shortfall: &Shortfall, held: Credits, offer: Option<Offer>, checkout: Checkout) -> Piece {
    let [have, available, costs, required, need, missing, end] = messages::shortfall(shortfall);
    let subscribe = labels::subscribe(&use_catalog().get());
    view! {
        <p class="modal__sentence">
            {have}<strong>{available}</strong>{costs}<strong>{required}</strong>{need}
            <strong class="amber">{missing}</strong>{end}
        </p>
        <progress
            class="bar bar--amber"
            aria-hidden="true"
            max=shortfall.required.get()
            value=shortfall.available.get().max(0)
        ></progress>
        {messages::held_back(held).map(|text| view! { <p class="modal__note modal__note--left">{text}</p> }.piece())}
        {offer.map(|offer| buy(offer, checkout))}
        <p class="form__failure" role="alert">{part(move || checkout.failure.get().map(IntoPiece::piece))}</p>
        <p class="modal__note">{messages::PROMPT_WAITS}</p>
        {subscribe
            .map(|text| {
                view! { <a class="modal__plan" href="/billing">{messages::OR}<span class="link">{text}</span></a> }
                .piece()
            })}
    }
    .piece()
}

fn buy(offer: Offer, checkout: Checkout) -> Piece {
    let is_signed_in = use_session().is_signed_in();
    let is_busy = move || checkout.busy.with(Option::is_some);
    let label = labels::buy(&offer);
    view! {
        <button
            type="button"
            class="button button--primary button--wide"
            aria-busy=attr(move || is_busy().then_some("true"))
            disabled=!is_signed_in
            on:click=act(move |_| checkout.start(offer.price_id.clone(), offer.quantity))
        >
            {text(move || if is_busy() { messages::OPENING_CHECKOUT.to_owned() } else { label.clone() })}
        </button>
    }
    .piece()
}
