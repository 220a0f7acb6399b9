//! Everything that an account has, to be compared before and after what must change nothing.

use credits::decide::{Balance, Entry};
use ledger::StorageError;
use ledger::database::Transaction;
use studio::Charge;
use uuid::Uuid;

use super::{Client, House};

#[derive(Debug, PartialEq)]
pub struct Untouched {
    balance: Balance,
    entries: Vec<Entry>,
    /// Which there are and what became of their cost; progress goes on by itself.
    generations: Vec<(Uuid, Charge)>,
    /// The keys of what was ordered, and how far each order has come.
    orders: Vec<(String, String)>,
}

impl Untouched {
    pub async fn of(house: &House, client: &Client) -> Self {
        let account = client.account;
        Self {
            balance: house.ledger.balance(account).await.unwrap(),
            entries: house.ledger.entries(account, None, 1_000).await.unwrap(),
            generations: house
                .studio
                .list(account, None, 1_000)
                .await
                .unwrap()
                .0
                .into_iter()
                .map(|generation| (generation.id, generation.charge()))
                .collect(),
            orders: orders(house, client).await,
        }
    }
}

impl Untouched {
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// Read from the records, because nobody else tells of an order whose gateway was not reached.
async fn orders(house: &House, client: &Client) -> Vec<(String, String)> {
    let account = client.account;
    let orders = move |transaction: &Transaction<'_>| {
        let sql =
            "SELECT idempotency_key, state FROM billing_checkouts WHERE account = :account ORDER BY idempotency_key";
        let found = transaction.query(sql, &[("account", &account)])?;
        found
            .iter()
            .map(|row| Ok((row.get("idempotency_key")?, row.get("state")?)))
            .collect::<Result<_, StorageError>>()
    };
    house.records.read("orders", orders).await.unwrap()
}
