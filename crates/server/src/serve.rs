//! From the listener to the last answer: serves until told to stop, then lets what is under way end within bounded time.

use std::io;
use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{App, router};

/// Serves until `shutdown`. Then no connection is taken any more, event streams end, requests under way are answered; what has not
/// ended after the grace period is cut off.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, app: App, shutdown: CancellationToken) -> io::Result<()> {
    let (closing, grace) = (app.closing.clone(), app.settings.shutdown_grace);
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let stop = {
        let (shutdown, closing) = (shutdown.clone(), closing.clone());
        async move {
            shutdown.cancelled().await;
            closing.cancel();
        }
    };
    let serving = axum::serve(listener, service).with_graceful_shutdown(stop);
    let grace_is_over = async {
        shutdown.cancelled().await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        served = serving => served,
        () = grace_is_over => {
            tracing::warn!(grace_ms = u64::try_from(grace.as_millis()).unwrap_or(u64::MAX), "requests under way were cut off");
            Ok(())
        }
    }
}
