//! Signatures of events: an HMAC over the moment and the body, one for each secret.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The value of `Stripe-Signature` for a body that is sent at a moment, in Unix seconds.
pub(crate) fn header(moment_s: i64, body: &str, secrets: &[String]) -> String {
    let mut header = format!("t={moment_s}");
    for secret in secrets {
        header.push_str(",v1=");
        header.push_str(&sign(moment_s, body, secret));
    }
    header
}

fn sign(moment_s: i64, body: &str, secret: &str) -> String {
    // Secrets of every length are taken; were one not, its signature would be empty and nobody would accept it.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(format!("{moment_s}.{body}").as_bytes());
    hexadecimal(&mac.finalize().into_bytes())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_one_that_openssl_computes() {
        // printf '%s' '1700000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test
        let expected = "c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925";
        let secrets = ["whsec_test".to_owned()];
        assert_eq!(header(1_700_000_000, "{\"id\":\"evt_1\"}", &secrets), format!("t=1700000000,v1={expected}"));
    }

    #[test]
    fn each_secret_signs_while_they_are_rotated() {
        let secrets = ["old".to_owned(), "new".to_owned()];
        assert_eq!(header(1, "body", &secrets).matches(",v1=").count(), 2);
    }
}
