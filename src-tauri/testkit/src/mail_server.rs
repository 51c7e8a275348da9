//! Postfix and Dovecot, the real ones, with a throw-away configuration in a temporary folder.
//!
//! Submission with STARTTLS, submission inside TLS, and IMAP inside TLS, on free loopback ports, with PLAIN,
//! LOGIN and XOAUTH2. Every address of every domain has a mailbox, with `Posta inviata` for what was sent, but those of
//! `nowhere.test`, which are accepted and bounce; nothing leaves this computer. The servers end when the value is dropped, and
//! when the test process ends in any other way.

mod config;
mod policy;
mod received;
pub(crate) mod tokens;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use studiolo_mail::{Account, Credential, Secret, Security, Session, Timeouts};
use tempfile::TempDir;

use crate::certificates::Authority;
use crate::oauth_server::OAuthServer;
use crate::ports::free_port;

use self::policy::Policy;
pub use self::received::ReceivedMail;

const PATIENCE: Duration = Duration::from_mins(1);
/// Whoever sends by [`MailServer::send`] signs in as this person, who is there from the start.
const POSTMAN: (&str, &str) = ("postman@example.test", "postman");
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// The servers.
pub struct MailServer {
    folder: TempDir,
    ports: Ports,
    policy: Policy,
    running: Option<Child>,
}

/// Where the parts listen, on 127.0.0.1.
struct Ports {
    submission: u16,
    submissions: u16,
    imaps: u16,
    lmtp: u16,
    sasl: u16,
}

impl MailServer {
    /// Starts both servers and returns when they take connections. Needs root, and Debian's packages
    /// `postfix`, `dovecot-imapd` and `dovecot-lmtpd`.
    pub fn start() -> Self {
        config::check_installed();
        let folder = tempfile::Builder::new().prefix("studiolo-mail-").tempdir().unwrap();
        let ports = Ports {
            submission: free_port(),
            submissions: free_port(),
            imaps: free_port(),
            lmtp: free_port(),
            sasl: free_port(),
        };
        let policy = Policy::start();
        let root = folder.path();
        config::write(root, &ports, policy.port());
        let mut server = Self { folder, ports, policy, running: None };
        server.add_user(POSTMAN.0, POSTMAN.1);
        let root = server.folder.path();
        let authority = Authority::new();
        authority.write_certificate(&root.join("ca.pem"));
        authority.issue(&["localhost"], &root.join("server.crt"), &root.join("server.key"));
        server.start_again();
        server
    }

