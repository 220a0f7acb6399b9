//! What surrounds every page of the studio: contexts, rail, message, and the one modal for the whole app.

use leptos::prelude::*;

use crate::browser::location;
use crate::components::modals::insufficient_credits::insufficient_credits;
use crate::components::notice::notice_bar;
use crate::components::tool_sidebar::tool_rail::tool_rail;
use crate::contexts::Contexts;
use crate::contexts::catalog::CatalogContext;
use crate::contexts::clock::ScreenClock;
use crate::contexts::credit_gate::GateState;
use crate::contexts::draft::DraftContext;
use crate::contexts::generations::GenerationsContext;
use crate::contexts::notices::{Message, Notices, Tone};
use crate::contexts::session::Session;
use crate::format::{messages, sentences};
use crate::hooks::use_event_stream::use_event_stream;
use crate::hooks::use_intent::use_kept_intents;
use crate::hooks::use_screen_clock::use_ticking;
use crate::hooks::use_user_credit_balance::use_user_credit_balance;
use crate::page_data::{Notice, Shell};
use crate::piece::{Piece, div, main_area, p, part};
use crate::state::controls::Draft;

/// The shell around a page of the studio: what every page has, the newest generations where the page shows them, and the page, which is
/// made here, where it finds its contexts.
pub fn app_shell(shell: Shell, generations: wire::List<wire::Generation>, page: fn() -> Piece) -> Piece {
    let account = shell.me.as_ref().map(|me| me.account);
    let balance = use_user_credit_balance(shell.balance, shell.me.is_some());
    let (session, catalog) = (Session::new(shell.me), CatalogContext::new(shell.catalog));
    let generations = GenerationsContext::new(generations, shell.now.0);
    let clock = ScreenClock(RwSignal::new(shell.now.0));
    let contexts = Contexts {
        session,
        catalog,
        credit_balance: balance,
        credit_gate: GateState(RwSignal::new(None)),
        // What is typed is not in it: that the tab alone remembers.
        draft: DraftContext(RwSignal::new(Draft::with_choices(&catalog.now(), &shell.choices))),
        generations,
        notices: Notices(RwSignal::new(shell.notice.map(message))),
        intents: use_kept_intents(),
        clock,
    };
    provide_context(contexts);
    #[cfg(all(feature = "ssr", debug_assertions))]
    crate::gallery::arrange(contexts);
    use_ticking(clock);
    if shell.notice.is_some() {
        Effect::new(move |_| location::forget_query());
    }
    use_event_stream(account, balance, generations);
    let is_workspace = shell.path == "/";
    let announcement = generations.announcement;
    let announced = p().class("unseen").attr("role", "status").attr("aria-live", "polite");
    div()
        .class("shell")
        .child(tool_rail(session, is_workspace))
        .child(div().class("shell__page").child(notice_bar()).child(main_area().class("shell__main").child(page())))
        .child(announced.child(part(move || announcement.get().map(Into::into))))
        .child(insufficient_credits())
        .into()
}

fn message(notice: Notice) -> Message {
    match notice {
        Notice::CreditsAdded { credits } => {
            Message { tone: Tone::Good, text: sentences::credits_added(credits), has_continue: true }
        }
        Notice::CheckoutCanceled => {
            Message { tone: Tone::Plain, text: messages::CHECKOUT_CANCELED.to_owned(), has_continue: false }
        }
        Notice::CheckoutLeft => {
            Message { tone: Tone::Plain, text: messages::CHECKOUT_LEFT.to_owned(), has_continue: false }
        }
        Notice::CheckoutExpired => {
            Message { tone: Tone::Plain, text: messages::CHECKOUT_EXPIRED.to_owned(), has_continue: false }
        }
    }
}
