//! What comes due as time goes by: sessions expire, subscriptions are renewed or end.

use super::Outcome;
use crate::state::{SessionStatus, SubscriptionStatus, World};

impl World {
    /// Does everything that came due until a moment, in Unix seconds, each at its own moment, and makes that moment the present.
    pub(crate) fn catch_up(&mut self, until_s: i64) {
        while let Some((at_s, id)) = self.agenda.first().cloned().filter(|(at_s, _)| *at_s <= until_s) {
            self.agenda.remove(&(at_s, id.clone()));
            self.now_s = at_s;
            if id.starts_with("sub_") {
                self.end_period(&id, at_s);
            } else {
                self.expire_if_due(&id, at_s);
            }
        }
        self.now_s = until_s;
    }

    fn expire_if_due(&mut self, id: &str, at_s: i64) {
        let is_due = self
            .sessions
            .get(id)
            .is_some_and(|session| session.status == SessionStatus::Open && session.expires_at_s == at_s);
        if is_due {
            // It is open, so that it can expire.
            let _ = self.expire_session(id);
        }
    }

    fn end_period(&mut self, id: &str, at_s: i64) {
        // A subscription that was renewed before its time has another moment on the agenda.
        let due = self.subscriptions.get(id).filter(|subscription| subscription.period_end_s == at_s);
        let Some(subscription) = due else { return };
        let outcome = if subscription.is_card_declined { Outcome::IsDeclined } else { Outcome::Arrives };
        // It is not over where it is changed, so that nothing can refuse.
        match subscription.status {
            SubscriptionStatus::Canceled => {}
            _ if subscription.is_cancel_at_period_end => drop(self.cancel_now(id)),
            SubscriptionStatus::Unpaid => {
                self.begin_next_period(id);
                self.tell("customer.subscription.updated", id);
            }
            SubscriptionStatus::Active | SubscriptionStatus::PastDue => drop(self.renew(id, outcome)),
        }
    }
}
