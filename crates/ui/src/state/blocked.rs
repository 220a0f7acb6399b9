//! What the modal shows: the shortfall as it was, followed by the live balance as it changes.

use credits::{Catalog, Credits, Gate, Offer, Quote, Shortfall, cheapest_cover, check_credits};
use wire::Balance;

/// A click that found too few credits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// What was asked for.
    pub quote: Quote,
    /// What there was to spend, by whoever said no: the gate here or the server.
    pub available: Credits,
    /// What was on hold.
    pub held: Credits,
    /// What the server offered.
    pub offer: Option<Offer>,
    /// The version of the balance on screen at that moment. Only a newer one changes what the modal says, because the server's no
    /// may rest on a change that has not arrived here yet.
    pub seen_version: Option<u64>,
}

/// How things stand now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// There is still too little.
    Short {
        /// The three numbers.
        shortfall: Shortfall,
        /// What is on hold.
        held: Credits,
        /// What to buy.
        offer: Option<Offer>,
    },
    /// Enough has arrived.
    Enough {
        /// What can be spent now.
        available: Credits,
    },
}

impl Blocked {
    /// How things stand with the balance that is on screen now.
    #[must_use]
    pub fn standing(&self, live: Option<Balance>, catalog: &Catalog) -> Standing {
        let newer = live.filter(|live| self.seen_version.is_none_or(|seen| live.version > seen));
        let (available, held) = newer.map_or((self.available, self.held), |live| (live.available, live.held));
        match check_credits(Some(available), &self.quote) {
            Gate::Open | Gate::Unknown => Standing::Enough { available },
            Gate::Short(shortfall) => {
                let offered = self.offer.clone().filter(|_| newer.is_none());
                let offer = offered.or_else(|| cheapest_cover(catalog, shortfall.missing()));
                Standing::Short { shortfall, held, offer }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Catalog {
        Catalog::from_toml(include_str!("../../../../catalog.toml")).unwrap()
    }

    fn balance(available: u32, version: u64) -> Option<Balance> {
        Some(Balance { available: available.into(), held: 0.into(), version })
    }

    fn blocked(available: u32, seen_version: Option<u64>) -> Blocked {
        Blocked {
            quote: Quote { cost: 80.into(), operation: "Sora render".to_owned() },
            available: available.into(),
            held: 0.into(),
            offer: None,
            seen_version,
        }
    }

    #[test]
    fn the_smallest_pack_that_covers_is_offered() {
        let Standing::Short { shortfall, offer, .. } = blocked(12, Some(1)).standing(balance(12, 1), &catalog()) else {
            panic!("12 is not enough for 80")
        };
        assert_eq!((shortfall.available.get(), shortfall.missing().get()), (12, 68));
        assert_eq!(offer.map(|offer| offer.name).as_deref(), Some("Starter Pack"));
    }

    #[test]
    fn credits_that_arrive_turn_the_modal_around() {
        let enough = Standing::Enough { available: 300.into() };
        assert_eq!(blocked(0, Some(1)).standing(balance(300, 2), &catalog()), enough);
    }

    #[test]
    fn a_balance_that_was_already_there_does_not_contradict_the_server() {
        let standing = blocked(12, Some(7)).standing(balance(300, 7), &catalog());
        assert!(matches!(standing, Standing::Short { .. }), "{standing:?}");
    }

    #[test]
    fn fewer_credits_are_followed_as_well() {
        let Standing::Short { shortfall, .. } = blocked(12, Some(1)).standing(balance(2, 2), &catalog()) else {
            panic!("2 is not enough for 80")
        };
        assert_eq!(shortfall.missing().get(), 78);
    }
}
