//! The list of generations and everything that can happen to it.

use credits::{Request, Timestamp};
use uuid::Uuid;
use wire::{Generation, List};

/// The list as it is shown: newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generations {
    items: Vec<Generation>,
    next_cursor: Option<String>,
    /// When the page was rendered. What was begun before is no news to it, even where the page shows no list.
    since: Timestamp,
}

/// What can happen to the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A generation was accepted, told of by the event stream, or refused: then it is a failed card that only this page knows.
    Told(Box<Generation>),
    /// The newest ones, asked for again after the stream was away.
    Listed(Vec<Generation>),
    /// An older page was loaded.
    Older(List<Generation>),
}

/// What a generation was asked for.
#[must_use]
pub fn request_of(generation: &Generation) -> Request {
    Request {
        kind: generation.kind,
        model: generation.model.clone(),
        prompt: generation.prompt.clone(),
        aspect_ratio: generation.aspect_ratio,
        seconds: generation.seconds,
    }
}

impl Generations {
    /// The list as the page came with it, and when that was.
    #[must_use]
    pub fn new(first: List<Generation>, since: Timestamp) -> Self {
        let mut generations =
            Self { items: Vec::with_capacity(first.items.len()), next_cursor: first.next_cursor, since };
        for generation in first.items {
            generations.put(generation);
        }
        generations
    }

    /// The cards, newest first.
    #[must_use]
    pub fn items(&self) -> &[Generation] {
        &self.items
    }

    /// The card of that id.
    #[must_use]
    pub fn find(&self, id: Uuid) -> Option<&Generation> {
        self.items.iter().find(|item| item.id == id)
    }

    /// What to ask for the next page with.
    #[must_use]
    pub fn next_cursor(&self) -> Option<&str> {
        self.next_cursor.as_deref()
    }

    /// Whether anything is still at work.
    #[must_use]
    pub fn has_unfinished(&self) -> bool {
        self.items.iter().any(|item| !item.state.is_final())
    }

    /// The one that is still at work, when exactly one is.
    #[must_use]
    pub fn only_unfinished(&self) -> Option<&Generation> {
        let mut unfinished = self.items.iter().filter(|item| !item.state.is_final());
        unfinished.next().filter(|_| unfinished.next().is_none())
    }

    /// Takes what has happened. Gives back the generations that have started or ended by it, for the announcement.
    pub fn apply(&mut self, action: Action) -> Vec<Generation> {
        match action {
            Action::Told(generation) => self.put(*generation).into_iter().collect(),
            Action::Listed(items) => items.into_iter().filter_map(|item| self.put(item)).collect(),
            Action::Older(list) => {
                self.next_cursor = list.next_cursor;
                for item in list.items {
                    self.put(item);
                }
                Vec::new()
            }
        }
    }

    /// Inserts or replaces, unless what is there is as new. Gives it back when it has just started or ended, as seen from this page.
    fn put(&mut self, generation: Generation) -> Option<Generation> {
        if let Some(known) = self.items.iter_mut().find(|item| item.id == generation.id) {
            if generation.revision <= known.revision {
                return None;
            }
            let has_ended = !known.state.is_final() && generation.state.is_final();
            *known = generation;
            return has_ended.then(|| known.clone());
        }
        let key = |item: &Generation| (item.created_at, item.id);
        let place = self.items.partition_point(|item| key(item) > key(&generation));
        let is_news = generation.created_at.0 >= self.since;
        self.items.insert(place, generation.clone());
        is_news.then_some(generation)
    }
}

#[cfg(test)]
mod tests {
    use credits::{AspectRatio, Kind};
    use wire::{Charge, GenerationState, Time};

    use super::*;

