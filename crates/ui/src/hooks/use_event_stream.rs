//! Keeps balance and generations live: one stream for all tabs of the account, and what was missed asked for again.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::client;
use crate::browser::stream::Told;
use crate::browser::{location, tabs};
use crate::contexts::credit_balance::CreditBalance;
use crate::contexts::generations::GenerationsContext;
use crate::json;
use crate::state::generations::Action;

/// Opens the stream once the page lives, for the account whose page it is.
pub fn use_event_stream(account: Option<String>, balance: CreditBalance, generations: GenerationsContext) {
    Effect::new(move |_| {
        let Some(account) = account.as_deref() else { return };
        // Whether the stream has been lost since it was last open: then anything may have been missed, not only the end of
        // what this page knows to be at work.
        let (is_open, was_lost) = (Cell::new(false), Cell::new(false));
        let listener = move |told| match told {
            Told::Opened => {
                if !is_open.replace(true) {
                    balance.mark_live();
                    catch_up(generations, was_lost.replace(false));
                }
            }
            Told::Lost => {
                if is_open.replace(false) || !was_lost.get() {
                    was_lost.set(true);
                    balance.mark_lost();
                    look_whether_signed_out(balance);
                }
            }
            Told::Balance(text) => {
                if let Some(arrived) = json::read(&text) {
                    balance.receive(arrived);
                }
            }
            Told::Generation(text) => {
                if let Some(arrived) = json::read(&text) {
                    generations.told(arrived);
                }
            }
        };
        tabs::listen(account, Rc::new(listener));
    });
    Effect::new(move |_| reload_when_shown_again());
}

/// Work may have ended between the page's rendering and the stream's opening, or while the stream was away.
fn catch_up(generations: GenerationsContext, was_lost: bool) {
    if !was_lost && !generations.list.with_untracked(|list| list.has_unfinished()) {
        return;
    }
    spawn_local(async move {
        if let Ok(list) = client::generations(None).await {
            generations.apply(Action::Listed(list.items));
        }
    });
}

/// A stream that ends may mean that the session has: then the page is loaded again, as someone who is signed out sees it.
fn look_whether_signed_out(balance: CreditBalance) {
    if location::is_leaving() {
        return;
    }
    spawn_local(async move {
        match client::balance().await {
            Ok(arrived) => balance.receive(arrived),
            Err(error) if error.is_signed_out() => location::reload(),
            Err(_) => {}
        }
    });
}

/// A page that the browser kept and shows again after Back has stood still: it is loaded again.
fn reload_when_shown_again() {
    let handle = window_event_listener(leptos::ev::pageshow, |event| {
        if event.persisted() {
            location::reload();
        }
    });
    // The page listens for as long as it lives.
    std::mem::forget(handle);
}
