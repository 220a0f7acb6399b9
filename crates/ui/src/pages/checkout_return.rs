//! The way back from the payment gateway, while the payment is not confirmed.

use credits::Credits;
use leptos::prelude::*;
use uuid::Uuid;
use wire::CheckoutStatus;

use crate::components::plain_shell::PlainShell;
use crate::format::messages;
use crate::hooks::use_checkout_return::use_checkout_return;
use crate::piece::{IntoPiece, Piece, part, text};
use crate::state::redirect::path_of_ours;

/// The way back from the payment gateway.
#[component]
pub fn CheckoutReturn(
    /// Which checkout.
    checkout: Uuid,
    /// How it stands.
    status: CheckoutStatus,
    /// What it brings.
    credits: Credits,
    /// The path of ours to go to when it is paid; its query names the checkout.
    return_to: String,
) -> Piece {
    let back = path_of_ours(&return_to).to_owned();
    let is_expired = use_checkout_return(checkout, status, return_to);
    let heading = move || if is_expired.get() { messages::EXPIRED } else { messages::CONFIRMING };
    let on_their_way = messages::on_their_way(credits);
    let words = move || if is_expired.get() { messages::CHECKOUT_EXPIRED.to_owned() } else { on_their_way.clone() };
    let wait = move || {
        (!is_expired.get())
            .then(|| view! { <progress class="bar bar--wait" aria-label=messages::PROGRESS></progress> }.piece())
    };
    let page = view! {
        <p class="plain__hint" role="status">{text(words)}</p>
        {part(wait)}
        <p class="plain__foot"><a class="link" href=back>{messages::GO_BACK}</a></p>
    };
    view! { <PlainShell heading=text(heading).piece() page=page.piece()/> }.piece()
}
