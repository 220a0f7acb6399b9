//! The portal: a page that shows an account's plans. Its address holds a token that nobody can guess and that expires.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use credits::{AccountId, Credits, Money, Timestamp};
use ledger::StorageError;
use ledger::database::Transaction;
use sha2::{Digest, Sha256};

use super::rows::SessionRow;
use super::subscription::{self, SubscriptionRow};
use super::{TestCheckout, TestCheckoutError};
use crate::{NewPortal, SubscriptionId, SubscriptionState};

/// What the portal page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestPortal {
    /// Whose plans.
    pub account: AccountId,
    /// The plans, newest first, also those that are over.
    pub plans: Vec<TestPlan>,
    /// Where the browser goes afterwards.
    pub back_url: String,
}

/// One plan of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestPlan {
    /// The subscription's id.
    pub id: SubscriptionId,
    /// The plan's name for people: `Creator`.
    pub name: String,
    /// What a month costs.
    pub price: Money,
    /// What a paid month brings.
    pub credits_a_month: Credits,
    /// How it stands at this moment.
    pub state: SubscriptionState,
}

/// An open portal.
pub(super) struct OpenPortal {
    pub account: AccountId,
    pub back_url: String,
}

impl TestPlan {
    pub(super) fn of(row: &SubscriptionRow, session: SessionRow, now: Timestamp) -> Self {
        Self {
            id: row.id.clone(),
            name: session.promise.name,
            price: session.promise.price,
            credits_a_month: session.promise.credits,
            state: row.state_at(now),
        }
    }
}

impl TestCheckout {
    /// What the portal of that token shows; `None` when the token is not the account's, or no longer.
    ///
    /// # Errors
    /// When the store is out of reach.
    pub async fn portal(&self, account: AccountId, token: &str) -> Result<Option<TestPortal>, TestCheckoutError> {
        let (now, hash) = (self.clock.now(), hash_of(token));
        self.database
            .read("test_checkout_portal", move |tx| {
                let Some(open) = find_open(tx, account, &hash, now)? else { return Ok(None) };
                plans_of(tx, open, now).map(Some).map_err(TestCheckoutError::from)
            })
            .await
    }

    /// Opens a portal and gives its address. Portals whose time is over are forgotten on the way.
    pub(super) async fn open_portal(&self, wanted: NewPortal) -> Result<String, TestCheckoutError> {
        let now = self.clock.now();
        let expires_at = now.after(self.settings.portal_lifetime);
        let token = URL_SAFE_NO_PAD.encode(self.ids.bytes::<32>());
        let hash = hash_of(&token);
        self.database
            .run("test_checkout_open_portal", move |tx| {
                tx.execute("DELETE FROM billing_test_portals WHERE expires_at_us <= :now", &[("now", &now)])?;
                tx.execute(
                    "INSERT INTO billing_test_portals (token_hash, account, back_url, expires_at_us)
                     VALUES (:hash, :account, :back_url, :expires_at)",
                    &[
                        ("hash", &hash.as_slice()),
                        ("account", &wanted.account),
                        ("back_url", &wanted.back_url),
                        ("expires_at", &expires_at),
                    ],
                )?;
                Ok::<_, TestCheckoutError>(())
            })
            .await?;
        Ok(format!("/checkout/test/portal/{token}"))
    }
}

/// What is kept of a token. It has 256 random bits, so that a plain hash is enough.
pub(super) fn hash_of(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The account's portal of that token, if its time is not over.
pub(super) fn find_open(
    tx: &Transaction<'_>,
    account: AccountId,
    hash: &[u8],
    now: Timestamp,
) -> Result<Option<OpenPortal>, StorageError> {
    let sql = "SELECT * FROM billing_test_portals WHERE token_hash = :hash AND expires_at_us > :now";
    let found = tx.find(sql, &[("hash", &hash), ("now", &now)])?;
    let open = found
        .map(|row| Ok::<_, StorageError>(OpenPortal { account: row.get("account")?, back_url: row.get("back_url")? }));
    Ok(open.transpose()?.filter(|open| open.account == account))
}

pub(super) fn plans_of(tx: &Transaction<'_>, open: OpenPortal, now: Timestamp) -> Result<TestPortal, StorageError> {
    let plans = subscription::of_account(tx, open.account)?;
    let plans = plans.into_iter().map(|(row, session)| TestPlan::of(&row, session, now)).collect();
    Ok(TestPortal { account: open.account, plans, back_url: open.back_url })
}
