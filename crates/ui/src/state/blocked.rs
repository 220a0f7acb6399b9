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

/// What is on hold while credits are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Nothing is.
    Nothing,
    /// So much that it would be enough, if all of it came back.
    AloneInTheWay(Credits),
    /// Something, but not enough.
    NotEnough(Credits),
}

/// How things stand now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// There is still too little.
    Short {
        /// The three numbers.
        shortfall: Shortfall,
        /// What is on hold, and whether it would help.
        hold: Hold,
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
                Standing::Short { hold: Hold::of(held, &shortfall), shortfall, offer }
            }
        }
    }
}

impl Standing {
    /// The three numbers, while there is too little.
    #[must_use]
    pub const fn shortfall(&self) -> Option<&Shortfall> {
        match self {
            Self::Short { shortfall, .. } => Some(shortfall),
            Self::Enough { .. } => None,
        }
    }

    /// What to buy, while there is too little.
    #[must_use]
    pub const fn offer(&self) -> Option<&Offer> {
        match self {
            Self::Short { offer, .. } => offer.as_ref(),
            Self::Enough { .. } => None,
        }
    }

    /// What is on hold, while there is too little.
    #[must_use]
    pub const fn hold(&self) -> Hold {
        match self {
            Self::Short { hold, .. } => *hold,
            Self::Enough { .. } => Hold::Nothing,
        }
    }
}

impl Hold {
    fn of(held: Credits, shortfall: &Shortfall) -> Self {
        if held <= Credits::ZERO {
            Self::Nothing
        } else if held >= shortfall.missing() {
            Self::AloneInTheWay(held)
        } else {
            Self::NotEnough(held)
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

    #[test]
    fn a_hold_that_would_be_enough_is_told_from_one_that_would_not() {
        let hold = |available: u32, held: u32| {
            Blocked { held: held.into(), ..blocked(available, None) }.standing(None, &catalog()).hold()
        };
        assert_eq!(hold(12, 0), Hold::Nothing);
        assert_eq!(hold(12, 67), Hold::NotEnough(67.into()));
        assert_eq!(hold(12, 68), Hold::AloneInTheWay(68.into()));
        assert_eq!(hold(80, 80), Hold::Nothing, "there is enough");
    }
}
