//! Calls to Stripe's API: one place for the key, the version, time limits, retries and the circuit breaker.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use credits::Timestamp;
use form_urlencoded::Serializer;
use http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, USER_AGENT};
use http::{HeaderMap, HeaderName, Method, Request, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as Http;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use ledger::{Clock, tls};
use parking_lot::Mutex;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::breaker::Breaker;
use super::{StripeSecret, StripeSettings};
use crate::GatewayError;

/// The version of the API that this was written for: it is sent with each call, so that Stripe answers as we read, whatever the account's own
/// version is.
pub const API_VERSION: &str = "2026-08-26.dahlia";

/// How long connecting may take.
const CONNECT_MAX: Duration = Duration::from_secs(3);

/// How often a call that did not get through is made again.
const RETRIES_MAX: usize = 2;

/// How long is waited for Stripe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// How long one attempt may take.
    pub attempt_max: Duration,
    /// The first pause before a call that did not get through is made again. The next one is twice as long.
    pub first_pause: Duration,
    /// The longest pause that Stripe may ask for and is given. Whoever asks for a longer one is out of reach.
    pub pause_max: Duration,
}

impl Default for Patience {
    /// All attempts and pauses of one call together stay below the 30 s that a request of ours may take.
    fn default() -> Self {
        Self {
            attempt_max: Duration::from_secs(8),
            first_pause: Duration::from_millis(300),
            pause_max: Duration::from_secs(3),
        }
    }
}

/// How many keys an intent may use up. The first is the one that counts.
const KEYS_MAX: u32 = 4;

/// The largest answer that is read.
const ANSWER_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What is sent along, by name.
pub(super) type Form = Vec<(String, String)>;

/// Why a call brought nothing.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum CallError {
    /// There is no such thing.
    #[error("stripe has no such thing: {message}")]
    Missing {
        /// Which of our words named it, if Stripe says so.
        param: Option<String>,
        /// Stripe's sentence.
        message: String,
    },
    /// Stripe will not.
    #[error("stripe answered {status}: {message}")]
    Refused {
        /// The status of the answer.
        status: StatusCode,
        /// Stripe's sentence.
        message: String,
    },
    /// It did not get through, or Stripe has trouble.
    #[error("stripe is out of reach: {cause}")]
    OutOfReach {
        /// What happened.
        cause: String,
        /// How long Stripe asks to wait.
        wait: Option<Duration>,
        /// Whether the same key will get the same answer again.
        is_remembered: bool,
        /// Whether Stripe only has too much to do, and is there.
        is_busy: bool,
    },
}

impl CallError {
    const fn is_passing(&self) -> bool {
        matches!(self, Self::OutOfReach { is_remembered: false, .. })
    }

    fn wait(&self) -> Option<Duration> {
        match self {
            Self::OutOfReach { wait, .. } => *wait,
            Self::Missing { .. } | Self::Refused { .. } => None,
        }
    }
}

impl From<CallError> for GatewayError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::OutOfReach { .. } => Self::OutOfReach(error.to_string()),
            CallError::Missing { .. } | CallError::Refused { .. } => Self::Refused(error.to_string()),
        }
    }
}

/// The body of a call: small, and kept so that it can be sent again.
type Body = Full<bytes::Bytes>;

/// Names the version of the API.
const STRIPE_VERSION: HeaderName = HeaderName::from_static("stripe-version");

/// Names the intent of a write.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Whoever calls.
pub(super) struct Client {
    http: Http<HttpsConnector<HttpConnector>, Body>,
    api_url: String,
    key: StripeSecret,
    patience: Patience,
    clock: Clock,
    breaker: Mutex<Breaker>,
}

impl Client {
    pub fn new(settings: &StripeSettings, clock: Clock) -> Result<Self, GatewayError> {
        let StripeSettings { secret_key, api_url, patience, .. } = settings.clone();
        let tls = tls::client_config()
            .map_err(|error| GatewayError::Refused(format!("no calls over TLS can be made here: {error}")))?;
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_connect_timeout(Some(CONNECT_MAX));
        connector.set_nodelay(true);
        let connector =
            HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1().wrap_connector(connector);
        // It follows no redirects: nobody else is shown our key.
        let http = Http::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
        Ok(Self { http, api_url, key: secret_key, patience, clock, breaker: Mutex::default() })
    }

    /// Reads something.
    pub async fn get<T: DeserializeOwned>(&self, path: &str, query: &Form) -> Result<T, CallError> {
        let address = if query.is_empty() { path.to_owned() } else { format!("{path}?{}", encoded(query)) };
        self.call(&|| self.request(Method::GET, &address, None)).await
    }

