//! The avatar and its menu: who one is, billing, signing out. The browser's own popover opens and closes it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::Me;

use crate::api::client;
use crate::browser::{location, storage};
use crate::contexts::notices::{Tone, use_notices};
use crate::format::messages;
use crate::piece::{IntoPiece, Piece, act};
use crate::state::answer;

/// The avatar and its menu.
#[component]
pub fn AccountMenu(
    /// Who is signed in.
    me: Me,
) -> Piece {
    let notices = use_notices();
    // Capitalised by the style sheet, which knows every script.
    let initial = me.display_name.chars().next().map(String::from).unwrap_or_default();
    let sign_out = move |_| {
        // The session's stream ends before the answer comes, and would load the page again.
        location::set_leaving(true);
        spawn_local(async move {
            match client::sign_out().await {
                Err(error) if !error.is_signed_out() => {
                    location::set_leaving(false);
                    notices.say(Tone::Bad, answer::sentence(error));
                }
                Ok(()) | Err(_) => {
                    storage::clear();
                    location::replace("/");
                }
            }
        });
    };
    view! {
        <button
            type="button"
            class="avatar"
            aria-label=messages::ACCOUNT_MENU
            title=me.display_name.clone()
            popovertarget="account-menu"
        >
            {initial}
        </button>
        <div class="menu" id="account-menu" popover="auto">
            <p class="menu__name">{me.display_name}</p>
            <p class="menu__email">{me.email}</p>
            <a class="menu__item" href="/billing">{messages::BILLING}</a>
            <button type="button" class="menu__item" on:click=act(sign_out)>{messages::SIGN_OUT}</button>
        </div>
    }
    .piece()
}
