//! One signed-in connection that messages go over, one after another.
//!
//! The dialogue is spoken command by command, not by lettre's `send`, so that a failure can be placed: before
//! the final dot is begun the message was certainly not accepted, after its reply everything is known, and
//! only in between it is uncertain.

use std::iter;

use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Noop, Rcpt, Rset};
use tokio::time::timeout;

use crate::connect::{Connected, connect};
use crate::error::Failure;
use crate::{Account, ConnectError, EmailAddress, Phase, Reply, SendError, Timeouts};

/// The server closes the connection (RFC 5321 section 4.2.3).
const LEAVING: u16 = 421;

/// A signed-in connection. A future of it that is dropped half-way leaves it unusable, never out of step.
pub struct Session {
    smtp: AsyncSmtpConnection,
    pipelining: bool,
    timeouts: Timeouts,
    usable: bool,
}

impl Session {
    /// Connects, protects the connection and signs in.
    pub async fn connect(account: &Account, timeouts: Timeouts) -> Result<Self, ConnectError> {
        let Connected { smtp, pipelining } = connect(account, timeouts).await?;
        Ok(Self { smtp, pipelining, timeouts, usable: true })
    }

    /// Sends one message, `bytes` as [`crate::Letter::to_bytes`] makes them (CRLF, ASCII), to one recipient.
    /// Returns the server's acceptance. After an error see [`Session::is_usable`]: a refusal leaves the session
    /// usable unless the server says that it leaves (421).
    pub async fn send(
        &mut self,
        from: &EmailAddress,
        to: &EmailAddress,
        bytes: &[u8],
    ) -> Result<Reply, SendError> {
        if !self.usable {
            return Err(SendError::Broken { detail: "the session has ended".into() });
        }
        self.usable = false;
        self.envelope(from, to).await?;
        let outcome = self.message(bytes).await;
        self.usable = match &outcome {
            Ok(_) => true,
            Err(SendError::Transient { reply, .. } | SendError::Permanent { reply, .. }) => {
                reply.code != LEAVING
            }
            Err(SendError::Broken { .. } | SendError::Uncertain { .. }) => false,
        };
        outcome
    }

    /// False once the connection is of no more use; connect anew.
    pub fn is_usable(&self) -> bool {
        self.usable
    }

    /// Asks the server (NOOP) whether it is still there: one round trip. A session that has been idle for long
    /// was perhaps closed by the server; sending over it fails as [`SendError::Broken`], which is harmless too.
    pub async fn is_alive(&mut self) -> bool {
        if self.usable {
            self.usable = false;
            self.usable = self.exchange(Some(&Noop.to_string())).await.is_ok();
        }
        self.usable
    }

    /// Takes leave (QUIT) and closes.
    pub async fn quit(mut self) {
        if self.usable {
            // Whatever the server answers, we are leaving.
            let _ = timeout(self.timeouts.reply, self.smtp.quit()).await;
        }
    }

    /// MAIL, RCPT and DATA: in one write if the server takes it (RFC 2920), all replies read.
    async fn envelope(&mut self, from: &EmailAddress, to: &EmailAddress) -> Result<(), SendError> {
        let mail = Mail::new(Some(from.as_lettre().clone()), Vec::new()).to_string();
        let rcpt = Rcpt::new(to.as_lettre().clone(), Vec::new()).to_string();
        let data = Data.to_string();
        let together = [mail.as_str(), &rcpt, &data].concat();
        let writes = if self.pipelining {
            [Some(together.as_str()), None, None]
        } else {
            [Some(mail.as_str()), Some(&rcpt), Some(&data)]
        };

        let mut refused = None;
        let mut in_step = true;
        for (phase, write) in [Phase::Sender, Phase::Recipient, Phase::Data].into_iter().zip(writes) {
            match self.exchange(write).await {
                // A server that wants the message although it refused the recipient (RFC 2920 section 3.1 lets
                // it) is left rather than sent an empty one.
                Ok(_) => in_step = refused.is_none() || phase != Phase::Data,
                Err(Failure::Line(detail)) => return Err(refused.unwrap_or(SendError::Broken { detail })),
                Err(Failure::Negative(reply)) => {
                    in_step = reply.code != LEAVING;
                    refused.get_or_insert(refusal(phase, reply));
                    if !in_step || !self.pipelining {
                        break;
                    }
                }
            }
        }
        let Some(refused) = refused else { return Ok(()) };
        self.usable = in_step && self.exchange(Some(&Rset.to_string())).await.is_ok();
        Err(refused)
    }

    /// The message, its dots doubled (RFC 5321 section 4.5.2), and the final dot.
    async fn message(&mut self, bytes: &[u8]) -> Result<Reply, SendError> {
        // lettre ends the last line itself.
        let lines = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
        // lettre asks for a next part when all before is written, and begins the dot when there is none.
        let mut dot_begun = false;
        let end = iter::from_fn(|| {
            dot_begun = true;
            None
        });
        let parts = iter::once(lines).chain(end);
        let sent = timeout(self.timeouts.message, self.smtp.message_iter(parts)).await;
        let detail = match sent.map(|reply| reply.map_err(Failure::from)) {
            Ok(Ok(response)) => return Ok(Reply::from(&response)),
            Ok(Err(Failure::Negative(reply))) => return Err(refusal(Phase::Message, reply)),
            Ok(Err(Failure::Line(detail))) => detail,
            Err(_) => "no reply in time".into(),
        };
        Err(if dot_begun { SendError::Uncertain { detail } } else { SendError::Broken { detail } })
    }

    /// Writes commands, if any, and reads one reply.
    async fn exchange(&mut self, commands: Option<&str>) -> Result<Reply, Failure> {
        let reply = async {
            match commands {
                Some(commands) => self.smtp.command(commands).await,
                None => self.smtp.read_response().await,
            }
        };
        match timeout(self.timeouts.reply, reply).await {
            Ok(reply) => Ok(Reply::from(&reply?)),
            Err(_) => Err(Failure::Line("no reply in time".into())),
        }
    }
}

fn refusal(phase: Phase, reply: Reply) -> SendError {
    match reply.code {
        500.. => SendError::Permanent { phase, reply },
        _ => SendError::Transient { phase, reply },
    }
}
