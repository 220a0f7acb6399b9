//! The stand-in itself, from its start to its end.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::{any, get, post};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::{interval, timeout};

use crate::clock::TestClock;
use crate::control::Control;
use crate::settings::Settings;
use crate::shared::Shared;
use crate::state::World;
use crate::{api, control_http, delivery, pages};

/// How often it looks at the clock by itself, for what comes due.
const LOOKS_EVERY: Duration = Duration::from_secs(1);

/// How long it waits for calls and deliveries under way when it is stopped.
const GRACE: Duration = Duration::from_secs(2);

/// A Stripe that can misbehave, and listens until it is stopped or dropped.
pub struct StandIn {
    shared: Arc<Shared>,
    base_url: String,
}

impl StandIn {
    /// Starts to listen. Everything that it knows is gone when it ends.
    ///
    /// # Errors
    /// When the address cannot be listened on, or nothing can be sent over HTTP.
    pub async fn start(settings: Settings) -> Result<Self, io::Error> {
        let listener = TcpListener::bind(settings.listen).await?;
        let base_url = match &settings.base_url {
            Some(base_url) => base_url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", reachable(listener.local_addr()?)),
        };
        // Stripe follows no redirects, and asks no proxy for a server on this machine.
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build();
        let client = client.map_err(io::Error::other)?;
        let mut world = World::new(&settings, &base_url);
        if let Some(endpoint) = settings.endpoint {
            world.add_endpoint(endpoint);
        }
        let (sender, jobs) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared::new(TestClock::new(settings.clock), settings.delivery, client, world, sender));
        shared.spawn(delivery::dispatch(Arc::clone(&shared), jobs));
        shared.spawn(look_at_the_clock(Arc::clone(&shared)));
        shared.tasks.spawn(serve(listener, Arc::clone(&shared)));
        Ok(Self { shared, base_url })
    }

    /// Where it is reached, without a slash at the end: the API, the pages and `/_stand_in` are below it.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// What makes things happen.
    #[must_use]
    pub fn control(&self) -> Control {
        Control::new(Arc::clone(&self.shared))
    }

    /// Stops to listen and to deliver. Calls under way are answered first, if that is soon.
    pub async fn stop(self) {
        self.shared.over.cancel();
        self.shared.tasks.close();
        if timeout(GRACE, self.shared.tasks.wait()).await.is_err() {
            tracing::warn!("the stand-in for Stripe left something unfinished");
        }
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.shared.over.cancel();
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let over = shared.over.clone();
    let served = axum::serve(listener, router(shared)).with_graceful_shutdown(over.cancelled_owned()).await;
    if let Err(error) = served {
        tracing::warn!(%error, "the stand-in for Stripe does not listen any more");
    }
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(pages::overview))
        .route("/style.css", get(pages::style))
        .route("/pay/{session}", get(pages::pay).post(pages::pay_submitted))
        .route("/portal/{portal}", get(pages::portal).post(pages::portal_submitted))
        .route("/_stand_in/faults", get(control_http::faults).post(control_http::set_faults))
        .route("/_stand_in/purchases", get(control_http::purchases))
        .route("/_stand_in/{verb}", post(control_http::verb))
        .route("/v1/{*call}", any(api::answer))
        .with_state(shared)
}

/// What comes due while nobody asks for anything is done all the same.
async fn look_at_the_clock(shared: Arc<Shared>) {
    let mut looks = interval(LOOKS_EVERY);
    loop {
        looks.tick().await;
        shared.with(|_| ());
    }
}

/// The address by which this machine reaches what it listens on.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    address
}
