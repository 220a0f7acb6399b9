//! What the modal says while credits are missing: the three numbers, what is on hold, what to buy.

use credits::words::shortfall_in_parts;
use credits::{Credits, Shortfall};
use leptos::prelude::*;

use crate::contexts::catalog::use_catalog;
use crate::contexts::generations::use_generations;
use crate::contexts::session::use_session;
use crate::format::{labels, messages, sentences};
use crate::hooks::use_checkout::Checkout;
use crate::piece::{Element, Piece, a, button, p, part, progress, span, strong, text};
use crate::state::blocked::{Hold, Standing};

/// What the modal says while credits are missing, kept up to date with how things stand.
pub fn shortfall(standing: Memo<Option<Standing>>, checkout: Checkout) -> Piece {
    let number = move |pick: fn(&Shortfall) -> Credits| {
        move || {
            standing.with(|it| it.as_ref().and_then(Standing::shortfall).map(|it| pick(it).get().max(0).to_string()))
        }
    };
    let bar = progress()
        .class("bar bar--amber")
        .attr("aria-hidden", "true")
        .live("max", number(|it| it.required))
        .live("value", number(|it| it.available));
    let subscribe = labels::subscribe(&use_catalog().now());
    let plan = subscribe.map(|offer| {
        a().class("modal__plan").attr("href", "/billing").child(messages::OR).child(span().class("link").child(offer))
    });
    let has_offer = Memo::new(move |_| standing.with(|it| it.as_ref().and_then(Standing::offer).is_some()));
    let failure = p().class("form__failure").attr("role", "alert");
    Piece::Group(vec![
        part(move || held(standing, true)),
        sentence(standing).into(),
        bar.into(),
        part(move || held(standing, false)),
        part(move || has_offer.get().then(|| buy(standing, checkout).into())),
        failure.child(part(move || checkout.failure.get().map(Into::into))).into(),
        p().class("modal__note").child(messages::PROMPT_WAITS).into(),
        plan.into(),
    ])
}

/// The three numbers in bold, in one sentence.
fn sentence(standing: Memo<Option<Standing>>) -> Element {
    let words =
        Memo::new(move |_| standing.with(|it| it.as_ref().and_then(Standing::shortfall).map(shortfall_in_parts)));
    let piece = move |index: usize| {
        text(move || words.with(|it| it.as_ref().and_then(|it| it.get(index).cloned()).unwrap_or_default()))
    };
    let bold = move |index| strong().child(piece(index));
    p().class("modal__sentence")
        .child(piece(0))
        .child(bold(1))
        .child(piece(2))
        .child(bold(3))
        .child(piece(4))
        .child(bold(5).class("amber"))
        .child(piece(6))
}

/// What is on hold: said first when it alone is in the way, after the numbers when it would not be enough.
fn held(standing: Memo<Option<Standing>>, is_first: bool) -> Option<Piece> {
    match standing.with(|standing| standing.as_ref().map(Standing::hold))? {
        Hold::AloneInTheWay(held) if is_first => {
            let running = use_generations().list.with(|list| list.only_unfinished().map(|it| it.kind));
            let words = sentences::held_alone(held, running);
            Some(p().class("modal__sentence modal__sentence--held").child(words).into())
        }
        Hold::NotEnough(held) if !is_first => {
            Some(p().class("modal__note modal__note--left").child(sentences::held_back(held)).into())
        }
        Hold::Nothing | Hold::AloneInTheWay(_) | Hold::NotEnough(_) => None,
    }
}

fn buy(standing: Memo<Option<Standing>>, checkout: Checkout) -> Element {
    let is_busy = move || checkout.busy.with(Option::is_some);
    let offer = move || standing.with(|it| it.as_ref().and_then(Standing::offer).cloned());
    let label = move || {
        if is_busy() {
            messages::OPENING_CHECKOUT.to_owned()
        } else {
            offer().map(|offer| labels::buy(&offer)).unwrap_or_default()
        }
    };
    button()
        .class("button button--primary button--wide")
        .attr("type", "button")
        .live("aria-busy", move || is_busy().then_some("true"))
        .flag("disabled", !use_session().is_signed_in())
        .on_click(move || {
            if let Some(offer) = untrack(offer) {
                checkout.start(offer.price_id, offer.quantity);
            }
        })
        .child(text(label))
}
