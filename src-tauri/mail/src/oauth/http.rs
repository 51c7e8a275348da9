//! One request to the provider over a connection of its own. Redirects are not followed.

use std::path::PathBuf;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use oauth2::http::{Request, Uri, header};
use oauth2::{HttpRequest, HttpResponse};
use tokio::io::{AsyncRead, AsyncWrite};

use super::OAuthError;
use crate::check::Step;
use crate::connect::{in_time, reach, unreachable};
use crate::{Account, ConnectError, Credential, Security, Timeouts, tls};

/// Most bytes of an answer.
const MAX_ANSWER: usize = 256 * 1024;

/// Sends it. An answer of a provider that is busy or broken (429, 5xx) is an error.
pub(super) async fn send(
    request: HttpRequest,
    ca_file: Option<PathBuf>,
    timeouts: Timeouts,
) -> Result<HttpResponse, OAuthError> {
    let server = server(request.uri(), ca_file)
        .ok_or_else(|| OAuthError::Endpoint { url: request.uri().to_string() })?;
    let request = for_the_wire(request)?;
    let (tcp, tls) = reach(&server, timeouts).await?;
    let answer = match tls {
        None => in_time(timeouts.reply, Step::SignIn, exchange(tcp, request)).await?,
        Some(connector) => {
            let handshake = tls::handshake(&connector, &server.host, tcp);
            let stream = in_time(timeouts.connect, Step::Secure, handshake).await?;
            in_time(timeouts.reply, Step::SignIn, exchange(stream, request)).await?
        }
    };
    match answer.status().as_u16() {
        status @ (429 | 500..) => Err(OAuthError::Unavailable { detail: format!("HTTP {status}") }),
        _ => Ok(answer),
    }
}

/// Where the address leads, as an account that signs nobody in.
fn server(uri: &Uri, ca_file: Option<PathBuf>) -> Option<Account> {
    let security = if uri.scheme_str()? == "https" { Security::Tls } else { Security::None };
    let default = if security == Security::Tls { 443 } else { 80 };
    Some(Account {
        host: uri.host()?.trim_matches(['[', ']']).to_owned(),
        port: uri.port_u16().unwrap_or(default),
        security,
        credential: Credential::None,
        ca_file,
        allow_plain: false,
    })
}

/// The request with its path alone and the server's name beside it (RFC 9112 section 3.2.1).
fn for_the_wire(request: HttpRequest) -> Result<Request<Full<Bytes>>, OAuthError> {
    let (mut head, body) = request.into_parts();
    let refused = |uri: &Uri| OAuthError::Endpoint { url: uri.to_string() };
    let host = head.uri.authority().and_then(|name| name.as_str().parse().ok());
    head.headers.insert(header::HOST, host.ok_or_else(|| refused(&head.uri))?);
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    head.uri = target.parse().map_err(|_| refused(&head.uri))?;
    Ok(Request::from_parts(head, Full::new(body.into())))
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    request: Request<Full<Bytes>>,
) -> Result<HttpResponse, ConnectError> {
    let broken = |error: hyper::Error| unreachable(Step::SignIn, error);
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let asking = async {
        let (head, body) = sender.send_request(request).await.map_err(broken)?.into_parts();
        let body = Limited::new(body, MAX_ANSWER).collect().await;
        let body = body.map_err(|error| unreachable(Step::SignIn, error))?.to_bytes().to_vec();
        Ok(HttpResponse::from_parts(head, body))
    };
    tokio::pin!(asking, connection);
    tokio::select! {
        biased;
        answer = &mut asking => answer,
        // The connection may end before the answer is read from what came with it.
        ended = &mut connection => match ended {
            Ok(()) => asking.await,
            Err(error) => Err(broken(error)),
        }
    }
}
