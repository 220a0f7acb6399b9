//! What every test stands on: a stand-in on a port of its own, a clock that is moved by hand, and somebody who is told of events.

mod answer;
mod receiver;
mod shop;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use reqwest::Method;
use stripe_stand_in::{API_VERSION, Control, DeliverySettings, Endpoint, Settings, StandIn};

pub use answer::Answer;
pub use receiver::Receiver;

/// 2026-01-31T12:00:00Z.
pub const START_S: i64 = 1_769_860_800;

/// A day, in seconds.
pub const DAY_S: i64 = 24 * 60 * 60;

/// What calls bring.
pub const KEY: &str = "sk_test_of_the_tests";

/// What events are signed with.
pub const SECRET: &str = "whsec_of_the_tests";

/// A stand-in with everything around it.
pub struct House {
    pub stand_in: StandIn,
    pub control: Control,
    pub receiver: Receiver,
    /// The receiver's endpoint.
    pub endpoint: String,
    clock_s: Arc<AtomicI64>,
    http: reqwest::Client,
}

impl House {
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// One with other settings. Events come one after the other, so that their order can be looked at.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let clock_s = Arc::new(AtomicI64::new(START_S));
        let read = Arc::clone(&clock_s);
        let mut settings = Settings::new(KEY, 7, Arc::new(move || read.load(Ordering::SeqCst)));
        settings.delivery = DeliverySettings { in_flight_max: 1, ..DeliverySettings::quick() };
        change(&mut settings);
        let receiver = Receiver::start().await;
        let stand_in = StandIn::start(settings).await.unwrap();
        let control = stand_in.control();
        let endpoint = control.add_endpoint(Endpoint::new(receiver.url(), SECRET));
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { stand_in, control, receiver, endpoint, clock_s, http }
    }

    /// Moves the clock that everybody shares.
    pub fn pass(&self, seconds: i64) {
        self.clock_s.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.stand_in.base_url())
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, &[], &[]).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, &[], &[]).await
    }

    pub async fn post(&self, path: &str, params: &[(&str, &str)]) -> Answer {
        self.call(Method::POST, path, params, &[]).await
    }

    /// A call with an idempotency key.
    pub async fn post_once(&self, key: &str, path: &str, params: &[(&str, &str)]) -> Answer {
        self.call(Method::POST, path, params, &[("idempotency-key", key)]).await
    }

    /// A call with the key and the version, and with the headers that are given in place of those.
    pub async fn call(&self, method: Method, path: &str, params: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let mut all = vec![("authorization", format!("Bearer {KEY}")), ("stripe-version", API_VERSION.to_owned())];
        for (name, value) in headers {
            all.retain(|(present, _)| present != name);
            all.push((name, (*value).to_owned()));
        }
        let mut request = self.http.request(method, self.url(path));
        for (name, value) in all.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, value);
        }
        Answer::of(self.sent(request, params).await).await
    }

    /// A page, or a form that a person sends.
    pub async fn page(&self, path: &str, fields: Option<&[(&str, &str)]>) -> Answer {
        let request = match fields {
            None => self.http.get(self.url(path)),
            Some(_) => self.http.post(self.url(path)),
        };
        Answer::of(self.sent(request, fields.unwrap_or_default()).await).await
    }

    /// A verb by HTTP, with JSON.
    pub async fn verb(&self, verb: &str, arguments: serde_json::Value) -> Answer {
        let request = self.http.post(self.url(&format!("/_stand_in/{verb}"))).json(&arguments);
        Answer::of(request.send().await.unwrap()).await
    }

    async fn sent(&self, request: reqwest::RequestBuilder, params: &[(&str, &str)]) -> reqwest::Response {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish();
        let request = match params {
            [] => request,
            _ => request.header("content-type", "application/x-www-form-urlencoded").body(form),
        };
        request.send().await.unwrap()
    }

    /// The types of the events that came in so far, in the order in which they came.
    pub async fn told(&self) -> Vec<String> {
        self.control.quiesce().await;
        self.receiver.kinds()
    }

    /// Whether an event of a type came in.
    pub async fn was_told(&self, kind: &str) -> bool {
        self.told().await.iter().any(|told| told == kind)
    }
}
