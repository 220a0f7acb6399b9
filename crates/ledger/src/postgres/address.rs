//! Where a database is, and what holds for every connection to it.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use tokio::time::timeout;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Config, Connection, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::failure::Failure;
use super::tls;
use crate::{OpenError, StorageError};

/// What carries the words of a client, and the answers. Nothing goes on unless it is driven.
pub(super) type Link = Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>;

/// How long a host has to answer the first time.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// After how long a silent connection is asked whether it is still there, and how long what was sent may stay unconfirmed.
const SILENCE_MAX: Duration = Duration::from_secs(30);

/// A database by its address. `Display` says which one, without user and password.
#[derive(Clone)]
pub(crate) struct Server {
    pub(super) config: Config,
}

impl Server {
    /// Understands an address, as in `postgresql://user@host/database`. Nothing is connected yet.
    pub fn at(address: &str) -> Result<Self, OpenError> {
        let mut config = Config::from_str(address).map_err(|error| OpenError::Address { reason: error.to_string() })?;
        if config.get_hosts().is_empty() {
            return Err(OpenError::Address { reason: "it names no host".to_owned() });
        }
        if config.get_application_name().is_none() {
            config.application_name("farebox-ledger");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        config.keepalives(true).keepalives_idle(SILENCE_MAX);
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE_MAX);
        }
        if config.get_ssl_mode() == SslMode::Prefer {
            // Whoever asks for encryption if there is any gets none from whoever stands in between.
            config.ssl_mode(if is_this_machine(&config) { SslMode::Disable } else { SslMode::Require });
        }
        Ok(Self { config })
    }

    /// Connects. To another machine only over TLS, and only if that proves to be the machine of that name, unless the address says
    /// `sslmode=disable`.
    pub(super) async fn connect(&self) -> Result<(Client, Link), Failure> {
        match timeout(CONNECT_TIMEOUT, self.config.connect(tls::connector()?)).await {
            Ok(connected) => Ok(connected?),
            // It may have taken the connection and say nothing: the time that the client keeps is that of TCP alone.
            Err(_) => Err(Failure::Lost(StorageError::unavailable("postgresql: it does not answer a new connection"))),
        }
    }
}

/// Whether what is said to the database stays on this machine.
fn is_this_machine(config: &Config) -> bool {
    // Where an address is given beside a name, that is where the connection goes.
    let are_addresses_here = config.get_hostaddrs().iter().all(IpAddr::is_loopback);
    are_addresses_here
        && config.get_hosts().iter().all(|host| match host {
            Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback()),
            #[cfg(unix)]
            Host::Unix(_) => true,
        })
}

impl fmt::Display for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.config.get_dbname().or(self.config.get_user()).unwrap_or("without a name");
        write!(formatter, "{name} at ")?;
        for (n, host) in self.config.get_hosts().iter().enumerate() {
            let between = if n == 0 { "" } else { ", " };
            match host {
                Host::Tcp(host) => write!(formatter, "{between}{host}")?,
                #[cfg(unix)]
                Host::Unix(folder) => write!(formatter, "{between}{}", folder.display())?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_named_without_its_secrets() {
        let server = Server::at("postgresql://somebody:secret@db.example:5433/ledger").unwrap();
        assert_eq!(server.to_string(), "ledger at db.example");
        assert_eq!(Server::at("postgresql:///ledger?host=/run/pg").unwrap().to_string(), "ledger at /run/pg");
    }

    #[test]
    fn what_is_said_to_another_machine_is_encrypted_unless_the_address_says_otherwise() {
        for (address, mode) in [
            ("postgresql://db.example/ledger", SslMode::Require),
            ("postgresql://192.0.2.7/ledger", SslMode::Require),
            ("postgresql://localhost,db.example/ledger", SslMode::Require),
            ("postgresql://db.example/ledger?sslmode=prefer", SslMode::Require),
            ("postgresql://db.example/ledger?sslmode=disable", SslMode::Disable),
            ("postgresql://localhost/ledger", SslMode::Disable),
            ("postgresql://[::1]/ledger", SslMode::Disable),
            ("postgresql:///ledger?host=/run/pg", SslMode::Disable),
            ("postgresql://localhost/ledger?hostaddr=192.0.2.7", SslMode::Require),
            ("postgresql://localhost/ledger?sslmode=require", SslMode::Require),
        ] {
            assert_eq!(Server::at(address).unwrap().config.get_ssl_mode(), mode, "{address}");
        }
    }

    #[test]
    fn what_is_no_address_is_said_without_repeating_it() {
        for address in ["postgresql://somebody:secret@db:port/ledger", "ledger.db", "password=secret"] {
            let Err(error) = Server::at(address) else { panic!("{address} was understood") };
            let sentence = error.to_string();
            assert!(sentence.starts_with("This is not the address"), "{sentence}");
            assert!(!sentence.contains("secret"), "{sentence}");
        }
    }
}
