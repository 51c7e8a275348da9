//! Ports for servers that must be told theirs.

use std::collections::HashSet;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Mutex;

/// Below the range that Linux takes the near end of outgoing connections from, so that none of those takes a
/// port between our looking and the server's listening, or while a server is away.
const RANGE: std::ops::Range<u16> = 20_000..32_000;

/// A loopback port on which nothing listens, and which this process was not given before. Starts at a
/// place that depends on the process, so that test binaries that run side by side seldom meet.
pub fn free_port() -> u16 {
    static GIVEN: Mutex<Option<HashSet<u16>>> = Mutex::new(None);
    let mut given = GIVEN.lock().unwrap();
    let given = given.get_or_insert_default();
    let width = RANGE.end - RANGE.start;
    let first = u16::try_from(std::process::id().wrapping_mul(97) % u32::from(width)).unwrap();
    (0..width)
        .map(|step| RANGE.start + (first + step) % width)
        .find(|port| !given.contains(port) && is_free(*port) && given.insert(*port))
        .expect("no free port is left on loopback")
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_port_is_given_twice() {
        let ports: HashSet<u16> = (0..50).map(|_| free_port()).collect();
        assert_eq!(ports.len(), 50);
        assert!(ports.iter().all(|port| RANGE.contains(port)));
    }
}
