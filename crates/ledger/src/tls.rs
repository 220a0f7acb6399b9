//! TLS to other machines: the operating system says whose certificates are believed. One library and one provider of cryptography for
//! everybody, whether a database is asked or a payment gateway.

use std::sync::{Arc, OnceLock};

use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};

use crate::StorageError;

/// How connections are secured. Certificates are read once.
///
/// # Errors
/// When there is no version of TLS that can be spoken.
pub fn client_config() -> Result<ClientConfig, StorageError> {
    static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    let config = match CONFIG.get() {
        Some(config) => config,
        None => {
            let made = config()?;
            CONFIG.get_or_init(|| Arc::new(made))
        }
    };
    Ok(ClientConfig::clone(config))
}

/// Believes whom the operating system believes, or whoever is in the file that the variable `SSL_CERT_FILE` names.
fn config() -> Result<ClientConfig, StorageError> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(cause = %error, "some of the system's certificates cannot be read");
    }
    // A certificate that is not understood proves nothing, and is left out.
    roots.add_parsable_certificates(found.certs);
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| StorageError::unavailable(format!("tls: {error}")))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
