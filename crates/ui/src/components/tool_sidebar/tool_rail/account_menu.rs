//! The avatar and its menu: who one is, billing, signing out. The browser's own popover opens and closes it.

use leptos::task::spawn_local;
use wire::Me;

use crate::api::client;
use crate::browser::location;
use crate::contexts::notices::{Tone, use_notices};
use crate::format::messages;
use crate::hooks::use_draft_storage::forget_person;
use crate::piece::{Piece, a, button, div, p};
use crate::state::answer;

/// The avatar and the menu of whoever is signed in.
pub fn account_menu(me: Me) -> Piece {
    let notices = use_notices();
    // Capitalised by the style sheet, which knows every script.
    let initial = me.display_name.chars().next().map(String::from).unwrap_or_default();
    let sign_out = move || {
        // The session's stream ends before the answer comes, and would load the page again.
        location::set_leaving(true);
        spawn_local(async move {
            match client::sign_out().await {
                Err(error) if !error.is_signed_out() => {
                    location::set_leaving(false);
                    notices.say(Tone::Bad, answer::sentence(error));
                }
                Ok(()) | Err(_) => {
                    forget_person();
                    location::replace("/");
                }
            }
        });
    };
    let avatar = button()
        .class("avatar")
        .attr("type", "button")
        .attr("aria-label", messages::ACCOUNT_MENU)
        .attr("title", me.display_name.clone())
        .attr("popovertarget", "account-menu")
        .child(initial);
    let menu = div()
        .class("menu")
        .attr("id", "account-menu")
        .attr("popover", "auto")
        .child(p().class("menu__name").child(me.display_name))
        .child(p().class("menu__email").child(me.email))
        .child(a().class("menu__item").attr("href", "/billing").child(messages::BILLING))
        .child(button().class("menu__item").attr("type", "button").on_click(sign_out).child(messages::SIGN_OUT));
    [avatar, menu].into()
}
