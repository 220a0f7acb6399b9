//! A session as its page shows it.

use credits::{AccountId, Credits, Money, Timestamp};
use uuid::Uuid;

use super::rows::{self, Payment, SessionRow};
use super::{TestCheckout, TestCheckoutError};
use crate::{ProductKind, SessionId};

/// What the checkout page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestSession {
    /// Its id.
    pub id: SessionId,
    /// The order that it belongs to.
    pub checkout: Uuid,
    /// Whose it is.
    pub account: AccountId,
    /// What is bought.
    pub lines: Vec<TestLine>,
    /// What it costs in all.
    pub total: Money,
    /// Whether it is paid every month.
    pub is_plan: bool,
    /// How it stands at this moment.
    pub state: TestSessionState,
    /// Until when it can be paid.
    pub expires_at: Timestamp,
    /// Where the browser goes after paying.
    pub done_url: String,
    /// Where the browser goes after cancelling.
    pub back_url: String,
}

/// One line of the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestLine {
    /// What is bought: `Studio Pack`.
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// What all of them bring together.
    pub credits: Credits,
    /// What all of them cost together.
    pub price: Money,
}

/// How a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TestSessionState {
    /// It can be paid.
    Open,
    /// The card was declined, and it can still be paid.
    Declined,
    /// Its time is over; it can no longer be paid.
    Expired,
    /// It is paid.
    Paid,
}

impl TestCheckout {
    /// The account's session; `None` when it has no such session, also when someone else does.
    ///
    /// # Errors
    /// When the store is out of reach.
    pub async fn session(&self, account: AccountId, id: &SessionId) -> Result<Option<TestSession>, TestCheckoutError> {
        let (now, id) = (self.clock.now(), id.clone());
        self.database
            .read("test_checkout_session", move |tx| {
                let row = rows::find_owned(tx, account, &id)?;
                Ok::<_, TestCheckoutError>(row.map(|row| TestSession::of(row, now)))
            })
            .await
    }
}

impl TestSession {
    /// What the page shows of a row at a moment.
    pub(super) fn of(row: SessionRow, now: Timestamp) -> Self {
        let state = match row.payment {
            Payment::Paid(_) => TestSessionState::Paid,
            Payment::Open | Payment::Declined if row.is_expired(now) => TestSessionState::Expired,
            Payment::Declined => TestSessionState::Declined,
            Payment::Open => TestSessionState::Open,
        };
        let total = row.promise.price.clone();
        let line = TestLine {
            name: row.promise.name,
            quantity: row.quantity,
            credits: row.promise.credits,
            price: row.promise.price,
        };
        Self {
            id: row.id,
            checkout: row.checkout,
            account: row.account,
            lines: vec![line],
            total,
            is_plan: row.promise.kind == ProductKind::Plan,
            state,
            expires_at: row.expires_at,
            done_url: row.done_url,
            back_url: row.back_url,
        }
    }
}
