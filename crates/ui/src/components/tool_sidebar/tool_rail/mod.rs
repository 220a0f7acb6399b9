//! The rail: where to go, what one has, who one is. On narrow screens it is the bar at the bottom.

mod account_menu;
mod credit_pill;

use leptos::prelude::*;

use crate::components::icon::{self, icon};
use crate::contexts::session::Session;
use crate::format::messages;
use crate::piece::{IntoPiece, Piece};
use crate::state::redirect::with_redirect;

/// The rail.
#[component]
pub fn ToolRail(
    /// Who is signed in.
    session: Session,
    /// Whether the workspace is the page that is open.
    is_workspace: bool,
) -> Piece {
    let current = is_workspace.then_some("page");
    view! {
        <aside class="rail" aria-label=messages::TOOL_NAVIGATION>
            <a class="logo rail__logo" href="/" aria-label=messages::PRODUCT>"F"</a>
            <a class="rail__item" href="/" aria-current=current>
                {icon(icon::SLIDERS)}
                <span class="rail__name">{messages::TOOL}</span>
            </a>
            <a class="rail__item rail__item--narrow" href="/#generations">
                {icon(icon::GRID)}
                <span class="rail__name">{messages::RESULTS}</span>
            </a>
            <div class="rail__foot">
                <credit_pill::CreditPill/>
                <a class="rail__home" href="/" aria-label=messages::HOME title=messages::HOME>{icon(icon::HOME)}</a>
                {avatar(session, if is_workspace { "/" } else { "/billing" })}
            </div>
        </aside>
    }
    .piece()
}

fn avatar(session: Session, here: &str) -> Piece {
    match session.me() {
        Some(me) => view! { <account_menu::AccountMenu me/> }.piece(),
        None => view! {
            <a class="rail__item rail__sign-in" href=with_redirect("/signin", here)>
                {icon(icon::PERSON)}
                <span class="rail__name">{messages::SIGN_IN}</span>
            </a>
        }
        .piece(),
    }
}
