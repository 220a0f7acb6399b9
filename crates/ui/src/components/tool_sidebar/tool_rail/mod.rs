//! The rail: where to go, what one has, who one is. On narrow screens it is the bar at the bottom.

mod account_menu;
mod credit_pill;

use crate::components::icon::{self, icon};
use crate::contexts::session::Session;
use crate::format::messages;
use crate::piece::{Element, Piece, Text, a, aside, div, span};
use crate::state::redirect::with_redirect;

/// The rail of whoever is signed in, on the workspace or on another page of the studio.
pub fn tool_rail(session: Session, is_workspace: bool) -> Piece {
    let logo = a().class("logo rail__logo").attr("href", "/").attr("aria-label", messages::PRODUCT).child("F");
    let home =
        a().class("rail__home").attr("href", "/").attr("aria-label", messages::HOME).attr("title", messages::HOME);
    let foot = div()
        .class("rail__foot")
        .child(credit_pill::credit_pill())
        .child(home.child(icon(icon::HOME)))
        .child(avatar(session, if is_workspace { "/" } else { "/billing" }));
    aside()
        .class("rail")
        .attr("aria-label", messages::TOOL_NAVIGATION)
        .child(logo)
        .child(item("/", icon::SLIDERS, messages::TOOL).attr_if("aria-current", is_workspace.then_some("page")))
        .child(item("/#generations", icon::GRID, messages::RESULTS).class("rail__item--narrow"))
        .child(foot)
        .into()
}

fn item(href: impl Into<Text>, strokes: &'static str, name: &'static str) -> Element {
    a().class("rail__item").attr("href", href).child(icon(strokes)).child(span().class("rail__name").child(name))
}

fn avatar(session: Session, here: &str) -> Piece {
    match session.me() {
        Some(me) => account_menu::account_menu(me),
        None => item(with_redirect("/signin", here), icon::PERSON, messages::SIGN_IN).class("rail__sign-in").into(),
    }
}
