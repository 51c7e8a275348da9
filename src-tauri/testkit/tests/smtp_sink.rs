//! The scripted sink, spoken to line by line.

// Helpers of tests fail by panicking.
#![allow(clippy::unwrap_used)]

use std::net::SocketAddr;

use studiolo_testkit::{Answer, SmtpSink};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

struct Client(BufReader<TcpStream>);

impl Client {
    async fn connect(address: SocketAddr) -> Self {
        let mut client = Self(BufReader::new(TcpStream::connect(address).await.unwrap()));
        assert_eq!(client.reply().await, "220 sink.example.test ESMTP");
        client
    }

    async fn reply(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).await.unwrap();
        line.trim_end().to_owned()
    }

    async fn say(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).await.unwrap();
    }

    async fn ask(&mut self, text: &str) -> String {
        self.say(text).await;
        self.reply().await
    }

    /// Sends one mail up to its dot; returns the reply to the dot, empty if there is none.
    async fn mail(&mut self, to: &str, id: &str) -> String {
        assert_eq!(self.ask("MAIL FROM:<elena@studio.example>\r\n").await, "250 sender fine");
        assert_eq!(self.ask(&format!("RCPT TO:<{to}>\r\n")).await, "250 recipient fine");
        assert_eq!(self.ask("DATA\r\n").await, "354 go on");
        self.ask(&format!("Message-ID: <{id}>\r\nSubject: Prova\r\n\r\n..punto\r\n.\r\n")).await
    }
}

#[tokio::test]
async fn every_mail_is_accepted_and_written_down_in_order() {
    let sink = SmtpSink::start();
    let mut client = Client::connect(sink.address()).await;
    assert_eq!(client.mail("paolo@rinaldi.example", "1@studio.example").await, "250 accepted");
    assert_eq!(client.mail("giulia@rinaldi.example", "2@studio.example").await, "250 accepted");

    let mails = sink.wait_for(2).await;
    assert_eq!(mails[0].recipient, "paolo@rinaldi.example");
    assert_eq!(mails[0].sender, "elena@studio.example");
    assert_eq!(mails[0].message_id, "<1@studio.example>");
    assert_eq!(mails[0].bytes, b"Message-ID: <1@studio.example>\r\nSubject: Prova\r\n\r\n.punto\r\n");
    assert_eq!(mails[1].message_id, "<2@studio.example>");
    assert!(mails.iter().all(|mail| mail.accepted));
    assert_eq!(sink.connections(), 1);
}

#[tokio::test]
async fn commands_in_one_write_are_answered_in_order() {
    let sink = SmtpSink::start();
    let mut client = Client::connect(sink.address()).await;
    client.say("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n").await;
    let replies = [client.reply().await, client.reply().await, client.reply().await];
    assert_eq!(replies, ["250 sender fine", "250 recipient fine", "354 go on"]);
    assert_eq!(client.ask("\r\n.\r\n").await, "250 accepted");
    assert_eq!(sink.wait_for(1).await[0].message_id, "");
}

#[tokio::test]
async fn pipelining_is_offered_only_if_asked_for() {
    let sink = SmtpSink::start();
    assert_eq!(Client::connect(sink.address()).await.ask("EHLO x\r\n").await, "250-sink.example.test");
    let sink = SmtpSink::start_without_pipelining();
    assert_eq!(Client::connect(sink.address()).await.ask("EHLO x\r\n").await, "250 8BITMIME");
}

#[tokio::test]
async fn answers_are_given_per_recipient_once_each_and_in_their_order() {
    let sink = SmtpSink::start();
    let paolo = "paolo@rinaldi.example";
    sink.answer(paolo, [Answer::AtRecipient(450, "later"), Answer::AtMessage(554, "not this")]);
    let mut client = Client::connect(sink.address()).await;

    client.ask("MAIL FROM:<elena@studio.example>\r\n").await;
    assert_eq!(client.ask(&format!("RCPT TO:<{paolo}>\r\n")).await, "450 later");
    assert_eq!(client.ask("DATA\r\n").await, "503 no recipient");
    assert_eq!(client.mail("giulia@rinaldi.example", "1@x").await, "250 accepted");
    assert_eq!(client.mail(paolo, "2@x").await, "554 not this");
    assert_eq!(client.mail(paolo, "3@x").await, "250 accepted");

    let accepted: Vec<bool> = sink.mails().iter().map(|mail| mail.accepted).collect();
    assert_eq!(accepted, [true, false, true]);
}

#[tokio::test]
async fn a_cut_before_the_reply_leaves_a_mail_that_arrived_and_was_not_accepted() {
    let sink = SmtpSink::start();
    sink.answer("paolo@rinaldi.example", [Answer::CutBeforeReply]);
    let mut client = Client::connect(sink.address()).await;
    assert_eq!(client.mail("paolo@rinaldi.example", "1@x").await, "");
    assert!(!sink.wait_for(1).await[0].accepted);
}

#[tokio::test]
async fn a_cut_after_the_reply_leaves_an_accepted_mail_and_no_connection() {
    let sink = SmtpSink::start();
    sink.answer("paolo@rinaldi.example", [Answer::CutAfterReply]);
    let mut client = Client::connect(sink.address()).await;
    assert_eq!(client.mail("paolo@rinaldi.example", "1@x").await, "250 accepted");
    assert_eq!(client.reply().await, "");
    assert!(sink.mails()[0].accepted);
}

#[tokio::test]
async fn a_cut_at_the_recipient_leaves_nothing() {
    let sink = SmtpSink::start();
    sink.answer("paolo@rinaldi.example", [Answer::CutAtRecipient]);
    let mut client = Client::connect(sink.address()).await;
    client.ask("MAIL FROM:<elena@studio.example>\r\n").await;
    assert_eq!(client.ask("RCPT TO:<paolo@rinaldi.example>\r\n").await, "");
    assert_eq!(sink.mails(), []);
}

#[tokio::test]
async fn a_stalled_mail_arrived_and_the_connection_stays_silent() {
    let sink = SmtpSink::start();
    sink.answer("paolo@rinaldi.example", [Answer::Stall]);
    let mut client = Client::connect(sink.address()).await;
    client.say("MAIL FROM:<a@b.example>\r\nRCPT TO:<paolo@rinaldi.example>\r\nDATA\r\n\r\n.\r\n").await;
    assert!(!sink.wait_for(1).await[0].accepted);
    drop(sink);
    let mut rest = String::new();
    client.0.read_to_string(&mut rest).await.unwrap();
    assert!(rest.ends_with("354 go on\r\n"), "{rest}");
}
