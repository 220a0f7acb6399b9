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
        }
    }
}

impl Untouched {
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}
