//! One connection of the sink (RFC 5321).

use std::io;
use std::sync::Arc;

use mail_parser::MessageParser;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, BufWriter};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use super::{Answer, Book, SinkMail};

struct Dialogue {
    reader: BufReader<OwnedReadHalf>,
    writer: BufWriter<OwnedWriteHalf>,
    book: Arc<Book>,
    sender: String,
    recipients: Vec<(String, Answer)>,
}

/// Speaks until the client leaves, or the script cuts it off.
pub(super) async fn serve(stream: TcpStream, book: Arc<Book>) {
    stream.set_nodelay(true).unwrap();
    let (reader, writer) = stream.into_split();
    let mut dialogue = Dialogue {
        reader: BufReader::new(reader),
        writer: BufWriter::new(writer),
        book,
        sender: String::new(),
        recipients: Vec::new(),
    };
    // A client that is killed, or cut off by the script, ends in an error here; the ledger tells the rest.
    let _ = dialogue.speak().await;
}

impl Dialogue {
    async fn speak(&mut self) -> io::Result<()> {
        self.reply(220, "sink.example.test ESMTP").await?;
        let mut line = String::new();
        loop {
            line.clear();
            if self.reader.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let command = line.trim_end();
            let verb: String = command.chars().take(4).collect::<String>().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => self.hello().await?,
                "MAIL" => {
                    self.sender = path(command);
                    self.recipients.clear();
                    self.reply(250, "sender fine").await?;
                }
                "RCPT" => self.recipient(path(command)).await?,
                "DATA" if self.recipients.is_empty() => self.reply(503, "no recipient").await?,
                "DATA" => self.message().await?,
                "RSET" => {
                    self.recipients.clear();
                    self.reply(250, "forgotten").await?;
                }
                "HELO" | "NOOP" => self.reply(250, "fine").await?,
                "QUIT" => return self.reply(221, "bye").await,
                _ => self.reply(500, "unknown command").await?,
            }
        }
    }

    async fn hello(&mut self) -> io::Result<()> {
        if self.book.pipelining {
            self.writer.write_all(b"250-sink.example.test\r\n250-PIPELINING\r\n").await?;
        }
        self.reply(250, "8BITMIME").await
    }

    async fn recipient(&mut self, recipient: String) -> io::Result<()> {
        match self.book.next_answer(&recipient) {
            Answer::AtRecipient(code, text) => self.reply(code, text).await,
            Answer::CutAtRecipient => Err(io::ErrorKind::ConnectionAborted.into()),
            answer => {
                self.recipients.push((recipient, answer));
                self.reply(250, "recipient fine").await
            }
        }
    }

    /// The first answer of the recipients' that is not plain acceptance holds for all of the message.
    async fn message(&mut self) -> io::Result<()> {
        self.reply(354, "go on").await?;
        let bytes = self.read_to_dot().await?;
        self.writer.flush().await?;
        let recipients = std::mem::take(&mut self.recipients);
        let id =
            MessageParser::new().parse_headers(&bytes).and_then(|mail| mail.message_id().map(str::to_owned));
        let message_id = id.map_or_else(String::new, |id| format!("<{id}>"));
        let copies = |recipient: &String| SinkMail {
            sender: self.sender.clone(),
            recipient: recipient.clone(),
            message_id: message_id.clone(),
            bytes: bytes.clone(),
            accepted: false,
        };
        let first = self.book.record(recipients.iter().map(|(recipient, _)| copies(recipient)).collect());
        let mut answers = recipients.iter().map(|(_, answer)| answer);
        match answers.find(|answer| **answer != Answer::Accept) {
            Some(Answer::AtMessage(code, text)) => return self.reply(*code, text).await,
            Some(Answer::CutBeforeReply) => return Err(io::ErrorKind::ConnectionAborted.into()),
            Some(Answer::Stall) => std::future::pending().await,
            Some(Answer::Late) => self.book.let_go.notified().await,
            _ => {}
        }
        self.book.accept(first, recipients.len(), self.writer.get_ref())?;
        if recipients.iter().any(|(_, answer)| *answer == Answer::CutAfterReply) {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Ok(())
    }

    async fn read_to_dot(&mut self) -> io::Result<Vec<u8>> {
        let mut message = Vec::new();
        loop {
            let start = message.len();
            if self.reader.read_until(b'\n', &mut message).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let line = &message[start..];
            if line == b".\r\n" {
                message.truncate(start);
                return Ok(message);
            }
            if line.starts_with(b".") {
                message.remove(start);
            }
        }
    }

    /// Writes a reply; sends it unless the client has more commands waiting (RFC 2920 section 3.2).
    async fn reply(&mut self, code: u16, text: &str) -> io::Result<()> {
        self.writer.write_all(format!("{code} {text}\r\n").as_bytes()).await?;
        if self.reader.buffer().is_empty() {
            self.writer.flush().await?;
        }
        Ok(())
    }
}

/// The address between the angle brackets of MAIL or RCPT.
fn path(command: &str) -> String {
    let after = command.split_once('<').map_or("", |(_, rest)| rest);
    after.split_once('>').map_or("", |(address, _)| address).to_owned()
}
