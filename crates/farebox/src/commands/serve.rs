//! `farebox serve`: opens everything, says when it is ready, and stops cleanly.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use billing::Billing;
use billing::gateways::stripe::StripeSecret;
use credits::Catalog;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::cli::Serve;
use crate::config::{Config, Gateway};
use crate::data_folder::{DataFolder, Lock};
use crate::exit::Failure;
use crate::house::{Ground, House, SHUTDOWN_GRACE};
use crate::operator::{AdminSocket, Desk};
use crate::output::to_stdout;
use crate::shutdown::Signals;
use crate::storage::Storage;

/// How often holds are ended whose time has come.
const SWEEP_EVERY: Duration = Duration::from_secs(1);

/// How long everything may take to stop, beyond what requests may take.
const STOP_MARGIN: Duration = Duration::from_secs(5);

/// How long threads that paint or hash may still take at the very end.
const THREADS_PATIENCE: Duration = Duration::from_secs(2);

/// Who is told that the server is ready.
#[derive(Debug, Clone, Copy)]
enum Greeting {
    /// A person.
    Text,
    /// A program, which reads one line.
    Json,
}

/// Serves until told to stop.
pub fn run(arguments: &Serve) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(arguments.listen.as_deref())?;
    let config = &loaded.config;
    let catalog = crate::catalog_file::load(config.catalog.as_deref())?;
    crate::logs::start(&config.log)?;
    let folder = DataFolder::open_or_make(&config.data)?;
    let lock = folder.lock()?;
    let storage = Storage::of(&loaded, &folder)?;
    let runtime = super::runtime()?;
    let greeting = if arguments.json { Greeting::Json } else { Greeting::Text };
    let served = runtime.block_on(serve(config, catalog, (&folder, storage), greeting, &lock));
    runtime.shutdown_timeout(THREADS_PATIENCE);
    served.map(|()| ExitCode::SUCCESS)
}

/// The lock is only lent: it must outlive everything that writes to the folder.
async fn serve(
    config: &Config,
    catalog: Catalog,
    (folder, storage): (&DataFolder, Storage<'_>),
    greeting: Greeting,
    _lock: &Lock,
) -> Result<(), Failure> {
    let signals = Signals::new()?;
    let listener = TcpListener::bind(config.listen).await.map_err(|error| not_listening(config.listen, &error))?;
    let address = listener.local_addr().map_err(|error| not_listening(config.listen, &error))?;
    let public_url = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let house = House::open(Ground { config, catalog, storage, folder, public_url: public_url.clone() }).await?;
    storage.mark(folder)?;
    let admin = AdminSocket::bind(&folder.admin_socket()).map_err(|error| Failure::Unavailable(error.to_string()))?;

    let shutdown = CancellationToken::new();
    tokio::spawn(signals.stop_at_the_first(shutdown.clone()));
    let parts = start(config, house, admin, listener, &shutdown);
    match greeting {
        Greeting::Text => greet(config, storage, &public_url),
        Greeting::Json => to_stdout(&format!("{}\n", json!({ "ready": true, "address": public_url }))),
    }
    stop(parts, shutdown).await
}

/// One of the parts that run; each ends when it is told to.
type Parts = JoinSet<Result<(), Failure>>;

fn start(
    config: &Config,
    house: House,
    admin: AdminSocket,
    listener: TcpListener,
    shutdown: &CancellationToken,
) -> Parts {
    let House { ledger, studio, billing, app } = house;
    let desk = Desk { app: app.clone(), ledger: ledger.clone(), billing: billing.clone() };
    let mut parts = JoinSet::new();
    if config.checkout.gateway == Gateway::Stripe {
        follow_payments(&mut parts, config, &billing, shutdown);
    }
    let (one, two, three, four) = (shutdown.clone(), shutdown.clone(), shutdown.clone(), shutdown.clone());
    parts.spawn(async move {
        ledger.run_sweeper(SWEEP_EVERY, one).await;
        Ok(())
    });
    parts.spawn(async move {
        studio.run(two).await;
        Ok(())
    });
    parts.spawn(async move {
        admin.serve(desk, three).await;
        Ok(())
    });
    parts.spawn(async move {
        let served = server::serve(listener, app, four).await;
        served.map_err(|error| Failure::Unavailable(format!("the server stopped: {error}")))
    });
    parts
}

/// What Stripe tells is applied as it arrives, and what nobody told is found by comparison.
fn follow_payments(parts: &mut Parts, config: &Config, billing: &Billing, shutdown: &CancellationToken) {
    if config.stripe.webhook_secrets.is_empty() {
        tracing::warn!("stripe.webhook_secrets is not set: credits come when the buyer returns, or by comparison");
    }
    let (events, reconciler) = (billing.clone(), billing.clone());
    let (one, two) = (shutdown.clone(), shutdown.clone());
    let every = Duration::from_secs(config.stripe.reconcile_minutes.saturating_mul(60));
    parts.spawn(async move {
        events.run_events(one).await;
        Ok(())
    });
    parts.spawn(async move {
        reconciler.run_reconciler(every, two).await;
        Ok(())
    });
}

/// Waits until something ends, which is either because it was told to or because it broke; then ends the rest.
async fn stop(mut parts: Parts, shutdown: CancellationToken) -> Result<(), Failure> {
    let first = parts.join_next().await;
    let was_told = shutdown.is_cancelled();
    shutdown.cancel();
    let rest = async { while parts.join_next().await.is_some() {} };
    if tokio::time::timeout(SHUTDOWN_GRACE + STOP_MARGIN, rest).await.is_err() {
        tracing::warn!("not everything stopped in time; what was under way is put right at the next start");
    }
    match first {
        Some(Ok(Err(failure))) => Err(failure),
        Some(Err(broken)) => Err(Failure::Unavailable(format!("a part of the server broke: {broken}"))),
        Some(Ok(Ok(()))) | None if was_told => {
            tracing::info!("stopped");
            Ok(())
        }
        Some(Ok(Ok(()))) | None => Err(Failure::Unavailable("a part of the server ended by itself".to_owned())),
    }
}

fn greet(config: &Config, storage: Storage<'_>, public_url: &str) {
    let mut text = format!("Farebox is ready at {public_url}\n");
    text.push_str(&format!("Data is kept in {storage}. Ctrl-C stops.\n"));
    match config.checkout.gateway {
        Gateway::TestCheckout => text.push_str("Credits are bought in the test checkout: no money moves.\n"),
        Gateway::Stripe if config.stripe.secret_key.as_ref().is_some_and(StripeSecret::is_live) => {
            text.push_str("Credits are bought at Stripe.\n");
        }
        Gateway::Stripe => text.push_str("Credits are bought at Stripe in its test mode: no money moves.\n"),
    }
    to_stdout(&text);
}

fn not_listening(address: SocketAddr, error: &std::io::Error) -> Failure {
    let wish = "choose another one with --listen (port 0 picks a free one)";
    Failure::Unavailable(match error.kind() {
        ErrorKind::AddrInUse => {
            format!("{address} is in use by another program, perhaps another Farebox. Stop it, or {wish}.")
        }
        ErrorKind::AddrNotAvailable => format!("{address} is no address of this machine; {wish}."),
        ErrorKind::PermissionDenied => {
            format!("this user may not listen on {address}; {wish}, or put a proxy in front.")
        }
        _ => format!("the server cannot listen on {address}: {error}"),
    })
}
