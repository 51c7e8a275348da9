//! Which addresses may be reached: those of the public network, never this computer's or its neighbours'.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

/// Whether an address may be reached.
pub(crate) type Rule = fn(SocketAddr) -> bool;

/// What may be reached, and who is trusted to say who is there.
#[derive(Debug, Clone)]
pub struct Reach {
    pub(crate) allows: Rule,
    pub(crate) ca_file: Option<PathBuf>,
}

impl Default for Reach {
    /// Public addresses at HTTPS's own port, by the system's authorities.
    fn default() -> Self {
        Self { allows: |address| address.port() == 443 && is_public(address.ip()), ca_file: None }
    }
}

impl Reach {
    /// Addresses by another rule, and a file of authorities to trust beside the system's.
    pub const fn by(allows: fn(SocketAddr) -> bool, ca_file: PathBuf) -> Self {
        Self { allows, ca_file: Some(ca_file) }
    }
}

/// Whether an address is one of the public network (IANA's registries of special addresses, RFC 6890).
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => ip.to_ipv4_mapped().map_or_else(|| is_public_v6(ip), is_public_v4),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !is_special
}

/// Global unicast (`2000::/3`) but for what leads back into IPv4 or stands in documentation.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    let is_special = match first {
        0x2001 => second < 0x0200 || second == 0x0db8,
        0x2002 => true,
        0x3fff => second < 0x1000,
        _ => false,
    };
    first & 0xe000 == 0x2000 && !is_special
}
