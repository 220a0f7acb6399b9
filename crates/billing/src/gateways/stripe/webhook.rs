//! What Stripe sends to our webhook endpoint: nothing of it is read before its signature over the very bytes is right.
//!
//! The scheme is Stripe's: `Stripe-Signature: t=<seconds>,v1=<hex>`, where `v1` is the HMAC-SHA256 of `<t>.<body>` with the endpoint's secret.
//! There may be several `v1` while a secret is being replaced.

use std::time::Duration;

use credits::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::objects::moment;
use super::{Stripe, StripeSecret, notice};
use crate::events::GatewayEvent;

/// The header that carries the signature.
pub const SIGNATURE_HEADER: &str = "stripe-signature";

/// How far the moment of a signature may be from now: an old one may have been overheard.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// Why an event was not taken. Displayed: a sentence for whoever set up the endpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// There is none.
    #[error("The request has no Stripe-Signature header that can be read.")]
    NoSignature,
    /// It was signed too long ago, or in the future.
    #[error("The signature is more than five minutes away from the server's clock.")]
    TooOld,
    /// No secret of ours makes this signature of these bytes.
    #[error("The signature does not fit the body. Is the endpoint's signing secret the one that is configured?")]
    WrongSignature,
    /// It is signed, and not an event.
    #[error("The body is no event of Stripe's: {0}")]
    NoEvent(String),
    /// It is about test money where real money is taken, or the other way round.
    #[error("The event is from the other mode: the key is a {key} key.")]
    WrongMode {
        /// What our key is for: `live` or `test`.
        key: &'static str,
    },
}

impl Stripe {
    /// Checks the signature of what arrived and reads what it is about.
    ///
    /// # Errors
    /// When it was not signed by Stripe for us a moment ago, or is no event of the mode that our key is for.
    pub fn read_event(&self, signature: Option<&str>, body: &[u8]) -> Result<GatewayEvent, WebhookError> {
        let settings = &self.0.settings;
        verify(signature, body, &settings.webhook_secrets, self.0.clock.now())?;
        notice::read(body, settings.secret_key.is_live())
    }
}

fn verify(signature: Option<&str>, body: &[u8], secrets: &[StripeSecret], now: Timestamp) -> Result<(), WebhookError> {
    let (stamp, signatures) = signature.and_then(parse).ok_or(WebhookError::NoSignature)?;
    let fits = |secret: &StripeSecret| {
        // A key of any length does.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else { return false };
        mac.update(stamp.as_bytes());
        mac.update(b".");
        mac.update(body);
        // Compared in constant time.
        signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok())
    };
    if !secrets.iter().any(fits) {
        return Err(WebhookError::WrongSignature);
    }
    let signed_at = moment(stamp.parse().map_err(|_| WebhookError::NoSignature)?);
    if signed_at.after(TOLERANCE) < now || now.after(TOLERANCE) < signed_at {
        return Err(WebhookError::TooOld);
    }
    Ok(())
}

/// The moment as it was signed, and all signatures of the one scheme that counts.
fn parse(header: &str) -> Option<(&str, Vec<Vec<u8>>)> {
    let (mut stamp, mut signatures) = (None, Vec::new());
    for part in header.split(',') {
        match part.trim().split_once('=')? {
            ("t", value) => stamp = Some(value),
            ("v1", value) => signatures.extend(bytes_of(value)),
            (_, _) => {}
        }
    }
    stamp.filter(|_| !signatures.is_empty()).map(|stamp| (stamp, signatures))
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    if !hex.len().is_multiple_of(2) || !hex.is_ascii() {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_700_000_000_000_000);
    const BODY: &[u8] = br#"{"id":"evt_1"}"#;

    fn secrets(texts: &[&str]) -> Vec<StripeSecret> {
        texts.iter().map(|text| StripeSecret::new(text).unwrap()).collect()
    }

    fn signed(seconds: i64, secret: &str, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{seconds}.").as_bytes());
        mac.update(body);
        let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("v1={hex}")
    }

    #[test]
    fn a_signature_over_these_bytes_a_moment_ago_is_right() {
        for seconds in [1_700_000_000, 1_699_999_700, 1_700_000_300] {
            let header = format!("t={seconds},{},v0=ignored", signed(seconds, "whsec_a", BODY));
            assert_eq!(verify(Some(&header), BODY, &secrets(&["whsec_a"]), NOW), Ok(()), "{seconds}");
        }
    }

    #[test]
    fn while_a_secret_is_replaced_either_side_may_have_both() {
        let (old, new) = (signed(1_700_000_000, "whsec_old", BODY), signed(1_700_000_000, "whsec_new", BODY));
        let both = format!("t=1700000000,{old},{new}");
        assert_eq!(verify(Some(&both), BODY, &secrets(&["whsec_new"]), NOW), Ok(()));
        let one = format!("t=1700000000,{old}");
        assert_eq!(verify(Some(&one), BODY, &secrets(&["whsec_new", "whsec_old"]), NOW), Ok(()));
    }

    #[test]
    fn anything_else_is_refused() {
        let right = signed(1_700_000_000, "whsec_a", BODY);
        let ours = secrets(&["whsec_a"]);
        let rows = [
            (None, BODY, WebhookError::NoSignature),
            (Some(String::new()), BODY, WebhookError::NoSignature),
            (Some("t=1700000000".to_owned()), BODY, WebhookError::NoSignature),
            (Some(right.clone()), BODY, WebhookError::NoSignature),
            (Some("t=1700000000,v1=zz".to_owned()), BODY, WebhookError::NoSignature),
            (Some("t=1700000000,v1=00".to_owned()), BODY, WebhookError::WrongSignature),
            (Some(format!("t=1700000000,{right}")), br#"{"id":"evt_2"}"#, WebhookError::WrongSignature),
            (Some(format!("t=1700000001,{right}")), BODY, WebhookError::WrongSignature),
            (
                Some(format!("t=1700000000,{}", signed(1_700_000_000, "whsec_b", BODY))),
                BODY,
                WebhookError::WrongSignature,
            ),
            (Some(format!("t=1699999699,{}", signed(1_699_999_699, "whsec_a", BODY))), BODY, WebhookError::TooOld),
            (Some(format!("t=1700000301,{}", signed(1_700_000_301, "whsec_a", BODY))), BODY, WebhookError::TooOld),
        ];
        for (header, body, expected) in rows {
            assert_eq!(verify(header.as_deref(), body, &ours, NOW), Err(expected), "{header:?}");
        }
        assert_eq!(
            verify(Some(&format!("t=1700000000,{right}")), BODY, &[], NOW),
            Err(WebhookError::WrongSignature),
            "without a secret nothing is right"
        );
    }
}
