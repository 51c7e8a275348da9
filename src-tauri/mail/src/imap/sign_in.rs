//! From an account to a signed-in line.

use std::time::Duration;

use async_imap::imap_proto::{Capability, Response, Status};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::error::reply;
use super::line::{Bounds, Line, MAX_ANSWER, Prompt, Stream, in_time, quoted};
use super::verdict::{Verdict, words};
use super::{ImapError, starttls};
use crate::check::Step;
use crate::connect::{self, reach};
use crate::{Account, ConnectError, Credential, Security, Timeouts, tls};

/// A temporary failure at the server (RFC 5530), not a wrong password.
const UNAVAILABLE: &str = "[UNAVAILABLE]";

/// Connects, protects the connection, signs in; returns the line and what the server offers, in capitals.
pub(super) async fn connect(
    account: &Account,
    timeouts: Timeouts,
) -> Result<(Line, Vec<String>), ConnectError> {
    let (mut tcp, tls) = reach(account, timeouts).await?;
    let mut greeted = false;
    let (stream, step): (Box<dyn Stream>, Step) = match tls {
        None => (Box::new(tcp), Step::Connect),
        Some(connector) => {
            if account.security == Security::StartTls {
                connect::in_time(timeouts.reply, Step::Connect, starttls::ask(&mut tcp)).await?;
                greeted = true;
            }
            let handshake = tls::handshake(&connector, &account.host, tcp);
            (Box::new(connect::in_time(timeouts.connect, Step::Secure, handshake).await?), Step::Secure)
        }
    };
    let mut line = Line::new(stream);
    let signed_in = !greeted && greet(&mut line, timeouts.reply, step).await?;
    let bounds = Bounds { time: timeouts.reply, bytes: MAX_ANSWER };
    if !signed_in {
        let offered = capabilities(&mut line, bounds).await.map_err(|error| error.at(step))?;
        sign_in(&mut line, &account.credential, &offered, timeouts.reply).await?;
    }
    let offered = capabilities(&mut line, bounds).await.map_err(|error| error.at(Step::SignIn))?;
    Ok((line, offered))
}

/// Takes the greeting; true if the server takes us as signed in already.
async fn greet(line: &mut Line, limit: Duration, step: Step) -> Result<bool, ConnectError> {
    line.begin(MAX_ANSWER).map_err(|error| error.at(step))?;
    let greeting = line.receive(|said| match said {
        Response::Data { status: Status::Ok, .. } => Ok(false),
        Response::Data { status: Status::PreAuth, .. } => Ok(true),
        Response::Data { outcome, .. } => Err(ConnectError::Refused(reply(words(outcome)))),
        _ => Err(ImapError::broken("the answer is not IMAP").at(step)),
    });
    let signed_in = in_time(limit, greeting).await.map_err(|error| error.at(step))?;
    line.end();
    signed_in
}

async fn capabilities(line: &mut Line, bounds: Bounds) -> Result<Vec<String>, ImapError> {
    let mut offered = Vec::new();
    let verdict = line.exchange("CAPABILITY", bounds, |reply| {
        if let Response::Capabilities(capabilities) = reply {
            offered.extend(capabilities.iter().map(|capability| match capability {
                Capability::Imap4rev1 => "IMAP4REV1".into(),
                Capability::Auth(mechanism) => format!("AUTH={mechanism}").to_ascii_uppercase(),
                Capability::Atom(name) => name.to_ascii_uppercase(),
            }));
        }
    });
    verdict.await?.fine()?;
    Ok(offered)
}

async fn sign_in(
    line: &mut Line,
    credential: &Credential,
    offered: &[String],
    limit: Duration,
) -> Result<(), ConnectError> {
    let offers = |name: &str| offered.iter().any(|offer| offer == name);
    let attempt = async {
        line.begin(MAX_ANSWER)?;
        let verdict = match credential {
            Credential::Password { username, password } if offers("AUTH=PLAIN") => {
                let answer = Zeroizing::new(format!("\0{username}\0{}", password.expose()));
                authenticate(line, "PLAIN", &answer).await?
            }
            Credential::Password { username, password } if !offers("LOGINDISABLED") => {
                let (Some(username), Some(password)) = (quoted(username), quoted(password.expose())) else {
                    return Ok(None);
                };
                let tag = line.send(&Zeroizing::new(format!("LOGIN {username} {password}"))).await?;
                line.finish(&tag, |_| {}).await?
            }
            Credential::XOAuth2 { username, token } if offers("AUTH=XOAUTH2") => {
                let answer = format!("user={username}\x01auth=Bearer {}\x01\x01", token.expose());
                authenticate(line, "XOAUTH2", &Zeroizing::new(answer)).await?
            }
            Credential::None | Credential::Password { .. } | Credential::XOAuth2 { .. } => return Ok(None),
        };
        line.end();
        Ok(Some(verdict))
    };
    match timeout(limit, attempt).await.unwrap_or(Err(ImapError::TimedOut)) {
        Ok(Some(Verdict::Fine)) => Ok(()),
        Ok(Some(Verdict::No(detail))) if detail.starts_with(UNAVAILABLE) => {
            Err(ConnectError::Unreachable { step: Step::SignIn, detail })
        }
        Ok(Some(Verdict::No(detail) | Verdict::Bad(detail))) => {
            Err(ConnectError::SignInRefused(reply(detail)))
        }
        Ok(None) => Err(ConnectError::NoSignIn),
        Err(error) => Err(error.at(Step::SignIn)),
    }
}

/// AUTHENTICATE without an initial answer, which not every server takes. The first challenge is answered; one
/// after it tells why the answer is not good, and only after an empty line comes the refusal.
async fn authenticate(line: &mut Line, mechanism: &str, answer: &str) -> Result<Verdict, ImapError> {
    let tag = line.send(&format!("AUTHENTICATE {mechanism}")).await?;
    let mut answer = Zeroizing::new(BASE64_STANDARD.encode(answer));
    loop {
        match line.prompt(&tag).await? {
            Prompt::GoOn => line.write(answer.as_bytes()).await?,
            Prompt::Ended(verdict) => return Ok(verdict),
        }
        answer = Zeroizing::default();
    }
}
