//! One life of the server: from its start to its crash. Nothing of it outlives that but what is on disk and at Stripe.

use std::future::Future;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use billing::Billing;
use billing::gateways::stripe::{SIGNATURE_HEADER, Stripe};
use ledger::Ledger;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

/// How often a life compares with Stripe by itself.
const RECONCILE_EVERY: Duration = Duration::from_millis(700);

/// How long tasks may take to notice that their life is over.
const END_PATIENCE: Duration = Duration::from_secs(5);

/// A running server, as far as payments go.
pub(super) struct Life {
    runtime: Runtime,
    pub billing: Billing,
    pub ledger: Ledger,
}

/// What the webhook endpoint needs.
#[derive(Clone)]
struct Endpoint {
    stripe: Stripe,
    billing: Billing,
}

impl Life {
    /// Begins to listen, to apply what is told, and to compare.
    pub fn begin(
        runtime: Runtime,
        listener: std::net::TcpListener,
        (stripe, billing, ledger): (Stripe, Billing, Ledger),
    ) -> Result<Self, String> {
        let _inside = runtime.enter();
        let listener = TcpListener::from_std(listener).map_err(|error| format!("listening: {error}"))?;
        let router = Router::new()
            .route("/webhooks/stripe", post(take))
            .with_state(Endpoint { stripe, billing: billing.clone() });
        runtime.spawn(async move { axum::serve(listener, router).await });
        let never = CancellationToken::new();
        let (events, reconciler) = (billing.clone(), billing.clone());
        let (one, two) = (never.clone(), never);
        runtime.spawn(async move { events.run_events(one).await });
        runtime.spawn(async move { reconciler.run_reconciler(RECONCILE_EVERY, two).await });
        Ok(Self { runtime, billing, ledger })
    }

    /// Does something within this life; `None` when it ended first.
    pub fn does<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Option<T> {
        let doing = self.runtime.spawn(work);
        self.runtime.block_on(doing).ok()
    }

    /// Begins something within this life, and lets it be.
    pub fn begins(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.runtime.spawn(work);
    }

    /// The end: nothing that is under way comes to its next step.
    pub fn crashes(self) {
        let Self { runtime, billing, ledger } = self;
        drop((billing, ledger));
        runtime.shutdown_timeout(END_PATIENCE);
    }
}

/// As the server's own endpoint does.
async fn take(State(endpoint): State<Endpoint>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
    match endpoint.stripe.read_event(signature, &body) {
        Ok(event) => match endpoint.billing.receive_event(event).await {
            Ok(_) => StatusCode::OK,
            Err(_) => StatusCode::SERVICE_UNAVAILABLE,
        },
        Err(_) => StatusCode::BAD_REQUEST,
    }
}
