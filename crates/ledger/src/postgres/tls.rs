//! TLS to the database.

use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{StorageError, tls};

/// What makes a connection into one over TLS, where the address asks for that.
pub(super) fn connector() -> Result<MakeRustlsConnect, StorageError> {
    Ok(MakeRustlsConnect::new(tls::client_config()?))
}
