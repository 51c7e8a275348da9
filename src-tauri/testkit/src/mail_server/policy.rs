//! Whom Postfix takes mail for, changeable while it runs: its policy delegation protocol (Postfix's
//! `SMTPD_POLICY_README`), which it asks for each recipient.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::background::Background;

type Actions = Arc<Mutex<HashMap<String, &'static str>>>;

pub(super) struct Policy {
    port: u16,
    actions: Actions,
    _background: Background,
}

impl Policy {
    pub(super) fn start() -> Self {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let actions = Actions::default();
        let shared = Arc::clone(&actions);
        let background = Background::run("mail-policy", move || async move {
            let listener = TcpListener::from_std(listener).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(answer(stream, Arc::clone(&shared)));
            }
        });
        Self { port, actions, _background: background }
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// What Postfix is told about a recipient from now on.
    pub(super) fn set(&self, recipient: &str, action: &'static str) {
        self.actions.lock().unwrap().insert(recipient.to_lowercase(), action);
    }
}

async fn answer(mut stream: TcpStream, actions: Actions) {
    let (reader, mut writer) = stream.split();
    let mut lines = BufReader::new(reader).lines();
    let mut recipient = String::new();
    // Postfix that is stopped hangs up.
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(address) = line.strip_prefix("recipient=") {
            recipient = address.to_lowercase();
        }
        if line.is_empty() {
            let action = actions.lock().unwrap().get(&recipient).copied().unwrap_or("DUNNO");
            if writer.write_all(format!("action={action}\n\n").as_bytes()).await.is_err() {
                return;
            }
        }
    }
}
