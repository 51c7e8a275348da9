//! From an account to a signed-in connection.
//!
//! The socket is ours, since lettre 0.11.23 leaves Nagle's algorithm on and then waits some 40 ms for each
//! message. STARTTLS is ours too: lettre keeps what it had read ahead before the handshake, so that somebody
//! in between could slip in replies (RFC 3207 section 6 asks to discard them). Everything after is lettre's.

mod starttls;
mod wire;

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::commands::{Auth, Ehlo};
use lettre::transport::smtp::extension::ClientId;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use self::wire::Wire;
use crate::check::Step;
use crate::error::Failure;
use crate::{Account, ConnectError, Credential, Security, Timeouts, tls};

/// A connection that is ready for `MAIL`.
pub(crate) struct Connected {
    pub(crate) smtp: AsyncSmtpConnection,
    /// The server takes several commands at once (RFC 2920).
    pub(crate) pipelining: bool,
}

pub(crate) async fn connect(account: &Account, timeouts: Timeouts) -> Result<Connected, ConnectError> {
    let (mut tcp, tls) = reach(account, timeouts).await?;
    let (stream, step): (Box<dyn AsyncTokioStream>, Step) = match tls {
        None => (Box::new(tcp), Step::Connect),
        Some(connector) => {
            let greeting = match account.security {
                Security::StartTls => in_time(timeouts.reply, Step::Connect, starttls::ask(&mut tcp)).await?,
                Security::Tls | Security::None => Vec::new(),
            };
            let peer = tcp.peer_addr().map_err(|error| unreachable(Step::Secure, error))?;
            let handshake = tls::handshake(&connector, &account.host, tcp);
            let stream = in_time(timeouts.connect, Step::Secure, handshake).await?;
            (Box::new(Wire::new(greeting, stream, peer)), Step::Secure)
        }
    };
    let mut connected = in_time(timeouts.reply, step, greet(stream, step)).await?;
    let sign_in = sign_in(&mut connected.smtp, &account.credential);
    in_time(timeouts.reply, Step::SignIn, sign_in).await?;
    Ok(connected)
}

/// A connection to the account's server, and what protects it if the account asks for that. Not a byte was said.
pub(crate) async fn reach(
    account: &Account,
    timeouts: Timeouts,
) -> Result<(TcpStream, Option<TlsConnector>), ConnectError> {
    account.check()?;
    let tls = match account.security {
        Security::None => None,
        Security::Tls | Security::StartTls => Some(tls::connector(account).await?),
    };
    let addresses = resolve(account, timeouts.connect).await?;
    Ok((dial(account, &addresses, timeouts.connect).await?, tls))
}

async fn resolve(account: &Account, limit: Duration) -> Result<Vec<SocketAddr>, ConnectError> {
    let host = account.host.as_str();
    let found = in_time(limit, Step::Resolve, async {
        lookup_host((host, account.port)).await.map_err(|error| not_found(host, error))
    });
    // The name localhost is taken at its word: were it to lead elsewhere, an unprotected connection would too.
    let only_loopback = account.security == Security::None && !account.allow_plain;
    let addresses: Vec<SocketAddr> =
        found.await?.filter(|address| !only_loopback || address.ip().is_loopback()).collect();
    if addresses.is_empty() {
        return Err(not_found(host, "no address"));
    }
    Ok(addresses)
}

/// The first of the addresses that answers, each with the whole time limit.
async fn dial(
    account: &Account,
    addresses: &[SocketAddr],
    limit: Duration,
) -> Result<TcpStream, ConnectError> {
    let mut last = ConnectError::TimedOut { step: Step::Connect };
    for address in addresses {
        let connection = async {
            let tcp = TcpStream::connect(address).await?;
            tcp.set_nodelay(true)?;
            Ok(tcp)
        };
        last = match timeout(limit, connection).await {
            Ok(Ok(tcp)) => return Ok(tcp),
            Ok(Err(error)) if io::Error::kind(&error) == io::ErrorKind::ConnectionRefused => {
                ConnectError::PortClosed { host: account.host.clone(), port: account.port }
            }
            Ok(Err(error)) => unreachable(Step::Connect, error),
            Err(_) => ConnectError::TimedOut { step: Step::Connect },
        };
    }
    Err(last)
}

/// Takes the greeting and says hello. lettre does so too but forgets whether PIPELINING was offered, so we
/// ask once more.
async fn greet(stream: Box<dyn AsyncTokioStream>, step: Step) -> Result<Connected, ConnectError> {
    let hello = ClientId::default();
    let refused = |error| match Failure::from(error) {
        Failure::Negative(reply) => ConnectError::Refused(reply),
        Failure::Line(detail) => unreachable(step, detail),
    };
    let mut smtp = AsyncSmtpConnection::connect_with_transport(stream, &hello).await.map_err(refused)?;
    let offered = smtp.command(Ehlo::new(hello)).await.map_err(refused)?;
    let pipelining = offered.message().any(|line| line.trim().eq_ignore_ascii_case("PIPELINING"));
    Ok(Connected { smtp, pipelining })
}

async fn sign_in(smtp: &mut AsyncSmtpConnection, credential: &Credential) -> Result<(), ConnectError> {
    let refused = |error| match Failure::from(error) {
        Failure::Negative(reply) => ConnectError::SignInRefused(reply),
        Failure::Line(detail) => unreachable(Step::SignIn, detail),
    };
    let (mechanisms, username, secret) = match credential {
        Credential::None => return Ok(()),
        Credential::Password { username, password } => {
            ([Mechanism::Plain, Mechanism::Login].as_slice(), username, password)
        }
        Credential::XOAuth2 { username, token } => ([Mechanism::Xoauth2].as_slice(), username, token),
    };
    let credentials = Credentials::new(username.clone(), secret.expose().to_owned());
    match smtp.server_info().get_auth_mechanism(mechanisms) {
        None => Err(ConnectError::NoSignIn),
        Some(Mechanism::Xoauth2) => {
            let auth = Auth::new(Mechanism::Xoauth2, credentials, None).map_err(refused)?;
            let reply = smtp.command(auth).await.map_err(refused)?;
            // A bad token is answered by a challenge with details; only after an empty line comes the refusal.
            if reply.has_code(334) {
                smtp.command("\r\n").await.map_err(refused)?;
            }
            Ok(())
        }
        Some(_) => smtp.auth(mechanisms, &credentials).await.map(drop).map_err(refused),
    }
}

pub(crate) async fn in_time<T>(
    limit: Duration,
    step: Step,
    work: impl Future<Output = Result<T, ConnectError>>,
) -> Result<T, ConnectError> {
    timeout(limit, work).await.unwrap_or(Err(ConnectError::TimedOut { step }))
}

pub(crate) fn unreachable(step: Step, detail: impl fmt::Display) -> ConnectError {
    ConnectError::Unreachable { step, detail: detail.to_string() }
}

fn not_found(host: &str, detail: impl fmt::Display) -> ConnectError {
    ConnectError::NameNotFound { host: host.into(), detail: detail.to_string() }
}
