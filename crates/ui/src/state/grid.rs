//! Where an arrow key leads in a grid of cards: to the card beside, or to the nearest in the row above or below.

/// A step from card to card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the card before, in reading order.
    Back,
    /// To the card after, in reading order.
    On,
    /// To the row above.
    Up,
    /// To the row below.
    Down,
    /// To the first card.
    First,
    /// To the last card.
    Last,
}

impl Step {
    /// The step that a key means, by its name in the event.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowLeft" => Self::Back,
            "ArrowRight" => Self::On,
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            "Home" => Self::First,
            "End" => Self::Last,
            _ => return None,
        })
    }
}

/// The card that a step leads to, from their places on the screen (left, top) in reading order. Nothing at the edge.
#[must_use]
pub fn destination(places: &[(i32, i32)], here: usize, step: Step) -> Option<usize> {
    let (left, top) = *places.get(here)?;
    let last = places.len().checked_sub(1)?;
    let nearest_in_row = |row: i32| {
        let in_row = places.iter().enumerate().filter(|(_, place)| place.1 == row);
        in_row.min_by_key(|(_, place)| place.0.abs_diff(left)).map(|(there, _)| there)
    };
    match step {
        Step::Back => here.checked_sub(1),
        Step::On => Some(here + 1).filter(|there| *there <= last),
        Step::Up => places.iter().map(|place| place.1).filter(|row| *row < top).max().and_then(nearest_in_row),
        Step::Down => places.iter().map(|place| place.1).filter(|row| *row > top).min().and_then(nearest_in_row),
        Step::First => Some(0),
        Step::Last => Some(last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three in a row, and two below.
    const PLACES: [(i32, i32); 5] = [(0, 0), (280, 0), (560, 0), (0, 240), (280, 240)];

    #[test]
    fn arrows_lead_to_the_card_beside_above_and_below() {
        let to = |here, step| destination(&PLACES, here, step);
        assert_eq!((to(1, Step::Back), to(1, Step::On), to(1, Step::Down)), (Some(0), Some(2), Some(4)));
        assert_eq!((to(4, Step::Up), to(3, Step::Up)), (Some(1), Some(0)));
        assert_eq!((to(3, Step::First), to(0, Step::Last)), (Some(0), Some(4)));
    }

    #[test]
    fn a_short_row_is_entered_at_its_nearest_card_and_edges_hold() {
        let to = |here, step| destination(&PLACES, here, step);
        assert_eq!(to(2, Step::Down), Some(4));
        assert_eq!((to(0, Step::Back), to(4, Step::On), to(0, Step::Up), to(4, Step::Down)), (None, None, None, None));
        assert_eq!(destination(&[], 0, Step::Last), None);
    }

    #[test]
    fn only_keys_that_move_mean_a_step() {
        assert_eq!(Step::of_key("ArrowDown"), Some(Step::Down));
        assert_eq!(Step::of_key("Enter"), None);
    }
}
