//! What can go wrong on the way to the server and at it, told apart as far as a caller acts on it.

use std::fmt;
use std::path::PathBuf;

use lettre::transport::smtp::response::Response;

use crate::check::Step;

/// A server's reply (RFC 5321 section 4.2; RFC 3501 section 7.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Three digits; of an IMAP server, which has none, [`Reply::NO_CODE`].
    pub code: u16,
    /// Its lines, joined by spaces: the server's words, in its language.
    pub text: String,
}

/// Why there is no session. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// An unprotected connection to another computer that nobody allowed.
    #[error("an unprotected connection to {host} is not allowed")]
    PlainRefused {
        /// The account's server.
        host: String,
    },
    /// The file of own authorities cannot be read or holds no certificate.
    #[error("the certificate file {} cannot be used: {detail}", path.display())]
    CaFile {
        /// The account's `ca_file`.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// The name of the server leads nowhere; without a network this is what one sees.
    #[error("the name {host} was not found: {detail}")]
    NameNotFound {
        /// The account's server.
        host: String,
        /// What the system says.
        detail: String,
    },
    /// The computer answers, nothing listens at the port.
    #[error("nothing listens at {host} port {port}")]
    PortClosed {
        /// The account's server.
        host: String,
        /// The account's port.
        port: u16,
    },
    /// No way there, or the connection broke.
    #[error("the server cannot be reached: {detail}")]
    Unreachable {
        /// The step that was under way.
        step: Step,
        /// What the system says.
        detail: String,
    },
    /// No answer in time. A server that expects TLS from the first byte says nothing at all to a client that
    /// waits for its greeting.
    #[error("the server did not answer in time")]
    TimedOut {
        /// The step that was under way.
        step: Step,
    },
    /// The server turned the connection away before any sign-in.
    #[error("the server refused the connection: {0}")]
    Refused(Reply),
    /// No protected connection.
    #[error("no protected connection: {0}")]
    Tls(TlsProblem),
    /// The server offers no way to sign in that this account can use.
    #[error("the server offers no way to sign in that fits this account")]
    NoSignIn,
    /// Wrong user name, password or token.
    #[error("the server refused the sign-in: {0}")]
    SignInRefused(Reply),
    /// There is no such folder, or none that can be opened. Only [`crate::imap::test_imap`] says so.
    #[error("the folder {folder} cannot be opened: {detail}")]
    FolderMissing {
        /// Its name, as it was given.
        folder: String,
        /// The server's words.
        detail: String,
    },
}

/// Why there is no protected connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsProblem {
    /// The certificate is another name's.
    #[error("the certificate belongs to another name")]
    OtherName,
    /// Nobody we trust signed the certificate.
    #[error("the certificate is from an unknown authority")]
    UnknownAuthority,
    /// The certificate is past its end or before its beginning, or this computer's clock is wrong.
    #[error("the certificate has expired or is not valid yet")]
    OutOfDate,
    /// The server does not offer STARTTLS.
    #[error("the server does not offer STARTTLS")]
    NotOffered,
    /// The answer is not TLS: as a rule the port wants STARTTLS, or something sits in between.
    #[error("the server does not speak TLS at this port")]
    NotTls,
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// Why a message was not, or perhaps not, accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Not now (4xx): the same message may be accepted later.
    #[error("not accepted now: {reply}")]
    Transient {
        /// Which command the reply answers.
        phase: Phase,
        /// The server's reply.
        reply: Reply,
    },
    /// Never (5xx): the same message will be refused again.
    #[error("refused: {reply}")]
    Permanent {
        /// Which command the reply answers.
        phase: Phase,
        /// The server's reply.
        reply: Reply,
    },
    /// The connection ended, or the server was silent for too long, before the final dot was begun: the
    /// message was certainly not accepted.
    #[error("the connection broke before the message was whole: {detail}")]
    Broken {
        /// What the system says.
        detail: String,
    },
    /// The connection ended, or the server was silent for too long, between the beginning of the final dot
    /// and the reply to it: nobody here can know (RFC 1047).
    #[error("the connection broke before the server's answer: {detail}")]
    Uncertain {
        /// What the system says.
        detail: String,
    },
}

