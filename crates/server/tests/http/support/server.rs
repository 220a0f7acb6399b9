//! Another server, which shows an API key and has no cookie.

use axum::Router;
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Builder;
use serde_json::{Value, json};
use server::ApiKeyName;
use tower::ServiceExt;
use uuid::Uuid;

use super::{Answer, House, request};

/// An account of the other server's, as the house's clock and nobody else could have made it.
pub const ADA: Uuid = Uuid::from_u128(0x019a_2f0c_6b1e_7c3a_9d55_0f6f_4f1f_2a10);

/// Another one.
pub const BOB: Uuid = Uuid::from_u128(0x019a_2f0c_6b1e_7c3a_9d55_0f6f_4f1f_2a11);

pub struct Server {
    router: Router,
    /// What stands behind `Authorization:`.
    pub authorization: String,
    /// The id of its key.
    pub key_id: Uuid,
}

impl House {
    /// A server with a key of its own.
    pub async fn server(&self) -> Server {
        let key_id = Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0000 + u128::from(self.next_number()));
        let made = self.app.create_api_key(key_id, ApiKeyName::new("a test").unwrap()).await.unwrap();
        Server { router: self.router.clone(), authorization: format!("Bearer {}", made.text()), key_id }
    }
}

impl Server {
    /// The address of something of an account.
    pub fn of(account: Uuid, what: &str) -> String {
        format!("/v1/accounts/{account}{what}")
    }

    /// A request to build upon.
    pub fn request(&self, method: &str, path: &str) -> Builder {
        request(method, path).header(AUTHORIZATION, &self.authorization)
    }

    pub async fn send(&self, request: Builder, body: impl Into<Body>) -> Answer {
        Answer::read(self.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path), Body::empty()).await
    }

    /// A write without the name of its intent.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        let request = self.request("POST", path).header(CONTENT_TYPE, "application/json");
        self.send(request, body.to_string()).await
    }

    /// A write under the key of its intent.
    pub async fn write(&self, path: &str, key: &str, body: &Value) -> Answer {
        let request = self.request("POST", path).header(CONTENT_TYPE, "application/json");
        self.send(request.header("idempotency-key", key), body.to_string()).await
    }

    /// Adds credits to an account.
    pub async fn fund(&self, account: Uuid, amount: u32) {
        let body = json!({"amount": amount, "source": "grant"});
        self.write(&Self::of(account, "/deposits"), "funds", &body).await.ok();
    }

    /// Sets credits aside, and gives the hold's word.
    pub async fn held(&self, account: Uuid, key: &str, amount: u32) -> String {
        let answer = self.write(&Self::of(account, "/holds"), key, &hold(amount)).await.ok();
        answer.json()["hold"].as_str().unwrap().to_owned()
    }

    /// `available` and `held` of an account.
    pub async fn has(&self, account: Uuid) -> (i64, i64) {
        let balance = self.get(&Self::of(account, "/balance")).await.ok().json();
        (balance["available"].as_i64().unwrap(), balance["held"].as_i64().unwrap())
    }
}

/// The body of a hold.
pub fn hold(amount: u32) -> Value {
    json!({"amount": amount, "operation": "Render", "expires_in_seconds": 600})
}
