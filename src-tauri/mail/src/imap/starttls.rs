//! The plain beginning of a connection that is to be protected by STARTTLS (RFC 3501 section 6.2.1).

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::error::{one_line, reply};
use crate::check::Step;
use crate::connect::unreachable;
use crate::{ConnectError, TlsProblem};

/// Most bytes of an answer.
const MAX_ANSWER: usize = 64 * 1024;

/// Asks for STARTTLS; the next bytes in either direction are the handshake's. No greeting comes after it.
pub(super) async fn ask(tcp: &mut TcpStream) -> Result<(), ConnectError> {
    let mut ahead = Vec::new();
    let greeting = line(tcp, &mut ahead).await?;
    match words(&greeting.to_ascii_uppercase())[..] {
        ["*", "OK", ..] => {}
        ["*", "BYE", ..] => return Err(ConnectError::Refused(reply(one_line(&greeting[1..])))),
        // Somebody who is signed in already is offered no protection.
        ["*", "PREAUTH", ..] => return Err(ConnectError::Tls(TlsProblem::NotOffered)),
        _ => return Err(unreachable(Step::Connect, "the answer is not IMAP")),
    }
    let offered = answer(tcp, &mut ahead, "S1", "CAPABILITY").await?;
    if !offered.iter().any(|line| words(&line.to_ascii_uppercase()).contains(&"STARTTLS")) {
        return Err(ConnectError::Tls(TlsProblem::NotOffered));
    }
    answer(tcp, &mut ahead, "S2", "STARTTLS").await?;
    // Somebody in between would have us take these for the server's words under its protection.
    if !ahead.is_empty() {
        return Err(ConnectError::Tls(TlsProblem::Other("unprotected data after STARTTLS".into())));
    }
    Ok(())
}

/// What the server says to a command, up to its OK.
async fn answer(
    tcp: &mut TcpStream,
    ahead: &mut Vec<u8>,
    tag: &str,
    command: &str,
) -> Result<Vec<String>, ConnectError> {
    let command = format!("{tag} {command}\r\n");
    tcp.write_all(command.as_bytes()).await.map_err(|error| unreachable(Step::Connect, error))?;
    let mut before = Vec::new();
    let mut length = 0;
    while length < MAX_ANSWER {
        let line = line(tcp, ahead).await?;
        match words(&line.to_ascii_uppercase())[..] {
            [first, "OK", ..] if first == tag => return Ok(before),
            [first, ..] if first == tag => {
                return Err(ConnectError::Refused(reply(one_line(&line[tag.len()..]))));
            }
            _ => {}
        }
        length += line.len();
        before.push(line);
    }
    Err(unreachable(Step::Connect, "the answer is not IMAP"))
}

/// The next line; what was read beyond it stays in `ahead`.
async fn line(tcp: &mut TcpStream, ahead: &mut Vec<u8>) -> Result<String, ConnectError> {
    let end = loop {
        if let Some(end) = ahead.iter().position(|byte| *byte == b'\n') {
            break end + 1;
        }
        let read = tcp.read_buf(ahead).await.map_err(|error| unreachable(Step::Connect, error))?;
        if read == 0 || ahead.len() > MAX_ANSWER {
            return Err(unreachable(Step::Connect, "the server closed the connection"));
        }
    };
    let bytes: Vec<u8> = ahead.drain(..end).collect();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn words(line: &str) -> Vec<&str> {
    line.split_ascii_whitespace().collect()
}
