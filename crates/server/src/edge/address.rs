//! Where a request comes from, as far as it can be known.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::App;

/// The address that limits are counted for. Of IPv6 only the network's half: one subscriber has all of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Address(IpAddr);

impl Address {
    fn counted(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self(IpAddr::V4(address)),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Self(IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)))
            }
        }
    }

    /// The nearest address that is not one of our proxies: read from the right, because everything left of the last proxy's own word
    /// is anyone's to write.
    fn find(peer: IpAddr, headers: &HeaderMap, trusted_proxies: &[IpAddr]) -> Self {
        let is_proxy = |address: &IpAddr| trusted_proxies.contains(&address.to_canonical());
        if !is_proxy(&peer) {
            return Self::counted(peer);
        }
        let hops = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = hops.flat_map(|value| value.split(',')).map(str::trim).collect();
        let mut nearest = peer;
        for hop in hops.into_iter().rev() {
            let Ok(address) = hop.parse::<IpAddr>() else { break };
            nearest = address;
            if !is_proxy(&address) {
                break;
            }
        }
        Self::counted(nearest)
    }
}

impl FromRequestParts<App> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        // Without a connection, as in a test of the router alone, everyone is one address.
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Ok(Self::find(peer, &parts.headers, &app.settings.trusted_proxies))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn found(peer: &str, forwarded: &[&'static str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(value));
        }
        let trusted: Vec<IpAddr> = trusted.iter().map(|address| address.parse().unwrap()).collect();
        Address::find(peer.parse().unwrap(), &headers, &trusted).0.to_string()
    }

    #[test]
    fn a_forged_header_moves_nobody() {
        assert_eq!(found("9.9.9.9", &["1.1.1.1"], &[]), "9.9.9.9");
        assert_eq!(found("10.0.0.1", &["6.6.6.6, 1.1.1.1"], &["10.0.0.1"]), "1.1.1.1");
    }

    #[test]
    fn proxies_are_passed_from_the_right() {
        let trusted = ["10.0.0.1", "10.0.0.2"];
        assert_eq!(found("10.0.0.1", &["6.6.6.6, 1.1.1.1, 10.0.0.2"], &trusted), "1.1.1.1");
        assert_eq!(found("10.0.0.1", &["6.6.6.6, 1.1.1.1", "10.0.0.2"], &trusted), "1.1.1.1");
        assert_eq!(found("10.0.0.1", &["rubbish"], &trusted), "10.0.0.1");
        assert_eq!(found("10.0.0.1", &[], &trusted), "10.0.0.1");
    }

    #[test]
    fn one_ipv6_network_is_one_address() {
        assert_eq!(found("2001:db8:1:2:3:4:5:6", &[], &[]), found("2001:db8:1:2::9", &[], &[]));
        assert_eq!(found("::ffff:1.2.3.4", &[], &[]), "1.2.3.4");
    }
}
