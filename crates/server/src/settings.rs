//! What can be set about the HTTP side, with defaults that suit a server on its own machine.

use std::net::IpAddr;
use std::time::Duration;

/// The settings of the HTTP side.
#[derive(Debug, Clone)]
pub struct ServerSettings {
    /// Where people reach the server, without a slash at the end: `https://studio.example`.
    pub public_url: String,
    /// Whether cookies are sent over HTTPS alone. True whenever the public address is HTTPS.
    pub secure_cookies: bool,
    /// How long a session lives after it was last used.
    pub session_lifetime: Duration,
    /// How many sign-ins and sign-ups an address may try in a minute. At least 1.
    pub sign_in_a_minute: u32,
    /// How many spending requests an account may send in a minute. At least 1.
    pub spending_a_minute: u32,
    /// The largest body that is read.
    pub body_bytes_max: usize,
    /// How long one request may take. Event streams and downloads are not counted: only the time until their first byte is.
    pub request_timeout: Duration,
    /// How long a connection may take to send the head of its next request, and be idle before that.
    pub head_timeout: Duration,
    /// How long a connection may take none of what is ready for it, before it is cut off. More than zero.
    pub write_timeout: Duration,
    /// How many connections are held at once. Further ones wait for one of these to end.
    pub connections_max: usize,
    /// How long requests that are under way may go on after the server was told to stop.
    pub shutdown_grace: Duration,
    /// The proxies whose `X-Forwarded-For` is believed. None by default: the header is anyone's to forge.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Default for ServerSettings {
    fn default() -> Self {
        const DAY: Duration = Duration::from_secs(24 * 60 * 60);
        Self {
            public_url: "http://127.0.0.1:8080".to_owned(),
            secure_cookies: false,
            session_lifetime: DAY * 30,
            sign_in_a_minute: 20,
            spending_a_minute: 120,
            body_bytes_max: 64 * 1024,
            request_timeout: Duration::from_secs(30),
            head_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(30),
            connections_max: 20_000,
            shutdown_grace: Duration::from_secs(10),
            trusted_proxies: Vec::new(),
        }
    }
}
