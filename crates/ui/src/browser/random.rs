//! Names that nobody can guess, for keys and for cards of this page alone.

use uuid::{Builder, Uuid};

/// A random UUID. Made from random bytes, because `crypto.randomUUID` is missing where the page does not come over TLS.
#[must_use]
pub fn uuid() -> Uuid {
    let mut bytes = [0_u8; 16];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let is_filled = crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !is_filled {
        for byte in &mut bytes {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the number lies between 0 and 256"
            )]
            let value = (chance() * 256.0) as u8;
            *byte = value;
        }
    }
    Builder::from_random_bytes(bytes).into_uuid()
}

/// A random number from 0 up to 1, for what need not be hard to guess.
#[must_use]
pub fn chance() -> f64 {
    js_sys::Math::random()
}
