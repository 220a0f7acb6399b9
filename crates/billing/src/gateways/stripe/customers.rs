//! What Stripe knows an account by: a customer for each, made when it is first needed, and anew after Stripe has deleted it.

use credits::AccountId;
use ledger::StorageError;
use ledger::database::Transaction;

use super::objects::Named;
use super::{Inner, field};
use crate::{CustomerId, GatewayError};

impl Inner {
    /// The account's customer, made now if there is none.
    pub(super) async fn customer_of(&self, account: AccountId) -> Result<CustomerId, GatewayError> {
        let known = self.database.read("stripe_find_customer", move |tx| find(tx, account)).await;
        let (generation, known) = known.map_err(out_of_reach)?;
        if let Some(customer) = known {
            return Ok(customer);
        }
        // Whoever asks for the same customer at the same moment gets the same one: the key names this account's first, second, … one.
        let form = vec![field("metadata[account]", account)];
        let key = format!("customer:{account}:{generation}");
        let made: Named = self.client.post("/v1/customers", &form, &key).await?;
        let customer =
            CustomerId::new(made.id).map_err(|error| GatewayError::Refused(format!("a customer's id: {error}")))?;
        let made = customer.clone();
        let written = self.database.run("stripe_set_customer", move |tx| set(tx, account, generation, &made)).await;
        written.map_err(out_of_reach)?;
        Ok(customer)
    }

    /// The account's customer, if there is one.
    pub(super) async fn known_customer(&self, account: AccountId) -> Result<Option<CustomerId>, GatewayError> {
        let known = self.database.read("stripe_find_customer", move |tx| find(tx, account)).await;
        Ok(known.map_err(out_of_reach)?.1)
    }

    /// A customer that is gone.
    pub(super) async fn forget(&self, customer: CustomerId) -> Result<(), GatewayError> {
        let forgotten: Result<(), StorageError> =
            self.database.run("stripe_forget_customer", move |tx| forget(tx, &customer)).await;
        forgotten.map_err(out_of_reach)
    }
}

fn out_of_reach(error: StorageError) -> GatewayError {
    GatewayError::OutOfReach(format!("stripe's customers cannot be looked up here: {error}"))
}

fn find(tx: &Transaction<'_>, account: AccountId) -> Result<(u64, Option<CustomerId>), StorageError> {
    let found = tx.find(
        "SELECT generation, customer FROM billing_stripe_customers WHERE account = :account",
        &[("account", &account)],
    )?;
    let Some(row) = found else { return Ok((1, None)) };
    let customer = row.parse("customer", |id: Option<String>| id.map(CustomerId::new).transpose())?;
    Ok((row.get("generation")?, customer))
}

fn set(tx: &Transaction<'_>, account: AccountId, generation: u64, customer: &CustomerId) -> Result<(), StorageError> {
    tx.execute(
        "INSERT INTO billing_stripe_customers (account, generation, customer) VALUES (:account, :generation, :customer)
         ON CONFLICT (account) DO UPDATE SET customer = :customer
         WHERE billing_stripe_customers.generation = :generation",
        &[("account", &account), ("generation", &generation), ("customer", &customer.as_str())],
    )
    .map(drop)
}

fn forget(tx: &Transaction<'_>, customer: &CustomerId) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE billing_stripe_customers SET customer = NULL, generation = generation + 1 WHERE customer = :customer",
        &[("customer", &customer.as_str())],
    )
    .map(drop)
}
