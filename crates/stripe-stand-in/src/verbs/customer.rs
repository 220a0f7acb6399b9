//! Delete a customer: their plans end at once, and nothing can be opened for them any more.

use crate::errors::Refusal;
use crate::state::{Customer, Metadata, Subscription, World};

impl World {
    /// Makes a customer and gives their id.
    pub(crate) fn make_customer(&mut self, email: Option<String>, name: Option<String>, metadata: Metadata) -> String {
        let id = self.ids.object("cus_");
        self.customers.insert(Customer {
            id: id.clone(),
            created_s: self.now_s,
            email,
            name,
            metadata,
            is_deleted: false,
            balance_minor: 0,
        });
        self.tell("customer.created", &id);
        id
    }

    /// Deletes a customer.
    ///
    /// # Errors
    /// When there is none, or not any more.
    pub(crate) fn delete_customer(&mut self, id: &str) -> Result<(), Refusal> {
        self.living_customer(id)?;
        for subscription in self.live_subscriptions_of(id) {
            self.cancel_now(&subscription)?;
        }
        // The event shows the customer as they were.
        self.tell("customer.deleted", id);
        self.change::<Customer>(id, |customer| customer.is_deleted = true);
        Ok(())
    }

    fn live_subscriptions_of(&self, customer: &str) -> Vec<String> {
        let is_theirs = |subscription: &&Subscription| subscription.customer == customer && subscription.is_live();
        self.subscriptions.iter().filter(is_theirs).map(|subscription| subscription.id.clone()).collect()
    }
}
