//! What comes of a request: accepted once, or refused and nothing left of it.

use credits::{Credits, QuoteRefusal};
use futures_util::future::join_all;
use studio::{Charge, Occasion, State, SubmitError};

use crate::house::{ANNA, BERT, Folder, key, sora};

#[test]
fn an_accepted_request_is_queued_with_its_credits_on_hold() {
    let folder = Folder::new();
    folder.life(async |house| {
        let accepted = house.submit("one").await.unwrap();
        assert_eq!((accepted.generation.state.clone(), accepted.generation.charge()), (State::Queued, Charge::Held));
        assert_eq!((accepted.balance.available.get(), accepted.balance.held.get()), (220, 80));
        assert_eq!(accepted.generation.operation, "Sora render");
        assert!(!accepted.is_replay);
        assert_eq!(house.find(accepted.generation.id).await, accepted.generation);
    });
}

#[test]
fn the_same_request_under_the_same_key_is_the_same_generation_for_ever() {
    let folder = Folder::new();
    let first = folder.life(async |house| house.submit("one").await.unwrap());
    folder.life(async |house| {
        let again = house.submit("one").await.unwrap();
        assert_eq!((again.generation.id, again.is_replay), (first.generation.id, true));
        house.studio.cancel(ANNA, again.generation.id).await.unwrap();
        let after_its_end = house.submit("one").await.unwrap();
        assert_eq!((after_its_end.generation.id, after_its_end.is_replay), (first.generation.id, true));
        assert_eq!(house.has().await, (300, 0));
    });
    folder.audit();
}

#[test]
fn an_accepted_request_is_answered_with_itself_after_its_price_has_changed() {
    let mut folder = Folder::new();
    let first = folder.life(async |house| house.submit("one").await.unwrap());
    folder.catalog = folder.catalog.replace("cost = 80", "cost = 90");
    folder.life(async |house| {
        let changed = house.submit("two").await;
        assert!(matches!(changed, Err(SubmitError::PriceChanged { .. })), "{changed:?}");
        // The answer was lost: it is asked for at the price of then, and at that of now.
        for expected in [80, 90] {
            let again = house.studio.submit(ANNA, key("one"), sora("a boat"), Credits::from(expected)).await.unwrap();
            assert_eq!((again.generation.id, again.is_replay), (first.generation.id, true));
            assert_eq!(again.generation.cost.get(), 80);
        }
        assert_eq!(house.has().await, (220, 80));
    });
}

#[test]
fn a_request_that_was_cut_off_is_not_taken_up_at_a_price_that_nobody_expects() {
    let mut folder = Folder::new();
    folder.life(async |house| {
        // Recorded, and cut off before its credits are held.
        let steps = house.studio.steps();
        drop(steps.accept(ANNA, key("one"), sora("a boat"), Credits::from(80)).await.unwrap());
    });
    folder.catalog = folder.catalog.replace("cost = 80", "cost = 90");
    folder.life(async |house| {
        let at_todays_price = || house.studio.submit(ANNA, key("one"), sora("a boat"), Credits::from(90));
        let refused = at_todays_price().await;
        assert!(matches!(refused, Err(SubmitError::InProgress)), "{refused:?}");
        assert_eq!(house.has().await, (300, 0));
        house.studio.steps().sweep(Occasion::Periodic).await.unwrap();
        assert!(!at_todays_price().await.unwrap().is_replay);
        assert_eq!(house.has().await, (210, 90));
    });
}

#[test]
fn another_request_under_the_same_key_is_refused() {
    let folder = Folder::new();
    folder.life(async |house| {
        house.submit("one").await.unwrap();
        let other_prompt = house.studio.submit(ANNA, key("one"), sora("a ship"), Credits::from(80)).await;
        assert!(matches!(other_prompt, Err(SubmitError::KeyReused)), "{other_prompt:?}");
        assert_eq!(house.has().await, (220, 80));
    });
}

#[test]
fn a_key_belongs_to_its_account() {
    let folder = Folder::new();
    folder.life(async |house| {
        house.submit("one").await.unwrap();
        let other = house.studio.submit(BERT, key("one"), sora("a ship"), Credits::from(80)).await;
        assert!(matches!(other, Err(SubmitError::Insufficient { .. })), "{other:?}");
    });
}