    /// The name on the servers' certificate. To a client that calls them `127.0.0.1` it is another's.
    pub fn host(&self) -> &'static str {
        "localhost"
    }

    /// SMTP with STARTTLS, 587 in real life.
    pub fn submission_port(&self) -> u16 {
        self.ports.submission
    }

    /// SMTP inside TLS, 465 in real life.
    pub fn submissions_port(&self) -> u16 {
        self.ports.submissions
    }

    /// IMAP inside TLS, 993 in real life.
    pub fn imaps_port(&self) -> u16 {
        self.ports.imaps
    }

    /// The certificate (PEM) of the authority that signed the servers'.
    pub fn ca_file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// Lets somebody sign in with a password, for SMTP and IMAP. Mailboxes need none of this.
    pub fn add_user(&self, address: &str, password: &str) {
        let mut users = File::options().append(true).open(self.folder.path().join("users")).unwrap();
        writeln!(users, "{address}:{{PLAIN}}{password}").unwrap();
    }

    /// An XOAUTH2 token with which `address` may sign in.
    pub fn access_token(&self, address: &str) -> String {
        tokens::access_token(address, tokens::YEAR_2100)
    }

    /// An XOAUTH2 token that has expired.
    pub fn expired_access_token(&self, address: &str) -> String {
        tokens::access_token(address, tokens::YEAR_2001)
    }

    /// Starts a provider whose tokens sign in here. It has the servers' certificate, so [`MailServer::ca_file`] is its
    /// authority's too.
    pub fn start_oauth(&self) -> OAuthServer {
        OAuthServer::in_folder(self.folder.path())
    }

    /// From now on the recipient is refused for good: 550.
    pub fn refuse(&self, recipient: &str) {
        self.policy.set(recipient, "550 5.1.1 no such person here");
    }

    /// From now on the recipient is refused for the moment: 450.
    pub fn defer(&self, recipient: &str) {
        self.policy.set(recipient, "450 4.2.1 mailbox busy, try later");
    }

    /// From now on the recipient's mailbox is full: Postfix takes mail for it and sends it back.
    pub fn fill(&self, recipient: &str) {
        let mut full = File::options().append(true).open(self.folder.path().join("full")).unwrap();
        let home = self.folder.path().join("mail").join(recipient.to_lowercase());
        let (user, group) = config::account("nobody");
        let rule = "userdb_quota_rule=*:bytes=1";
        writeln!(full, "{}::{user}:{group}::{}::{rule}", recipient.to_lowercase(), shown(&home)).unwrap();
        // Dovecot looks whether the file has changed once a second.
        sleep(Duration::from_millis(1_100));
    }

    /// From now on the recipient is accepted, as all are in the beginning.
    pub fn accept(&self, recipient: &str) {
        self.policy.set(recipient, "DUNNO");
    }

    /// Somebody sends a mail: through Postfix, signed in as a person of their own.
    pub async fn send(&self, from: &str, to: &str, mail: &[u8]) {
        let (username, password) = POSTMAN;
        let account = Account {
            host: self.host().into(),
            port: self.submission_port(),
            security: Security::StartTls,
            credential: Credential::Password { username: username.into(), password: Secret::new(password) },
            ca_file: Some(self.ca_file()),
            allow_plain: false,
        };
        let mut session = Session::connect(&account, Timeouts::default()).await.unwrap();
        session.send(&from.parse().unwrap(), &to.parse().unwrap(), mail).await.unwrap();
        session.quit().await;
    }

    /// Lays mails into a mailbox that somebody has signed in to, as the server itself would: for more than can be sent in the time.
    pub fn lay(&self, address: &str, mails: &[Vec<u8>]) {
        let maildir = self.maildir(address);
        let (user, group) = config::account("nobody");
        let already = received::count(&maildir);
        for (number, mail) in mails.iter().enumerate() {
            let name = format!("{:09}.laid", already + number);
            let written = maildir.join("tmp").join(&name);
            fs::write(&written, mail).unwrap();
            chown(&written, Some(user), Some(group)).unwrap();
            fs::rename(written, maildir.join("new").join(name)).unwrap();
        }
    }

    /// Numbers the mails of a mailbox anew, as happens when a provider restores it: UIDVALIDITY is another.
    pub fn renumber(&self, address: &str) {
        fs::remove_file(self.maildir(address).join("dovecot-uidlist")).unwrap();
    }

    /// What lies in a mailbox, oldest first.
    pub fn mailbox(&self, address: &str) -> Vec<ReceivedMail> {
        received::read(&self.maildir(address))
    }

    /// Waits until at least `count` mails lie in a mailbox, and returns all. Panics after a minute, with what the
    /// servers have to say.
    pub async fn wait_for_mail(&self, address: &str, count: usize) -> Vec<ReceivedMail> {
        let deadline = Instant::now() + PATIENCE;
        let maildir = self.maildir(address);
        loop {
            if received::count(&maildir) >= count {
                return received::read(&maildir);
            }
            if Instant::now() > deadline {
                let there = received::count(&maildir);
                panic!("waited for {count} mails to {address}, {there} came\n{}", self.logs());
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// Ends both servers; mailboxes and ports are kept. What has been accepted is delivered first: a Postfix that
    /// ends in the midst of a delivery makes it again later, and a test would count that second copy as ours.
    pub fn stop(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        while self.is_delivering() {
            assert!(Instant::now() < deadline, "the mail queue does not get empty\n{}", self.logs());
            sleep(BETWEEN_LOOKS);
        }
        self.end();
    }

    fn end(&mut self) {
        let Some(mut running) = self.running.take() else { return };
        drop(running.stdin.take());
        let deadline = Instant::now() + PATIENCE;
        while running.try_wait().unwrap().is_none() {
            assert!(Instant::now() < deadline, "the mail servers do not stop\n{}", self.logs());
            sleep(BETWEEN_LOOKS);
        }
    }

    /// Starts both servers, at the same ports.
    pub fn start_again(&mut self) {
        assert!(self.running.is_none(), "the mail servers are running");
        let log = File::options().create(true).append(true).open(self.folder.path().join("run.log")).unwrap();
        let running = Command::new("/bin/sh")
            .arg(self.folder.path().join("run.sh"))
            .stdin(Stdio::piped())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        self.running = Some(running);
        let Ports { submission, submissions, imaps, lmtp, sasl } = self.ports;
        let deadline = Instant::now() + PATIENCE;
        for port in [submission, submissions, imaps, lmtp, sasl] {
            while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
                let ended = self.running.as_mut().unwrap().try_wait().unwrap();
                let hopeless = ended.is_some() || Instant::now() > deadline;
                assert!(!hopeless, "the mail servers do not start\n{}", self.logs());
                sleep(BETWEEN_LOOKS);
            }
        }
    }

    fn is_delivering(&self) -> bool {
        let queues = ["incoming", "active"].map(|queue| self.folder.path().join("queue").join(queue));
        queues.into_iter().any(|queue| fs::read_dir(queue).is_ok_and(|mut files| files.next().is_some()))
    }

    fn maildir(&self, address: &str) -> PathBuf {
        self.folder.path().join("mail").join(address.to_lowercase()).join("Maildir")
    }

    /// The ends of the servers' logs, for a failing test.
    fn logs(&self) -> String {
        ["run.log", "postfix.log", "dovecot.log"].into_iter().fold(String::new(), |mut all, name| {
            let text = fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            let end = lines[lines.len().saturating_sub(25)..].join("\n");
            writeln!(all, "--- {name}\n{end}").unwrap();
            all
        })
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.end();
    }
}

/// A path as it stands in a configuration file.
fn shown(path: &Path) -> &str {
    path.to_str().expect("the temporary folder's name is UTF-8")
}
