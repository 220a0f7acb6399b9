//! Where the test checkout may be offered: on this machine only, unless told otherwise in so many words.

use std::net::SocketAddr;

/// How far the test checkout may reach, as configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Reach {
    /// Only browsers on this machine. The default.
    #[default]
    ThisMachine,
    /// Everybody who reaches the server, each of whom can then give themselves credits without paying. Has to be said in so many
    /// words.
    EverybodyWithoutPaying,
}

/// The server would offer credits without payment to other machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "The test checkout gives credits without payment, and {address} can be reached from other machines. \
     Listen on 127.0.0.1, configure a real payment gateway, or allow it in so many words."
)]
pub struct NotAllowedHere {
    /// The address that was to be listened on.
    pub address: SocketAddr,
}

/// Whether the test checkout may be offered on an address.
///
/// # Errors
/// When the address is not a loopback address and nobody said that it may reach further.
pub fn allowed_on(address: SocketAddr, reach: Reach) -> Result<(), NotAllowedHere> {
    // An IPv4 address written as IPv6 is the same machine or the same danger as without.
    let is_this_machine = address.ip().to_canonical().is_loopback();
    match reach {
        Reach::EverybodyWithoutPaying => Ok(()),
        Reach::ThisMachine if is_this_machine => Ok(()),
        Reach::ThisMachine => Err(NotAllowedHere { address }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_offered_on_this_machine() {
        for address in ["127.0.0.1:8080", "127.9.9.9:0", "[::1]:8080", "[::ffff:127.0.0.1]:80"] {
            assert_eq!(allowed_on(address.parse().unwrap(), Reach::default()), Ok(()), "{address}");
        }
    }

    #[test]
    fn it_is_offered_elsewhere_only_when_told_so_in_so_many_words() {
        for address in ["0.0.0.0:8080", "[::]:8080", "192.168.1.2:80", "[::ffff:10.0.0.1]:80", "[2001:db8::1]:443"] {
            let address = address.parse().unwrap();
            assert_eq!(allowed_on(address, Reach::ThisMachine), Err(NotAllowedHere { address }));
            assert_eq!(allowed_on(address, Reach::EverybodyWithoutPaying), Ok(()));
        }
    }
}
