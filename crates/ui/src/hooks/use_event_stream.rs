//! Keeps balance and generations live: one stream for all tabs of the account, and what was missed asked for again.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use wire::Balance;

use crate::api::client;
use crate::browser::stream::Told;
use crate::browser::{clock, location, tabs};
use crate::contexts::credit_balance::CreditBalance;
use crate::contexts::generations::GenerationsContext;
use crate::hooks::use_draft_storage::forget_person;
use crate::json;
use crate::state::generations::Action;
use crate::state::whose::{Whose, whose};

const WAIT_MS: i32 = 2_000;

/// Opens the stream once the page lives, for the account whose page it is.
pub fn use_event_stream(account: Option<Uuid>, balance: CreditBalance, generations: GenerationsContext) {
    Effect::new(move |_| {
        let Some(account) = account else { return };
        let (standing, arrived) = (Cell::new(Standing::New), Cell::new(None));
        let stream = Rc::new(EventStream { account, balance, generations, standing, arrived });
        spawn_local(async move {
            // A task of its own, after the one in which the page came to life.
            clock::sleep_ms(0).await;
            tabs::listen(&account.to_string(), Rc::new(move |told| stream.hear(told)));
        });
    });
    Effect::new(move |_| location::reload_when_shown_again());
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Not open so far. What another tab passes on is taken.
    New,
    /// Open, and the account's own.
    Open,
    /// Away. Anything may be missed until it is back.
    Lost,
    /// Back, perhaps with the session of somebody else: nothing that it tells is shown before that is known.
    Asking,
}

struct EventStream {
    account: Uuid,
    balance: CreditBalance,
    generations: GenerationsContext,
    standing: Cell<Standing>,
    /// The balance that was told while it was asked whose session it is.
    arrived: Cell<Option<Balance>>,
}

impl EventStream {
    fn hear(self: &Rc<Self>, told: Told) {
        let standing = self.standing.get();
        match (told, standing) {
            (Told::Opened, Standing::New) => {
                self.standing.set(Standing::Open);
                self.balance.mark_live();
                // Work may have ended between the page's rendering and the stream's opening.
                if self.generations.list.with_untracked(|list| list.has_unfinished()) {
                    spawn_local(list_again(self.generations));
                }
            }
            (Told::Opened, Standing::Lost) => {
                self.standing.set(Standing::Asking);
                self.arrived.set(None);
                spawn_local(Rc::clone(self).go_on());
            }
            (Told::Lost, Standing::New | Standing::Open | Standing::Asking) => {
                self.standing.set(Standing::Lost);
                self.balance.mark_lost();
                spawn_local(Rc::clone(self).look_after());
            }
            (Told::Balance(text), Standing::New | Standing::Open) => {
                if let Some(arrived) = json::read(&text) {
                    self.balance.receive(arrived);
                }
            }
            (Told::Balance(text), Standing::Asking) => self.arrived.set(json::read(&text)),
            (Told::Generation(text), Standing::New | Standing::Open) => {
                if let Some(arrived) = json::read(&text) {
                    self.generations.told(arrived);
                }
            }
            (Told::Opened, Standing::Open | Standing::Asking)
            | (Told::Lost | Told::Balance(_), Standing::Lost)
            | (Told::Generation(_), Standing::Lost | Standing::Asking) => {}
        }
    }

    /// The stream is back: once it is known to be the account's own, what was missed is asked for.
    async fn go_on(self: Rc<Self>) {
        while self.standing.get() == Standing::Asking {
            if is_known_to_be_ours(self.account).await && self.standing.get() == Standing::Asking {
                self.standing.set(Standing::Open);
                if let Some(arrived) = self.arrived.take() {
                    self.balance.receive(arrived);
                }
                self.balance.mark_live();
                return list_again(self.generations).await;
            }
            clock::sleep_ms(WAIT_MS).await;
        }
    }

    /// A stream that ends may mean that the session has.
    async fn look_after(self: Rc<Self>) {
        if !location::is_leaving()
            && is_known_to_be_ours(self.account).await
            && let Ok(arrived) = client::balance().await
        {
            self.balance.receive(arrived);
        }
    }
}

/// Whether the session is the account's. When it is not, the page is loaded again, as whoever is signed in now sees it.
async fn is_known_to_be_ours(account: Uuid) -> bool {
    let whose = whose(client::me().await, account);
    if location::is_leaving() {
        return false;
    }
    match whose {
        Whose::Ours => return true,
        Whose::Nobodys => location::reload(),
        Whose::Anothers => {
            // As after signing out here: what one person typed is not shown to the next.
            forget_person();
            location::reload();
        }
        Whose::Unknown => {}
    }
    false
}

async fn list_again(generations: GenerationsContext) {
    if let Ok(list) = client::generations(None).await {
        generations.apply(Action::Listed(list.items));
    }
}
