//! A real socket: how serving ends, for everybody or for one.

use std::time::Duration;

use server::ServerSettings;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_util::sync::CancellationToken;

use crate::support::{Client, House, image};

/// Nothing here takes this long; only a test that fails waits for it.
const LONG: Duration = Duration::from_secs(20);

async fn ask(address: std::net::SocketAddr, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

async fn read_until(stream: &mut TcpStream, wanted: &str) -> String {
    let mut text = String::new();
    let mut bytes = [0; 4_096];
    while !text.contains(wanted) {
        let count = tokio::time::timeout(LONG, stream.read(&mut bytes)).await.unwrap().unwrap();
        assert_ne!(count, 0, "the connection ended before {wanted}: {text}");
        text.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    text
}

#[tokio::test]
async fn event_streams_end_when_serving_ends() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, shutdown) = (listener.local_addr().unwrap(), CancellationToken::new());
    let serving = tokio::spawn(server::serve(listener, house.app.clone(), shutdown.clone()));
    let cookie = ada.cookie().unwrap();
    let request = format!("GET /api/events HTTP/1.1\r\nhost: farebox.test\r\ncookie: {cookie}\r\n\r\n");
    let mut stream = ask(address, &request).await;
    let head = read_until(&mut stream, "\"available\":300").await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    shutdown.cancel();
    let mut rest = Vec::new();
    tokio::time::timeout(LONG, stream.read_to_end(&mut rest)).await.unwrap().unwrap();
    tokio::time::timeout(LONG, serving).await.unwrap().unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_request_that_never_ends_is_cut_off() {
    let grace = Duration::from_millis(50);
    let house = House::with(ServerSettings { shutdown_grace: grace, ..ServerSettings::default() }).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, shutdown) = (listener.local_addr().unwrap(), CancellationToken::new());
    let serving = tokio::spawn(server::serve(listener, house.app.clone(), shutdown.clone()));
    let head = "POST /api/session HTTP/1.1\r\nhost: farebox.test\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{";
    let _never_ends = ask(address, head).await;
    // A second request shows that the first was taken before the end.
    let mut live = ask(address, "GET /health/live HTTP/1.1\r\nhost: farebox.test\r\n\r\n").await;
    read_until(&mut live, "\"live\":true").await;
    shutdown.cancel();
    tokio::time::timeout(LONG, serving).await.unwrap().unwrap().unwrap();
}

#[tokio::test]
async fn a_body_that_takes_too_long_is_told_so() {
    let settings = ServerSettings { request_timeout: Duration::from_millis(200), ..ServerSettings::default() };
    let house = House::with(settings).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, shutdown) = (listener.local_addr().unwrap(), CancellationToken::new());
    let _stops = shutdown.clone().drop_guard();
    tokio::spawn(server::serve(listener, house.app.clone(), shutdown));
    let head = "POST /api/session HTTP/1.1\r\nhost: farebox.test\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{";
    let mut slow = ask(address, head).await;
    let answer = read_until(&mut slow, "\"SERVICE_UNAVAILABLE\"").await;
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("retry-after:"), "{answer}");
}

#[tokio::test]
async fn a_head_that_never_ends_holds_no_connection() {
    let settings =
        ServerSettings { head_timeout: Duration::from_millis(100), connections_max: 2, ..ServerSettings::default() };
    let house = House::with(settings).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, shutdown) = (listener.local_addr().unwrap(), CancellationToken::new());
    let _stops = shutdown.clone().drop_guard();
    tokio::spawn(server::serve(listener, house.app.clone(), shutdown));
    let mut idle = Vec::new();
    for _ in 0..8 {
        idle.push(ask(address, "GET /health/live HTTP/1.1\r\nhost: farebox.test\r\nx-slow: ").await);
    }
    // All places were taken, and still a request is answered.
    let mut live = ask(address, "GET /health/live HTTP/1.1\r\nhost: farebox.test\r\n\r\n").await;
    read_until(&mut live, "\"live\":true").await;
}

/// Opens an event stream through a socket that takes so many bytes before somebody reads.
async fn open_stream(address: std::net::SocketAddr, client: &Client, receive_bytes: u32) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(receive_bytes).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    let cookie = client.cookie().unwrap();
    let request = format!("GET /api/events HTTP/1.1\r\nhost: farebox.test\r\ncookie: {cookie}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    read_until(&mut stream, "event: balance").await;
    stream
}

#[tokio::test]
async fn a_reader_that_stops_reading_is_cut_off_and_another_reads_on() {
    let settings = ServerSettings {
        write_timeout: Duration::from_millis(200),
        connections_max: 2,
        spending_a_minute: 10_000,
        ..ServerSettings::default()
    };
    let house = House::with(settings).await;
    let ada = house.owner("ada", 300).await;
    // What is accepted has the listener's buffer: a small one is full soon, and a system's own may take megabytes.
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_send_buffer_size(16 * 1024).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(16).unwrap();
    let (address, shutdown) = (listener.local_addr().unwrap(), CancellationToken::new());
    let _stops = shutdown.clone().drop_guard();
    tokio::spawn(server::serve(listener, house.app.clone(), shutdown));
    // All that is told fits into the buffer of the one who reads, so that a slow machine does not make it a slow reader.
    let mut stalled = open_stream(address, &ada, 4 * 1024).await;
    let mut reads = open_stream(address, &ada, 1024 * 1024).await;
    // Both places are taken: this one is answered when one of them is free again.
    let mut waits = ask(address, "GET /health/live HTTP/1.1\r\nhost: farebox.test\r\n\r\n").await;
    let prompt = "a fox ".repeat(600);
    for _ in 0..12 {
        house.generation(&ada, &image(&prompt), "succeeded").await;
    }
    read_until(&mut waits, "\"live\":true").await;
    house.grant(&ada, 1).await;
    read_until(&mut reads, "\"available\":289").await;
    // What was on its way still arrives, but neither the stream's end nor what happened since.
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(LONG, stalled.read_to_end(&mut rest)).await.unwrap();
    let rest = String::from_utf8_lossy(&rest);
    assert!(ended.is_err() || !rest.ends_with("0\r\n\r\n"), "{rest}");
    assert!(!rest.contains("\"available\":289"), "{rest}");
}

#[tokio::test]
async fn a_server_that_can_serve_says_so() {
    let house = House::new().await;
    assert_eq!(house.visitor().get("/health/ready").await.json(), serde_json::json!({"ready": true, "not_ready": []}));
    assert_eq!(house.visitor().get("/health/live").await.status, 200);
}
