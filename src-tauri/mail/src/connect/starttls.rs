//! The plain beginning of a connection that is to be protected by STARTTLS (RFC 3207).

use lettre::transport::smtp::commands::{Ehlo, Starttls};
use lettre::transport::smtp::extension::{ClientId, Extension, ServerInfo};
use lettre::transport::smtp::response::Response;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::unreachable;
use crate::check::Step;
use crate::{ConnectError, Reply, TlsProblem};

/// Most bytes of a reply.
const MAX_REPLY: usize = 64 * 1024;

/// Asks for STARTTLS; the next bytes in either direction are the handshake's. Returns the greeting as it came,
/// since a fresh SMTP client behind the handshake waits for one and the server sends no second.
pub(super) async fn ask(tcp: &mut TcpStream) -> Result<Vec<u8>, ConnectError> {
    let mut ahead = Vec::new();
    let (greeting, _) = reply(tcp, &mut ahead).await?;
    say(tcp, &Ehlo::new(ClientId::default()).to_string()).await?;
    let (_, hello) = reply(tcp, &mut ahead).await?;
    let offered = ServerInfo::from_response(&hello).map_err(|error| unreachable(Step::Connect, error))?;
    if !offered.supports_feature(Extension::StartTls) {
        return Err(ConnectError::Tls(TlsProblem::NotOffered));
    }
    say(tcp, &Starttls.to_string()).await?;
    reply(tcp, &mut ahead).await?;
    // Somebody in between would have us take these for the server's words under its protection.
    if !ahead.is_empty() {
        return Err(ConnectError::Tls(TlsProblem::Other("unprotected data after STARTTLS".into())));
    }
    Ok(greeting)
}

async fn say(tcp: &mut TcpStream, command: &str) -> Result<(), ConnectError> {
    tcp.write_all(command.as_bytes()).await.map_err(|error| unreachable(Step::Connect, error))
}

/// The next reply, as bytes and parsed; what was read beyond it stays in `ahead`.
async fn reply(tcp: &mut TcpStream, ahead: &mut Vec<u8>) -> Result<(Vec<u8>, Response), ConnectError> {
    let end = loop {
        if let Some(end) = end_of_reply(ahead) {
            break end;
        }
        let read = tcp.read_buf(ahead).await.map_err(|error| unreachable(Step::Connect, error))?;
        if read == 0 || ahead.len() > MAX_REPLY {
            return Err(unreachable(Step::Connect, "the server closed the connection"));
        }
    };
    let bytes: Vec<u8> = ahead.drain(..end).collect();
    let response: Response = String::from_utf8_lossy(&bytes)
        .parse()
        .map_err(|_| unreachable(Step::Connect, "the answer is not SMTP"))?;
    if response.is_positive() {
        return Ok((bytes, response));
    }
    Err(ConnectError::Refused(Reply::from(&response)))
}

/// Where the first reply ends: after the first whole line without a hyphen behind its code.
fn end_of_reply(bytes: &[u8]) -> Option<usize> {
    let mut end = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        end += line.len();
        if line.ends_with(b"\n") && line.get(3) != Some(&b'-') {
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::end_of_reply;

    #[test]
    fn a_reply_ends_with_its_last_line() {
        assert_eq!(end_of_reply(b"220 hello\r\n"), Some(11));
        assert_eq!(end_of_reply(b"250-a\r\n250 b\r\n220 injected\r\n"), Some(14));
        assert_eq!(end_of_reply(b"250-a\r\n250 b"), None);
        assert_eq!(end_of_reply(b""), None);
    }
}
