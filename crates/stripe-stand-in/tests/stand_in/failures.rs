//! Calls that fail: before the work, after it, and without any answer.

use stripe_stand_in::{API_VERSION, Failure, Faults};

use crate::support::{House, KEY};

/// How many customers there are.
fn customers(house: &House) -> usize {
    house.control.events().iter().filter(|event| event["type"] == "customer.created").count()
}

#[tokio::test]
async fn the_next_calls_fail_in_the_way_that_was_chosen() {
    let house = House::new().await;
    house.control.fail_next(2, Failure::ServerErrorBefore);
    house.control.fail_next(1, Failure::TooManyRequests { retry_after_s: 7 });
    for _ in 0..2 {
        let failed = house.post("/v1/customers", &[]).await;
        assert_eq!((failed.status, failed.text_at("/error/type").as_str()), (500, "api_error"));
    }
    let limited = house.post("/v1/customers", &[]).await;
    assert_eq!(
        (limited.error().0, limited.error().1, limited.header("retry-after")),
        (429, Some("rate_limit"), Some("7"))
    );
    assert_eq!(customers(&house), 0);
    house.post("/v1/customers", &[]).await.ok();
    assert_eq!(customers(&house), 1);
}

#[tokio::test]
async fn an_error_is_remembered_under_its_key_although_the_work_is_done() {
    let house = House::new().await;
    house.control.fail_next(1, Failure::ServerErrorAfter);
    assert_eq!(house.post_once("key", "/v1/customers", &[("name", "Ann")]).await.status, 500);
    assert_eq!(customers(&house), 1);
    let again = house.post_once("key", "/v1/customers", &[("name", "Ann")]).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (500, Some("true")));
    assert_eq!(customers(&house), 1);
    house.post_once("another key", "/v1/customers", &[("name", "Ann")]).await.ok();
    assert_eq!(customers(&house), 2, "under another key it is done again");
}

#[tokio::test]
async fn a_call_that_times_out_may_or_may_not_have_done_its_work() {
    let house = House::new().await;
    house.control.set_faults(Faults { hang_ms: 1, ..Faults::default() });
    house.control.fail_next(20, Failure::Timeout);
    let mut done = 0;
    for number in 0..20 {
        let answer = house.post_once(&format!("key-{number}"), "/v1/customers", &[]).await;
        done += usize::from(answer.status == 200);
    }
    assert!((1..20).contains(&done), "{done}");
    assert_eq!(customers(&house), done);
}

#[tokio::test]
async fn calls_without_the_key_are_not_counted() {
    let house = House::new().await;
    house.control.fail_next(1, Failure::ServerErrorBefore);
    let stranger = house.call(reqwest::Method::GET, "/v1/account", &[], &[("authorization", "")]).await;
    assert_eq!(stranger.status, 401);
    assert_eq!(house.get("/v1/account").await.status, 500);
}

#[tokio::test]
async fn calls_fail_about_as_often_as_they_are_to() {
    let house = House::new().await;
    let faults = Faults {
        api_500_before_permille: 200,
        api_500_after_permille: 100,
        api_429_permille: 100,
        ..Faults::default()
    };
    house.control.set_faults(faults);
    let mut failed = 0;
    for _ in 0..200 {
        failed += usize::from(house.get("/v1/account").await.status != 200);
    }
    assert!((50..110).contains(&failed), "{failed}");
}

#[tokio::test]
async fn whoever_stops_it_is_not_kept_waiting_by_calls_that_hang() {
    let house = House::new().await;
    house.control.set_faults(Faults { hang_ms: 3_600_000, ..Faults::default() });
    house.control.fail_next(8, Failure::Timeout);
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let request = reqwest::Client::new().post(house.url("/v1/customers")).bearer_auth(KEY);
            tokio::spawn(request.header("stripe-version", API_VERSION).send())
        })
        .collect();
    // Some of them do their work before they hang, and show thereby that they have begun.
    while customers(&house) == 0 {
        tokio::task::yield_now().await;
    }
    house.stand_in.stop().await;
    for call in calls {
        // Answered early or cut off, as it happens; none hangs any more.
        drop(call.await.unwrap());
    }
}
