//! Deliveries that go wrong: twice, in the wrong order, late, never, and again long after.

use stripe_stand_in::{ControlError, Faults};

use crate::support::House;

/// As many customers as that, one after the other.
async fn customers(house: &House, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(house.customer().await);
    }
    house.control.quiesce().await;
    ids
}

/// The customers of the events that came in, in their order.
fn told(house: &House) -> Vec<String> {
    let letters = house.receiver.letters();
    letters.iter().map(|letter| letter.event["data"]["object"]["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn without_faults_events_come_once_and_in_order() {
    let house = House::new().await;
    let made = customers(&house, 10).await;
    assert_eq!(told(&house), made);
}

#[tokio::test]
async fn an_event_may_come_twice() {
    let house = House::new().await;
    house.control.set_faults(Faults { duplicate_permille: 1_000, ..Faults::default() });
    let made = customers(&house, 3).await;
    let twice: Vec<_> = made.iter().flat_map(|id| [id.clone(), id.clone()]).collect();
    assert_eq!(told(&house), twice);
    let letters = house.receiver.letters();
    assert_eq!(letters[0].event["id"], letters[1].event["id"]);
}

#[tokio::test]
async fn an_event_may_be_overtaken_by_the_next() {
    let house = House::new().await;
    house.control.stop_deliveries();
    house.control.set_faults(Faults { reorder_permille: 500, ..Faults::default() });
    let made = customers(&house, 20).await;
    house.control.resume_deliveries();
    house.control.quiesce().await;
    let told = told(&house);
    assert_ne!(told, made);
    let (mut told, mut made) = (told, made);
    told.sort();
    made.sort();
    assert_eq!(told, made);
}

#[tokio::test]
async fn events_that_are_delayed_come_all_the_same() {
    let house = House::new().await;
    house.control.set_faults(Faults { delay_ms_max: 20, ..Faults::default() });
    let mut made = customers(&house, 10).await;
    let mut told = told(&house);
    told.sort();
    made.sort();
    assert_eq!(told, made);
}

#[tokio::test]
async fn an_event_that_is_dropped_is_never_delivered_and_can_be_read() {
    let house = House::new().await;
    house.control.set_faults(Faults { drop_permille: 1_000, ..Faults::default() });
    let made = customers(&house, 1).await;
    assert_eq!(told(&house), [""; 0]);
    let events = house.get("/v1/events?type=customer.created").await.ok();
    assert_eq!(events.text_at("/data/0/data/object/id"), made[0]);
}

#[tokio::test]
async fn about_as_many_are_dropped_as_were_to() {
    let house = House::with(|settings| settings.delivery.in_flight_max = 16).await;
    house.control.set_faults(Faults { drop_permille: 300, ..Faults::default() });
    customers(&house, 100).await;
    assert!((50..90).contains(&told(&house).len()), "{}", told(&house).len());
}

#[tokio::test]
async fn old_events_come_again_when_they_are_asked_for() {
    let house = House::new().await;
    let made = customers(&house, 3).await;
    let first = house.control.events()[0]["id"].as_str().unwrap().to_owned();
    house.control.redeliver(&first).unwrap();
    house.control.quiesce().await;
    assert_eq!(told(&house), [&made[..], &made[..1]].concat());
    let missing = ControlError::NotFound { kind: "event", id: "evt_none".to_owned() };
    assert_eq!(house.control.redeliver("evt_none"), Err(missing));

    house.receiver.clear();
    assert_eq!(house.control.replay_all_old_events(), 3);
    house.control.quiesce().await;
    assert_eq!(told(&house), made);
}

#[tokio::test]
async fn while_deliveries_are_stopped_nobody_is_told_and_nothing_is_lost() {
    let house = House::new().await;
    house.control.stop_deliveries();
    let made = customers(&house, 3).await;
    assert_eq!(told(&house), [""; 0]);
    house.control.resume_deliveries();
    house.control.quiesce().await;
    assert_eq!(told(&house), made);
}

#[tokio::test]
async fn one_seed_is_one_course_of_events() {
    let mut courses = Vec::new();
    for _ in 0..2 {
        let house = House::new().await;
        house.control.set_faults(Faults { drop_permille: 500, duplicate_permille: 500, ..Faults::default() });
        customers(&house, 20).await;
        courses.push(told(&house));
    }
    assert_eq!(courses[0], courses[1]);
}
