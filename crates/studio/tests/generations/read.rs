//! Lists and single generations, as their owner and as others see them.

use studio::{State, Studio};
use uuid::Uuid;

use crate::house::{ANNA, BERT, Folder};

/// All pages of a list, one after another.
async fn pages(studio: &Studio, limit: usize) -> Vec<Vec<Uuid>> {
    let mut pages = Vec::new();
    let mut cursor = None;
    loop {
        let (page, next) = studio.list(ANNA, cursor, limit).await.unwrap();
        pages.push(page.iter().map(|generation| generation.id).collect());
        cursor = next;
        if cursor.is_none() {
            return pages;
        }
    }
}

#[test]
fn a_list_is_paged_newest_first_without_gap_or_repetition() {
    let folder = Folder::new();
    folder.life(async |house| {
        house.deposit(600).await;
        let mut ids = Vec::new();
        for n in 0..7 {
            ids.push(house.queued(&format!("intent-{n}")).await);
        }
        ids.reverse();
        for limit in [1, 3, 6, 7, 8] {
            let pages = pages(&house.studio, limit).await;
            assert!(pages.iter().rev().skip(1).all(|page| page.len() == limit), "{pages:?}");
            assert_eq!(pages.concat(), ids, "in pages of {limit}");
        }
        assert_eq!(house.studio.list(ANNA, None, 0).await.unwrap().0.len(), 1);
    });
}

#[test]
fn an_empty_list_has_no_next_page() {
    let folder = Folder::new();
    folder.life(async |house| assert_eq!(house.studio.list(BERT, None, 10).await.unwrap(), (vec![], None)));
}

#[test]
fn nobody_sees_what_is_not_theirs() {
    let folder = Folder::new();
    folder.life(async |house| {
        let id = house.queued("one").await;
        assert_eq!(house.studio.find(BERT, id).await.unwrap(), None);
        assert_eq!(house.studio.find(ANNA, Uuid::from_u128(9)).await.unwrap(), None);
        assert_eq!(house.studio.list(BERT, None, 10).await.unwrap().0, vec![]);
        assert_eq!(house.studio.asset(ANNA, id, 0).await.unwrap(), None);
    });
}

#[test]
fn two_generations_of_one_prompt_have_seeds_of_their_own_that_stay() {
    let folder = Folder::new();
    let seeds = folder.life(async |house| {
        let one = house.submit("one").await.unwrap().generation;
        let two = house.submit("two").await.unwrap().generation;
        assert_ne!(one.seed, two.seed);
        [(one.id, one.seed), (two.id, two.seed)]
    });
    folder.life(async |house| {
        for (id, seed) in seeds {
            let found = house.find(id).await;
            assert_eq!((found.seed, found.state), (seed, State::Queued));
        }
    });
}
