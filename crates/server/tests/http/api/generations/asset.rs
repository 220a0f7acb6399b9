//! `GET /api/generations/{id}/assets/{n}`.

use axum::body::Body;
use serde_json::Value;

use crate::support::{Client, House, request, sora};

async fn clip(house: &House, client: &Client) -> String {
    let done: Value = house.generation(client, &sora("a fox"), "succeeded").await;
    done["assets"][0]["url"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn its_owner_gets_the_file_and_keeps_it() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let answer = ada.get(&clip(&house, &ada).await).await.ok();
    assert_eq!(answer.header("content-type"), Some("video/mp4"));
    assert_eq!(answer.header("cache-control"), Some("private, max-age=31536000, immutable"));
    assert_eq!(answer.header("accept-ranges"), Some("bytes"));
    assert_eq!((answer.body.len(), answer.header("content-disposition")), (4_096, None));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
}

#[tokio::test]
async fn a_range_is_a_part() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let path = clip(&house, &ada).await;
    let part =
        async |range: &str| ada.send(request("GET", &path).header("range", range).body(Body::empty()).unwrap()).await;
    let answer = part("bytes=256-259").await;
    assert_eq!((answer.status, answer.body.as_ref()), (206, &[0, 1, 2, 3][..]));
    assert_eq!(answer.header("content-range"), Some("bytes 256-259/4096"));
    assert_eq!(part("bytes=-2").await.body.as_ref(), [254, 255]);
    let beyond = part("bytes=5000-").await;
    assert_eq!((beyond.status, beyond.header("content-range")), (416, Some("bytes */4096")));
    assert_eq!(beyond.pointers(), ["Range"]);
}

#[tokio::test]
async fn a_download_has_a_name() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let path = clip(&house, &ada).await;
    let answer = ada.get(&format!("{path}?download")).await.ok();
    let disposition = answer.header("content-disposition").unwrap();
    assert!(disposition.starts_with("attachment; filename=\"farebox-"), "{disposition}");
    assert_eq!(ada.get(&format!("{path}?downloads")).await.header("content-disposition"), None);
}

#[tokio::test]
async fn nobody_sees_the_files_of_somebody_else() {
    let house = House::new().await;
    let (ada, bob) = (house.owner("ada", 300).await, house.newcomer("bob").await);
    let path = clip(&house, &ada).await;
    assert_eq!(bob.get(&path).await.code(), "NOT_FOUND");
    assert_eq!(house.visitor().get(&path).await.code(), "AUTH_REQUIRED");
    for elsewhere in ["2", "-1", "x", "0x0", "18446744073709551616"] {
        let path = format!("{}{elsewhere}", path.strip_suffix('0').unwrap());
        assert_eq!(ada.get(&path).await.code(), "NOT_FOUND", "{path}");
    }
}
