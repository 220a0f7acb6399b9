//! The way back from the payment gateway, while the payment is not confirmed.

use credits::Credits;
use leptos::prelude::*;
use uuid::Uuid;
use wire::CheckoutStatus;

use crate::components::plain_shell::plain_shell;
use crate::format::{messages, sentences};
use crate::hooks::use_checkout_return::use_checkout_return;
use crate::piece::{Piece, a, p, part, progress, text};
use crate::state::redirect::path_of_ours;

/// The way back from the payment gateway: which checkout, how it stands, what it brings, and the path of ours to go to when it is paid,
/// whose query names the checkout.
pub fn checkout_return(checkout: Uuid, status: CheckoutStatus, credits: Credits, return_to: String) -> Piece {
    let back = path_of_ours(&return_to).to_owned();
    let is_expired = use_checkout_return(checkout, status, return_to);
    let heading = move || if is_expired.get() { messages::EXPIRED } else { messages::CONFIRMING };
    let on_their_way = sentences::on_their_way(credits);
    let words = move || if is_expired.get() { messages::CHECKOUT_EXPIRED.to_owned() } else { on_their_way.clone() };
    let wait = move || {
        (!is_expired.get()).then(|| progress().class("bar bar--wait").attr("aria-label", messages::PROGRESS).into())
    };
    let page = [
        p().class("plain__hint").attr("role", "status").child(text(words)).into(),
        part(wait),
        p().class("plain__foot").child(a().class("link").attr("href", back).child(messages::GO_BACK)).into(),
    ];
    plain_shell(text(heading), Piece::from(page))
}