    /// Reads something that may not be there.
    pub async fn find<T: DeserializeOwned>(&self, path: &str, query: &Form) -> Result<Option<T>, CallError> {
        match self.get(path, query).await {
            Ok(found) => Ok(Some(found)),
            Err(CallError::Missing { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes or changes something. The key names the intent: the same one is done once, however often it is sent. An error of Stripe's own
    /// is remembered under the key as well, for a day at least: then nobody knows whether it was done, and it is asked for under a next key.
    pub async fn post<T: DeserializeOwned>(&self, path: &str, form: &Form, key: &str) -> Result<T, CallError> {
        let mut outcome = self.call(&|| self.request(Method::POST, path, Some((form, key)))).await;
        for next in 2..=KEYS_MAX {
            if !matches!(&outcome, Err(CallError::OutOfReach { is_remembered: true, .. })) {
                break;
            }
            let key = format!("{key}:{next}");
            outcome = self.call(&|| self.request(Method::POST, path, Some((form, key.as_str())))).await;
        }
        outcome
    }

    fn request(&self, method: Method, address: &str, sent: Option<(&Form, &str)>) -> Result<Request<Body>, CallError> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{address}", self.api_url))
            .header(AUTHORIZATION, format!("Bearer {}", self.key.expose()))
            .header(USER_AGENT, concat!("Farebox/", env!("CARGO_PKG_VERSION")))
            .header(STRIPE_VERSION, API_VERSION);
        let mut body = Body::default();
        if let Some((form, key)) = sent {
            request = request.header(IDEMPOTENCY_KEY, key).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            body = encoded(form).into();
        }
        // What cannot be an address or a header comes from the configuration, and is said without repeating it.
        request.body(body).map_err(|_| CallError::Refused {
            status: StatusCode::BAD_REQUEST,
            message: "the call cannot be written down".to_owned(),
        })
    }

    async fn call<T: DeserializeOwned>(
        &self,
        request: &(dyn Fn() -> Result<Request<Body>, CallError> + Sync),
    ) -> Result<T, CallError> {
        if !self.breaker.lock().lets_through(self.clock.now()) {
            return Err(out_of_reach("it did not answer the last calls, and is left alone for a moment"));
        }
        let pauses = ExponentialBuilder::default()
            .with_min_delay(self.patience.first_pause)
            .with_max_delay(self.patience.pause_max)
            .with_max_times(RETRIES_MAX)
            .with_jitter();
        let pause_max = self.patience.pause_max;
        let outcome = (|| async move { self.attempt(request()?).await })
            .retry(pauses)
            .when(|error: &CallError| error.is_passing() && error.wait().is_none_or(|wait| wait <= pause_max))
            .adjust(|error, pause| pause.map(|pause| error.wait().unwrap_or(pause)))
            .notify(|error, pause| tracing::debug!(%error, pause_ms = pause.as_millis(), "a call is made again"))
            .await;
        self.note(outcome.as_ref().err(), self.clock.now());
        outcome
    }

    fn note(&self, error: Option<&CallError>, now: Timestamp) {
        let mut breaker = self.breaker.lock();
        match error {
            Some(CallError::OutOfReach { is_busy: false, is_remembered: false, .. }) => breaker.failed(now),
            // It is there: what one caller asks too often for must not keep all others from it.
            Some(CallError::OutOfReach { .. } | CallError::Missing { .. } | CallError::Refused { .. }) | None => {
                breaker.succeeded();
            }
        }
    }

    /// One attempt, with its answer read to the end. What is said of a failure has no address in it: an address may name what nobody
    /// else should know.
    async fn attempt<T: DeserializeOwned>(&self, request: Request<Body>) -> Result<T, CallError> {
        let answered = async {
            let response = self.http.request(request).await.map_err(|error| out_of_reach(in_full(&error)))?;
            let (parts, body) = response.into_parts();
            let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await;
            let body = body.map_err(|error| out_of_reach(in_full(error.as_ref())))?.to_bytes();
            understand(parts.status, &parts.headers, &body)
        };
        let in_time = tokio::time::timeout(self.patience.attempt_max, answered).await;
        in_time.unwrap_or_else(|_| Err(out_of_reach("it did not answer in time")))
    }
}

fn out_of_reach(cause: impl ToString) -> CallError {
    CallError::OutOfReach { cause: cause.to_string(), wait: None, is_remembered: false, is_busy: false }
}

/// What an answer means.
fn understand<T: DeserializeOwned>(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Result<T, CallError> {
    if status.is_success() {
        return serde_json::from_slice(body).map_err(|error| CallError::Refused {
            status,
            message: format!("an answer that is not understood: {error}"),
        });
    }
    let ErrorBody { error } = serde_json::from_slice(body).unwrap_or_default();
    let message = error.message.unwrap_or_else(|| "no reason given".to_owned());
    let is_passing =
        status.is_server_error() || [StatusCode::TOO_MANY_REQUESTS, StatusCode::CONFLICT].contains(&status);
    if is_passing {
        let cause = format!("{status}: {message}");
        let is_remembered = headers.get(REPLAYED).is_some_and(|value| value == "true");
        let is_busy = !status.is_server_error();
        return Err(CallError::OutOfReach { cause, wait: wait_of(headers), is_remembered, is_busy });
    }
    if status == StatusCode::NOT_FOUND || error.code.as_deref() == Some("resource_missing") {
        return Err(CallError::Missing { param: error.param, message });
    }
    Err(CallError::Refused { status, message })
}

/// An error with all that is behind it: the outermost one says only that something could not be sent.
fn in_full(error: &(dyn std::error::Error + 'static)) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        words.push_str(": ");
        words.push_str(&cause.to_string());
        source = cause.source();
    }
    words
}

fn wait_of(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn encoded(form: &Form) -> String {
    Serializer::new(String::new()).extend_pairs(form).finish()
}

#[derive(Debug, Default, Deserialize)]
struct ErrorBody {
    #[serde(default)]
    error: ErrorDetail,
}

#[derive(Debug, Default, Deserialize)]
struct ErrorDetail {
    code: Option<String>,
    message: Option<String>,
    param: Option<String>,
}
