//! The state of recently used accounts, bounded: what the writer need not read again, and the fastest answer to a reader.

use std::collections::HashMap;

use credits::AccountId;
use credits::decide::{Balance, Chain, OpenLot};

use crate::store::AccountState;

/// Two generations of at most half the capacity each. When the young one is full it becomes the old one and the old one goes: what was
/// used lately stays, without a list to keep in order.
#[derive(Debug)]
pub(crate) struct AccountCache {
    generation_accounts_max: usize,
    young: HashMap<AccountId, Remembered>,
    old: HashMap<AccountId, Remembered>,
}

/// An account's state, small: nearly every account has one open lot, which needs no memory of its own then.
#[derive(Debug)]
struct Remembered {
    balance: Balance,
    chain: Chain,
    lots: Lots,
}

#[derive(Debug)]
enum Lots {
    One(OpenLot),
    Any(Box<[OpenLot]>),
}

impl From<AccountState> for Remembered {
    fn from(AccountState { balance, chain, lots }: AccountState) -> Self {
        let lots = match lots[..] {
            [lot] => Lots::One(lot),
            _ => Lots::Any(lots.into_boxed_slice()),
        };
        Self { balance, chain, lots }
    }
}

impl Remembered {
    fn state(&self) -> AccountState {
        let lots = match &self.lots {
            Lots::One(lot) => vec![*lot],
            Lots::Any(lots) => lots.to_vec(),
        };
        AccountState { balance: self.balance, chain: self.chain, lots }
    }
}

impl AccountCache {
    /// Takes the room of both generations at once, so that neither ever grows by copying. The operating system gives the memory as it is
    /// used.
    pub fn new(accounts_max: usize) -> Self {
        let generation_accounts_max = (accounts_max / 2).max(1);
        let generation = || HashMap::with_capacity(generation_accounts_max);
        Self { generation_accounts_max, young: generation(), old: generation() }
    }

    fn find(&self, account: AccountId) -> Option<&Remembered> {
        self.young.get(&account).or_else(|| self.old.get(&account))
    }

    /// The account's state, if it was used lately.
    pub fn get(&self, account: AccountId) -> Option<AccountState> {
        self.find(account).map(Remembered::state)
    }

    /// The account's balance, if it was used lately.
    pub fn balance(&self, account: AccountId) -> Option<Balance> {
        self.find(account).map(|remembered| remembered.balance)
    }

    /// Remembers a state that storage has kept.
    pub fn put(&mut self, account: AccountId, state: AccountState) {
        if self.young.len() >= self.generation_accounts_max && !self.young.contains_key(&account) {
            // The old generation's room is the next one's: as many fit without growing.
            self.old.clear();
            std::mem::swap(&mut self.young, &mut self.old);
        }
        self.young.insert(account, state.into());
    }

    /// Forgets everything: what is stored is the only truth again.
    pub fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}

#[cfg(test)]
mod tests {
    use credits::decide::Balance;
    use uuid::Uuid;

    use super::*;

    fn account(n: u128) -> AccountId {
        AccountId(Uuid::from_u128(n))
    }

    fn version(version: u64) -> AccountState {
        AccountState { balance: Balance { version, ..Balance::default() }, ..AccountState::default() }
    }

    #[test]
    fn the_cache_is_bounded_and_keeps_what_was_written_last() {
        let mut cache = AccountCache::new(10);
        for n in 0..1_000 {
            cache.put(account(n), version(1));
            assert!(cache.young.len() + cache.old.len() <= 10);
        }
        assert_eq!(cache.get(account(999)), Some(version(1)));
        assert_eq!(cache.get(account(0)), None);
    }

    #[test]
    fn a_newer_balance_hides_the_one_of_the_old_generation() {
        let mut cache = AccountCache::new(2);
        for (n, balance) in [(1, 1), (2, 1), (1, 2)] {
            cache.put(account(n), version(balance));
        }
        assert_eq!(cache.get(account(1)), Some(version(2)));
        cache.clear();
        assert_eq!(cache.get(account(1)), None);
    }
}