/// The part of the dialogue that a reply belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// `MAIL FROM`: mostly about the account.
    Sender,
    /// `RCPT TO`: about this recipient.
    Recipient,
    /// `DATA`.
    Data,
    /// The final dot: about this message.
    Message,
}

impl ConnectError {
    /// A stable code for the wire, for example `name_not_found`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PlainRefused { .. } => "plain_refused",
            Self::CaFile { .. } => "ca_file_unusable",
            Self::NameNotFound { .. } => "name_not_found",
            Self::PortClosed { .. } => "port_closed",
            Self::Unreachable { .. } => "server_unreachable",
            Self::TimedOut { .. } => "server_silent",
            Self::Refused(_) => "connection_refused",
            Self::Tls(TlsProblem::OtherName) => "certificate_of_another_name",
            Self::Tls(TlsProblem::UnknownAuthority) => "certificate_of_unknown_authority",
            Self::Tls(TlsProblem::OutOfDate) => "certificate_out_of_date",
            Self::Tls(TlsProblem::NotOffered) => "starttls_not_offered",
            Self::Tls(TlsProblem::NotTls) => "not_tls",
            Self::Tls(TlsProblem::Other(_)) => "tls_failed",
            Self::NoSignIn => "no_sign_in_method",
            Self::SignInRefused(_) => "sign_in_refused",
            Self::FolderMissing { .. } => "folder_missing",
        }
    }

    /// True if waiting may mend it; false if somebody has to change the account.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::NameNotFound { .. }
            | Self::PortClosed { .. }
            | Self::Unreachable { .. }
            | Self::TimedOut { .. } => true,
            // A server without codes that turns somebody away is busy.
            Self::Refused(reply) => reply.code < 500,
            Self::SignInRefused(reply) => reply.code < 500 && reply.code != Reply::NO_CODE,
            Self::PlainRefused { .. }
            | Self::CaFile { .. }
            | Self::Tls(_)
            | Self::NoSignIn
            | Self::FolderMissing { .. } => false,
        }
    }

    /// The step of [`crate::test_account`] or [`crate::imap::test_imap`] that failed.
    pub fn step(&self) -> Step {
        match self {
            Self::PlainRefused { .. } | Self::CaFile { .. } => Step::Settings,
            Self::NameNotFound { .. } => Step::Resolve,
            Self::PortClosed { .. } | Self::Refused(_) => Step::Connect,
            Self::Unreachable { step, .. } | Self::TimedOut { step } => *step,
            Self::Tls(_) => Step::Secure,
            Self::NoSignIn | Self::SignInRefused(_) => Step::SignIn,
            Self::FolderMissing { .. } => Step::Folder,
        }
    }
}

impl SendError {
    /// True if the reply is about the account, not about this message: it wants a sign-in, or another one
    /// (RFC 4954 section 6). Every other message would fare alike.
    pub fn concerns_account(&self) -> bool {
        match self {
            Self::Transient { reply, .. } | Self::Permanent { reply, .. } => {
                matches!(reply.code, 454 | 530 | 534 | 535 | 538)
            }
            Self::Broken { .. } | Self::Uncertain { .. } => false,
        }
    }
}

impl Reply {
    /// In place of a code where the protocol has none.
    pub const NO_CODE: u16 = 0;
}

impl From<&Response> for Reply {
    fn from(response: &Response) -> Self {
        let text = response.message().collect::<Vec<_>>().join(" ");
        Self { code: response.code().into(), text }
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Self::NO_CODE => out.write_str(&self.text),
            code => write!(out, "{code} {}", self.text),
        }
    }
}

/// A failed exchange as lettre tells it: a negative reply, or a connection that is of no more use.
pub(crate) enum Failure {
    Negative(Reply),
    Line(String),
}

impl From<lettre::transport::smtp::Error> for Failure {
    fn from(error: lettre::transport::smtp::Error) -> Self {
        let detail = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
        match error.status() {
            Some(code) => Self::Negative(Reply { code: code.into(), text: detail }),
            // lettre's word for an end of the stream.
            None if detail == "incomplete response" => Self::Line("the server closed the connection".into()),
            None => Self::Line(detail),
        }
    }
}
