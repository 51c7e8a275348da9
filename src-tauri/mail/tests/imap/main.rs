//! Sessions against a real server (Dovecot), against servers with a script, and through a proxy that breaks.

// Helpers of tests fail by panicking.
#![allow(clippy::unwrap_used)]

mod hostile;
mod other_client;
mod reading;
mod saving;
mod script;
mod scripted;
mod signing_in;
mod waiting;

use std::time::Duration;

use studiolo_mail::{Account, Credential, ImapSession, Secret, Security, Timeouts};
use studiolo_testkit::{FaultProxy, MailServer};

const ELENA: &str = "elena@studio-vannini.example";

/// Long enough for a busy computer, short enough for tests of silence.
const IMPATIENT: Timeouts = Timeouts {
    connect: Duration::from_secs(20),
    reply: Duration::from_secs(1),
    message: Duration::from_secs(1),
};

/// Elena's account at the real server.
fn real_account(server: &MailServer) -> Account {
    server.add_user(ELENA, "segreta");
    Account {
        host: server.host().into(),
        port: server.imaps_port(),
        security: Security::Tls,
        credential: password("segreta"),
        ca_file: Some(server.ca_file()),
        allow_plain: false,
    }
}

fn password(password: &str) -> Credential {
    Credential::Password { username: ELENA.into(), password: Secret::new(password) }
}

async fn connect(account: &Account) -> ImapSession {
    ImapSession::connect(account, Timeouts::default()).await.unwrap()
}

/// The same account by way of a proxy.
fn through_proxy(mut account: Account) -> (Account, FaultProxy) {
    let proxy = FaultProxy::start(([127, 0, 0, 1], account.port).into());
    account.port = proxy.address().port();
    (account, proxy)
}

fn mail(number: u32) -> Vec<u8> {
    let head = format!("Message-ID: <{number}@rinaldi.example>\r\nSubject: Perch=C3=A9 {number}?\r\n");
    [head.as_bytes(), "\r\nPerché?\r\n.\r\n..\r\n".as_bytes()].concat()
}
