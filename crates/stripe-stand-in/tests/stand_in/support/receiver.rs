//! Somebody who is told of events: keeps everything that comes in, and refuses as often as it is told to.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use parking_lot::Mutex;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// One request that came in.
#[derive(Debug, Clone)]
pub struct Letter {
    pub signature: String,
    pub body: String,
    pub event: Value,
}

#[derive(Default)]
struct Pigeonhole {
    letters: Vec<Letter>,
    refusals: usize,
}

pub struct Receiver {
    url: String,
    letters: Arc<Mutex<Pigeonhole>>,
    serving: JoinHandle<()>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhook", listener.local_addr().unwrap());
        let letters = Arc::new(Mutex::new(Pigeonhole::default()));
        let router = Router::new().route("/webhook", post(take)).with_state(Arc::clone(&letters));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, letters, serving }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Everything that came in, refused or not.
    pub fn letters(&self) -> Vec<Letter> {
        self.letters.lock().letters.clone()
    }

    /// Forgets what came in.
    pub fn clear(&self) {
        self.letters.lock().letters.clear();
    }

    /// Refuses the next so many.
    pub fn refuse(&self, count: usize) {
        self.letters.lock().refusals = count;
    }

    pub fn kinds(&self) -> Vec<String> {
        self.letters().iter().map(|letter| letter.event["type"].as_str().unwrap().to_owned()).collect()
    }

    /// The object of the last event of a type.
    #[track_caller]
    pub fn object(&self, kind: &str) -> Value {
        let letters = self.letters();
        let letter = letters.iter().rfind(|letter| letter.event["type"] == kind);
        letter.unwrap_or_else(|| panic!("nobody told of {kind}")).event["data"]["object"].clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn take(State(letters): State<Arc<Mutex<Pigeonhole>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut letters = letters.lock();
    letters.letters.push(Letter {
        signature: headers["stripe-signature"].to_str().unwrap().to_owned(),
        body: String::from_utf8(body.to_vec()).unwrap(),
        event: serde_json::from_slice(&body).unwrap(),
    });
    if letters.refusals > 0 {
        letters.refusals -= 1;
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    StatusCode::OK
}