    fn generation(id: u128, state: GenerationState, revision: u64) -> Generation {
        Generation {
            id: Uuid::from_u128(id),
            kind: Kind::Render,
            model: "sora-2".to_owned(),
            operation: "Sora render".to_owned(),
            prompt: "a lighthouse".to_owned(),
            aspect_ratio: AspectRatio::Wide,
            seconds: 5,
            state,
            progress_permille: 0,
            cost: 80.into(),
            charge: Charge::Held,
            failure: None,
            assets: Vec::new(),
            created_at: Time(Timestamp(i64::try_from(id).unwrap())),
            revision,
        }
    }

    fn nothing() -> Generations {
        Generations::new(List { items: Vec::new(), next_cursor: None }, Timestamp(0))
    }

    fn told(generations: &mut Generations, id: u128, state: GenerationState, revision: u64) -> usize {
        generations.apply(Action::Told(Box::new(generation(id, state, revision)))).len()
    }

    fn ids(generations: &Generations) -> Vec<u128> {
        generations.items().iter().map(|item| item.id.as_u128()).collect()
    }

    #[test]
    fn the_newest_is_first_in_whatever_order_they_come() {
        let mut generations = nothing();
        for id in [2, 5, 1, 4, 3] {
            told(&mut generations, id, GenerationState::Running, 1);
        }
        assert_eq!(ids(&generations), [5, 4, 3, 2, 1]);
    }

    #[test]
    fn a_late_older_revision_changes_nothing() {
        let mut generations = nothing();
        told(&mut generations, 1, GenerationState::Succeeded, 5);
        assert_eq!(told(&mut generations, 1, GenerationState::Running, 4), 0);
        assert_eq!(generations.items()[0].state, GenerationState::Succeeded);
    }

    #[test]
    fn start_and_end_are_announced_once_and_progress_never() {
        let mut generations = nothing();
        assert_eq!(told(&mut generations, 1, GenerationState::Queued, 1), 1);
        assert_eq!(told(&mut generations, 1, GenerationState::Running, 2), 0);
        assert_eq!(told(&mut generations, 1, GenerationState::Running, 3), 0);
        assert_eq!(told(&mut generations, 1, GenerationState::Succeeded, 4), 1);
        assert_eq!(told(&mut generations, 1, GenerationState::Succeeded, 4), 0);
    }

    #[test]
    fn the_first_page_and_older_ones_join_without_doubles_and_without_announcements() {
        let first = List { items: vec![generation(3, GenerationState::Running, 1)], next_cursor: Some("3".to_owned()) };
        let mut generations = Generations::new(first, Timestamp(0));
        assert!(generations.has_unfinished());
        let older = List {
            items: vec![generation(3, GenerationState::Succeeded, 9), generation(1, GenerationState::Failed, 2)],
            next_cursor: None,
        };
        assert_eq!(generations.apply(Action::Older(older)), []);
        assert_eq!((ids(&generations), generations.next_cursor()), (vec![3, 1], None));
        assert!(!generations.has_unfinished());
    }

    #[test]
    fn asking_again_keeps_the_place_in_the_list() {
        let first = List { items: vec![generation(3, GenerationState::Running, 1)], next_cursor: Some("3".to_owned()) };
        let mut generations = Generations::new(first, Timestamp(0));
        let ended = generations.apply(Action::Listed(vec![generation(3, GenerationState::Succeeded, 2)]));
        assert_eq!((ended.len(), generations.next_cursor()), (1, Some("3")));
    }

    #[test]
    fn what_began_before_the_page_is_no_news_until_it_ends() {
        let mut generations = Generations::new(List { items: Vec::new(), next_cursor: None }, Timestamp(5));
        assert_eq!(told(&mut generations, 3, GenerationState::Failed, 2), 0, "it had ended");
        assert_eq!(told(&mut generations, 4, GenerationState::Running, 2), 0, "it had begun");
        assert_eq!(told(&mut generations, 4, GenerationState::Succeeded, 3), 1);
        assert_eq!(told(&mut generations, 5, GenerationState::Queued, 1), 1);
    }
}
