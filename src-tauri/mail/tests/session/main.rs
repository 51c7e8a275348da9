//! Sessions against real servers (Postfix with Dovecot), against servers with a script, and through a proxy that
//! breaks.

// Helpers of tests fail by panicking.
#![allow(clippy::unwrap_used)]

mod account;
mod dialogue;
mod oauth;
mod real_server;
mod scripted;

use std::net::SocketAddr;
use std::time::Duration;

use studiolo_mail::{
    Account, Credential, EmailAddress, Letter, Mailbox, Secret, Security, Session, Timeouts,
};
use studiolo_testkit::MailServer;

const ELENA: &str = "elena@studio-vannini.example";
const PAOLO: &str = "paolo@rinaldi.example";
const GIULIA: &str = "giulia@rinaldi.example";

/// Long enough for a busy computer, short enough for tests of silence.
const IMPATIENT: Timeouts = Timeouts {
    connect: Duration::from_secs(20),
    reply: Duration::from_secs(1),
    message: Duration::from_secs(1),
};

fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

/// An account that needs no sign-in, without protection.
fn plain_account(server: SocketAddr) -> Account {
    Account {
        host: server.ip().to_string(),
        port: server.port(),
        security: Security::None,
        credential: Credential::None,
        ca_file: None,
        allow_plain: false,
    }
}

/// Elena's account at the real server, over STARTTLS.
fn real_account(server: &MailServer) -> Account {
    server.add_user(ELENA, "segreta");
    Account {
        host: server.host().into(),
        port: server.submission_port(),
        security: Security::StartTls,
        credential: password("segreta"),
        ca_file: Some(server.ca_file()),
        allow_plain: false,
    }
}

fn password(password: &str) -> Credential {
    Credential::Password { username: ELENA.into(), password: Secret::new(password) }
}

async fn connect(server: SocketAddr) -> Session {
    Session::connect(&plain_account(server), Timeouts::default()).await.unwrap()
}

fn letter(to: &str, number: u32) -> Letter {
    let mailbox = |name: &str, text| Mailbox { name: name.into(), address: address(text) };
    Letter {
        from: mailbox("Studio Vannini", ELENA),
        to: mailbox("", to),
        reply_to: None,
        subject: format!("Perché {number}?"),
        message_id: format!("<{number}@studio-vannini.example>"),
        date: "2026-03-02T08:00:00Z".parse().unwrap(),
        in_reply_to: None,
        references: Vec::new(),
        automatic: true,
        list_unsubscribe: None,
        extra: Vec::new(),
        text: ".\n..\nPerché?\n".into(),
        html: "<p>Perché?</p>".into(),
        attachments: Vec::new(),
    }
}
