//! Showing an account: its balance, its active holds and its last entries.

use credits::decide::{Balance, Entry, EntryKind, Hold, HoldState};
use credits::{AccountId, Credits};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Answer;
use super::desk::{Desk, unavailable};

/// How many entries are read at once in search of active holds.
const ENTRIES_A_PAGE: usize = 500;

/// Look into an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Show {
    /// Whose.
    pub email: String,
    /// How many entries.
    pub limit: u16,
}

/// What there is to see.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shown {
    /// The account's id.
    pub account: Uuid,
    /// Its owner's address.
    pub email: String,
    /// What the screens call its owner.
    pub display_name: String,
    /// What it has.
    pub balance: wire::Balance,
    /// What is set aside, newest first.
    pub holds: Vec<ShownHold>,
    /// Its last entries, newest first.
    pub entries: Vec<ShownEntry>,
}

/// Credits that are set aside.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShownHold {
    /// The hold's id, in the studio also the generation's.
    pub id: Uuid,
    /// How many.
    pub amount: Credits,
    /// What for.
    pub operation: String,
    /// When it returns by itself.
    pub expires_at: wire::Time,
}

/// One line of the ledger.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShownEntry {
    /// Its place; also the balance's version after it.
    pub version: u64,
    /// When it was decided.
    pub at: wire::Time,
    /// Which verb wrote it.
    pub kind: EntryKind,
    /// By how much `available` changed.
    pub available_delta: Credits,
    /// By how much `held` changed.
    pub held_delta: Credits,
    /// Which hold it concerns.
    pub hold: Option<Uuid>,
    /// Where deposited credits came from.
    pub source: Option<credits::decide::Source>,
    /// Why.
    pub note: String,
}

impl Desk {
    pub(super) async fn show(&self, show: Show) -> Answer {
        match self.try_show(show).await {
            Ok(shown) => Answer::Shown(shown),
            Err(answer) => answer,
        }
    }

    async fn try_show(&self, show: Show) -> Result<Shown, Answer> {
        let owner = self.owner(&show.email).await?;
        let balance = self.ledger.balance(owner.account).await.map_err(|error| unavailable(&error))?;
        let entries = self.ledger.entries(owner.account, None, usize::from(show.limit)).await;
        let entries = entries.map_err(|error| unavailable(&error))?;
        let holds = self.active_holds(owner.account, balance).await?;
        Ok(Shown {
            account: owner.account.0,
            email: owner.email,
            display_name: owner.display_name,
            balance: balance.into(),
            holds: holds.into_iter().map(shown_hold).collect(),
            entries: entries.into_iter().map(shown_entry).collect(),
        })
    }

    /// Walks the entries back from the newest until the active holds found make up what is held.
    async fn active_holds(&self, account: AccountId, balance: Balance) -> Result<Vec<Hold>, Answer> {
        let mut found: Vec<Hold> = Vec::new();
        let mut missing = balance.held.get();
        let mut before = None;
        while missing > 0 {
            let page =
                self.ledger.entries(account, before, ENTRIES_A_PAGE).await.map_err(|error| unavailable(&error))?;
            let Some(last) = page.last() else { break };
            before = Some(last.version);
            let made = page.iter().filter(|entry| entry.kind == EntryKind::Hold).filter_map(|entry| entry.hold);
            for id in made {
                let hold = self.ledger.find_hold(account, id).await.map_err(|error| unavailable(&error))?;
                if let Some(hold) = hold.filter(|hold| hold.state == HoldState::Active) {
                    missing = missing.saturating_sub(hold.amount.get());
                    found.push(hold);
                }
            }
        }
        Ok(found)
    }
}

fn shown_hold(hold: Hold) -> ShownHold {
    ShownHold { id: hold.id.0, amount: hold.amount, operation: hold.operation, expires_at: hold.expires_at.into() }
}

fn shown_entry(entry: Entry) -> ShownEntry {
    ShownEntry {
        version: entry.version,
        at: entry.at.into(),
        kind: entry.kind,
        available_delta: entry.available_delta,
        held_delta: entry.held_delta,
        hold: entry.hold.map(|hold| hold.0),
        source: entry.source,
        note: entry.note,
    }
}
