//! The word that stands for a hold in an address.

use serde_json::json;

use crate::support::{ADA, House};

#[tokio::test]
async fn what_is_no_word_of_ours_and_what_names_no_hold_is_not_found() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let word = server.held(ADA, "a", 80).await;
    let other = if word.ends_with('A') { "E" } else { "A" };
    let strange = [&word[..42], "x", "%00", &ADA.to_string(), &format!("{}{other}", &word[..42]), &"A".repeat(43)];
    for hold in strange {
        for (verb, body) in
            [("settle", json!({})), ("release", json!({})), ("extend", json!({"expires_in_seconds": 60}))]
        {
            let answer = server.write(&format!("/v1/holds/{hold}/{verb}"), "k", &body).await;
            assert_eq!((answer.status, answer.code().as_str()), (404, "NOT_FOUND"), "{hold} {verb}");
        }
    }
    assert_eq!(server.has(ADA).await, (220, 80));
}
