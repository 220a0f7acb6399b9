//! Everything that an account has, to be compared before and after what must change nothing.

use credits::decide::{Balance, Entry};
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
            orders: orders(house, client),
        }
    }
}

impl Untouched {
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// Read from the file, because nobody else tells of an order whose gateway was not reached.
fn orders(house: &House, client: &Client) -> Vec<(String, String)> {
    let file = rusqlite::Connection::open(house.folder.path().join("app.db")).unwrap();
    let mut orders = file
        .prepare("SELECT idempotency_key, state FROM billing_checkouts WHERE account = ?1 ORDER BY idempotency_key")
        .unwrap();
    let rows = orders.query_map([client.account.0.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}
