//! Signatures made by Stripe's own published SDK, fetched from the registry when this runs: what it signs is taken, and nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;

use axum::body::Body;

use crate::support::{Answer, Shop, WEBHOOK_SECRET, request};

/// The SDK, in exactly one version.
const SDK: &str = "stripe@23.1.0";

/// Signs what stands in the variables, as the SDK does for the tests of those who use it.
const SIGN: &str = "const stripe = require('stripe')('sk_test_unused'); const { PAYLOAD, SECRET, SECONDS } = process.env; \
    process.stdout.write(stripe.webhooks.generateTestHeaderString({ payload: PAYLOAD, secret: SECRET, timestamp: Number(SECONDS) }))";

/// Installs the SDK below the target folder, unless it is there.
fn sdk() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(SDK.replace('@', "-"));
    // It is written last, so that what was broken off is done again.
    let is_whole = folder.join("whole");
    if !is_whole.exists() {
        std::fs::create_dir_all(&folder).unwrap();
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(&folder).arg(SDK);
        let installed = npm.output().expect("npm is needed to fetch Stripe's SDK");
        assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
        std::fs::write(is_whole, "").unwrap();
    }
    folder
}

fn sign(folder: &Path, payload: &str, secret: &str, seconds: i64) -> String {
    let mut node = Command::new("node");
    node.args(["-e", SIGN]).current_dir(folder);
    node.env("PAYLOAD", payload).env("SECRET", secret).env("SECONDS", seconds.to_string());
    let signed = node.output().expect("node is needed to run Stripe's SDK");
    assert!(signed.status.success(), "{}", String::from_utf8_lossy(&signed.stderr));
    String::from_utf8(signed.stdout).unwrap()
}

async fn tell(shop: &Shop, signature: &str, body: &str) -> Answer {
    let request = request("POST", "/webhooks/stripe").header("stripe-signature", signature);
    shop.house.visitor().send(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test]
async fn what_stripes_own_sdk_signs_is_taken_and_what_was_tampered_with_is_not() {
    let sdk = sdk();
    let shop = Shop::open().await;
    let now = shop.house.clock.now().0 / 1_000_000;
    let body = format!(
        r#"{{"id":"evt_sdk","object":"event","type":"customer.subscription.updated","created":{now},"livemode":false,"data":{{"object":{{"id":"sub_1","name":"Zoë – “ok”"}}}}}}"#
    );
    let signature = sign(&sdk, &body, WEBHOOK_SECRET, now);
    assert_eq!(tell(&shop, &signature, &body).await.ok().status, 200);
    for (signature, body) in [
        (signature.clone(), body.replace("sub_1", "sub_2")),
        (signature.clone(), format!("{body} ")),
        (signature.replace(&format!("t={now}"), &format!("t={}", now + 1)), body.clone()),
        (sign(&sdk, &body, "whsec_another", now), body.clone()),
        (sign(&sdk, &body, WEBHOOK_SECRET, now - 301), body.clone()),
    ] {
        assert_eq!(tell(&shop, &signature, &body).await.code(), "INVALID_REQUEST", "{signature}");
    }
}
