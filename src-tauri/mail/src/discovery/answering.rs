//! Servers that are there: each is called, and must show a certificate of its name. Nobody signs in.

use std::time::Duration;

use super::{Places, Usual, first};
use crate::check::Step;
use crate::imap::ImapSession;
use crate::providers::{Password, Provider, Server, Sureness, Username};
use crate::{Account, ConnectError, Credential, EmailAddress, Session, Timeouts};

/// A server that is there answers soon.
const TIMEOUTS: Timeouts = Timeouts {
    connect: Duration::from_secs(5),
    reply: Duration::from_secs(5),
    message: Duration::from_secs(5),
};

/// The first IMAP server and the first SMTP server that answer, if there are both.
pub(super) async fn answering(
    places: &Places,
    address: &EmailAddress,
    imap: Vec<Usual>,
    smtp: Vec<Usual>,
) -> Option<Provider> {
    let imap = first(imap.into_iter().map(|server| async {
        match ImapSession::connect(&account(&server, places), TIMEOUTS).await {
            Ok(session) => session.logout().await,
            Err(error) => shown_itself(&error)?,
        }
        Some(server)
    }));
    let smtp = first(smtp.into_iter().map(|server| async {
        match Session::connect(&account(&server, places), TIMEOUTS).await {
            Ok(session) => session.quit().await,
            Err(error) => shown_itself(&error)?,
        }
        Some(server)
    }));
    let (imap, smtp) = tokio::join!(imap, smtp);
    Some(provider(address, imap?, smtp?))
}

fn account(server: &Usual, places: &Places) -> Account {
    Account {
        host: server.host.clone(),
        port: server.port,
        security: server.security,
        credential: Credential::None,
        ca_file: places.reach.ca_file.clone(),
        allow_plain: false,
    }
}

/// That a server lets in nobody without a name says nothing against it, once its certificate was seen.
fn shown_itself(error: &ConnectError) -> Option<()> {
    (error.step() > Step::Secure).then_some(())
}

fn provider(address: &EmailAddress, imap: Usual, smtp: Usual) -> Provider {
    let server = |usual: Usual| Server {
        host: usual.host,
        port: usual.port,
        security: usual.security,
        username: Username::Address,
    };
    Provider {
        id: address.domain().to_owned(),
        name: address.domain().to_owned(),
        domains: vec![address.domain().to_owned()],
        mx: Vec::new(),
        is_pec: false,
        imap: server(imap),
        smtp: server(smtp),
        oauth: None,
        password: Password::Own,
        plus_addresses: None,
        saves_sent: false,
        unnamed_results: false,
        help: None,
        sureness: Sureness::Answering,
        comment: String::from("Servers that answered with a certificate of their name."),
    }
}
