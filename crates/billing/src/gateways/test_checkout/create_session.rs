//! Make a session: the same key is the same session.

use super::rows::{self, Payment, SessionRow};
use super::{TestCheckout, TestCheckoutError};
use crate::{CreatedSession, NewSession, SessionId};

impl TestCheckout {
    /// Makes a session that can be paid until its lifetime is over.
    pub(super) async fn make_session(&self, wanted: NewSession) -> Result<CreatedSession, TestCheckoutError> {
        let now = self.clock.now();
        let key = wanted.key;
        let new = SessionRow {
            id: SessionId::new(self.new_name("cs"))?,
            checkout: wanted.checkout,
            account: wanted.account,
            price_id: wanted.price_id,
            quantity: wanted.quantity,
            promise: wanted.promise,
            done_url: wanted.done_url,
            back_url: wanted.back_url,
            created_at: now,
            expires_at: now.after(self.settings.session_lifetime),
            payment: Payment::Open,
        };
        let row = self
            .database
            .run("test_checkout_create_session", move |tx| {
                if let Some(earlier) = rows::find_by_key(tx, &key)? {
                    return Ok::<_, TestCheckoutError>(earlier);
                }
                rows::insert(tx, &key, &new)?;
                Ok(new)
            })
            .await?;
        let url = format!("/checkout/test/{}", row.id);
        Ok(CreatedSession { id: row.id, url })
    }
}
