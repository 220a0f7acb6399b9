//! From the listener to the last answer: serves until told to stop, then lets what is under way end within bounded time.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::ConnectInfo;
use axum::serve::Listener;
use axum::{Extension, Router};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutWriter;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Layer;

use crate::{App, ServerSettings, router};

/// Serves until `shutdown`. Then no connection is taken any more, event streams end, requests under way are answered; what has not
/// ended after the grace period is cut off.
///
/// # Errors
/// None at present: what fails about one connection ends that connection, and a listener that cannot accept tries again.
pub async fn serve(mut listener: TcpListener, app: App, shutdown: CancellationToken) -> io::Result<()> {
    let (settings, closing) = (Arc::clone(&app.settings), app.closing.clone());
    let router = router(app);
    let connections = TaskTracker::new();
    let room = Arc::new(Semaphore::new(settings.connections_max));
    let accept = async {
        loop {
            // The semaphore is never closed. Were it, no connection could be counted, and none is taken.
            let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
            let (stream, peer) = Listener::accept(&mut listener).await;
            let serving = connection(stream, peer, router.clone(), Arc::clone(&settings), closing.clone());
            connections.spawn(async move {
                serving.await;
                drop(place);
            });
        }
    };
    tokio::select! {
        () = accept => {}
        () = shutdown.cancelled() => {}
    }
    drop(listener);
    closing.cancel();
    connections.close();
    if tokio::time::timeout(settings.shutdown_grace, connections.wait()).await.is_err() {
        tracing::warn!(connections = connections.len(), "requests under way were cut off");
    }
    Ok(())
}

/// One connection, from its first request to its last. After `closing` it answers what it has begun and no more.
async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    settings: Arc<ServerSettings>,
    closing: CancellationToken,
) {
    // Events are small and must not wait to be sent together with others.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection waits before it sends");
    }
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(settings.head_timeout);
    let service = TowerToHyperService::new(Extension(ConnectInfo(peer)).layer(router));
    // Whoever stops reading would hold a place, and what is queued for it, for as long as it likes.
    let mut stream = TimeoutWriter::new(stream);
    stream.set_timeout(Some(settings.write_timeout));
    let serving = builder.serve_connection(TokioIo::new(Box::pin(stream)), service);
    tokio::pin!(serving);
    let ended = tokio::select! {
        ended = &mut serving => ended,
        () = closing.cancelled() => {
            serving.as_mut().graceful_shutdown();
            serving.await
        }
    };
    // A browser that goes away, or reads no more, is no fault of anyone.
    if let Err(error) = ended {
        tracing::debug!(error, "a connection ended early");
    }
}