#[test]
fn a_double_click_is_one_generation_and_one_hold() {
    let folder = Folder::new();
    folder.life(async |house| {
        let answers = join_all((0..32).map(|_| house.submit("one"))).await;
        let (accepted, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert!(refused.iter().all(|refused| matches!(refused, Err(SubmitError::InProgress))), "{refused:?}");
        let accepted: Vec<_> = accepted.into_iter().map(Result::unwrap).collect();
        assert_eq!(accepted.iter().filter(|accepted| !accepted.is_replay).count(), 1);
        assert!(accepted.iter().all(|it| it.generation.id == accepted[0].generation.id));
        assert_eq!(house.studio.list(ANNA, None, 10).await.unwrap().0.len(), 1);
        assert_eq!(house.has().await, (220, 80));
    });
}

#[test]
fn more_requests_at_once_than_there_are_credits_hold_no_credit_twice() {
    let folder = Folder::new();
    folder.life(async |house| {
        let intents: Vec<String> = (0..32).map(|n| format!("intent-{n}")).collect();
        let answers = join_all(intents.iter().map(|intent| house.submit(intent))).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 3);
        assert_eq!(house.has().await, (60, 240));
        assert_eq!(house.studio.list(ANNA, None, 100).await.unwrap().0.len(), 3);
    });
}

#[test]
fn too_few_credits_leave_no_record_and_the_key_free() {
    let folder = Folder::new();
    folder.life(async |house| {
        for intent in ["one", "two", "three"] {
            house.submit(intent).await.unwrap();
        }
        let refused = house.submit("four").await;
        let Err(SubmitError::Insufficient { shortfall, held }) = refused else { panic!("{refused:?}") };
        assert_eq!((shortfall.required.get(), shortfall.available.get(), held.get()), (80, 60, 240));
        assert_eq!(shortfall.operation, "Sora render");
        assert_eq!(house.studio.list(ANNA, None, 10).await.unwrap().0.len(), 3);
        // Another request may take the key, because nothing came of the first.
        house.deposit(600).await;
        let other = house.studio.submit(ANNA, key("four"), sora("a ship"), Credits::from(80)).await.unwrap();
        assert!(!other.is_replay);
    });
}

#[test]
fn another_price_than_expected_holds_nothing_and_leaves_the_key_free() {
    let folder = Folder::new();
    folder.life(async |house| {
        let changed = house.studio.submit(ANNA, key("one"), sora("a boat"), Credits::from(48)).await;
        let Err(SubmitError::PriceChanged { expected_cost, cost }) = changed else { panic!("{changed:?}") };
        assert_eq!((expected_cost.get(), cost.get()), (48, 80));
        assert_eq!(house.has().await, (300, 0));
        assert!(house.studio.list(ANNA, None, 10).await.unwrap().0.is_empty());
        assert!(!house.submit("one").await.unwrap().is_replay);
    });
}

#[test]
fn every_wrong_field_is_named_and_nothing_is_held() {
    let folder = Folder::new();
    folder.life(async |house| {
        let mut request = sora(" ");
        request.seconds = 7;
        let refused = house.studio.submit(ANNA, key("one"), request, Credits::from(80)).await;
        let Err(SubmitError::Invalid(refusals)) = refused else { panic!("{refused:?}") };
        assert_eq!(refusals.iter().map(QuoteRefusal::field).collect::<Vec<_>>(), ["seconds", "prompt"]);
        assert_eq!(house.has().await, (300, 0));
        assert!(house.studio.list(ANNA, None, 10).await.unwrap().0.is_empty());
    });
}

#[test]
fn a_request_whose_caller_went_away_is_accepted_all_the_same() {
    let folder = Folder::new();
    folder.life(async |house| {
        let mut changes = house.studio.subscribe(ANNA);
        // Asked once, so that it has begun, and dropped.
        {
            let mut submission = Box::pin(house.submit("one"));
            assert!(futures_util::poll!(submission.as_mut()).is_pending());
        }
        let queued = crate::house::next(&mut changes).await;
        assert_eq!(queued.state, State::Queued);
        assert_eq!(house.submit("one").await.unwrap().generation.id, queued.id);
    });
}
