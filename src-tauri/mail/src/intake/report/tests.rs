//! Reports as servers write them.

use super::*;

fn report(text: &str) -> DeliveryReport {
    let bytes = text.replace('\n', "\r\n").into_bytes();
    read(&Message::read(&bytes).unwrap()).unwrap()
}

#[track_caller]
fn only(report: &DeliveryReport) -> &RecipientReport {
    assert_eq!(report.recipients.len(), 1, "{report:?}");
    &report.recipients[0]
}

pub(super) const STANDARD: &str = "\
From: MAILER-DAEMON@mx.studio.example (Mail Delivery System)
To: elena@studio.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=\"b/mx\"

--b/mx
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

One was refused.

--b/mx
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.studio.example
X-Postfix-Queue-ID: 4F1A
Arrival-Date: Mon,  2 Mar 2026 08:00:00 +0100 (CET)

Final-Recipient: rfc822; paolo@rinaldi.example
Original-Recipient: rfc822;info@rinaldi.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.rinaldi.example
Diagnostic-Code: smtp; 550 5.1.1 <paolo@rinaldi.example>: Recipient address
    rejected: User unknown in virtual mailbox table

Final-Recipient: rfc822; nives@da-nives.example
Action: delayed
Status: 4.4.1
Diagnostic-Code: X-Postfix; connect to mx: Connection timed out
Will-Retry-Until: Sat,  7 Mar 2026 08:00:00 +0100 (CET)

Final-Recipient: rfc822; giulia@rinaldi.example
Action: delivered (to mailbox)
Status: 2.1.5

--b/mx
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Received: from studio
Subject: Bilancio
Message-ID: <019a0000-0000-7000-8000-000000000001@studio.example>
References: <first@stu
--b/mx--
";

#[test]
fn a_standard_report_tells_every_recipient() {
    let report = report(STANDARD);
    assert!(report.is_standard);
    assert_eq!(report.reporting_mta.as_deref(), Some("mx.studio.example"));
    assert_eq!(
        report.original_message_id.as_deref(),
        Some("<019a0000-0000-7000-8000-000000000001@studio.example>")
    );
    let [paolo, nives, giulia] = report.recipients.as_slice() else { panic!("{report:?}") };
    assert_eq!(
        (paolo.recipient.as_str(), paolo.original_recipient.as_deref()),
        ("paolo@rinaldi.example", Some("info@rinaldi.example"))
    );
    assert!(paolo.is_about("INFO@rinaldi.example") && !paolo.is_about("nives@da-nives.example"));
    assert_eq!(
        (paolo.action, paolo.cause, paolo.status.unwrap().to_string().as_str()),
        (Action::Failed, Cause::MailboxUnknown, "5.1.1")
    );
    assert_eq!(paolo.remote_mta.as_deref(), Some("mx.rinaldi.example"));
    assert!(paolo.diagnostic.as_deref().unwrap().ends_with("User unknown in virtual mailbox table"));
    assert_eq!((nives.action, nives.cause), (Action::Delayed, Cause::Temporary));
    assert_eq!((giulia.action, giulia.cause), (Action::Delivered, Cause::Other));
}

#[test]
fn a_report_without_a_copy_answers_the_mail() {
    let head = "From: <postmaster@r.example>\nTo: elena@studio.example\nIn-Reply-To: <mine@studio.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nx\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;r.example\n\n\nFinal-Recipient: rfc822;p@r.example\nStatus: 5.2.2\n";
    let cut = report(head);
    assert_eq!(cut.original_message_id.as_deref(), Some("<mine@studio.example>"));
    assert_eq!((only(&cut).action, only(&cut).cause), (Action::Failed, Cause::MailboxFull));
}

#[test]
fn what_is_no_report_is_none() {
    let mail = Message::read(b"From: Paolo <p@r.example>\n\nDelivery has failed, he said.\n").unwrap();
    assert_eq!(read(&mail), None);
}

pub(super) const EXIM: &str = "\
Return-Path: <>
X-Failed-Recipients: paolo@rinaldi.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.studio.example>
To: elena@studio.example
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.
A permanent error; the following address(es) failed:

  paolo@rinaldi.example
    host mx.rinaldi.example [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<paolo@rinaldi.example>:
    552 5.2.2 Mailbox full

------ This is a copy of the message, including all the headers. ------

Return-path: <elena@studio.example>
Message-ID: <mine@studio.example>
Subject: Bilancio

nives@da-nives.example
";

pub(super) const QMAIL: &str = "\
From: MAILER-DAEMON@mx.studio.example
To: elena@studio.example
Subject: failure notice

Hi. This is the qmail-send program at mx.studio.example.
This is a permanent error; I've given up.

<paolo@rinaldi.example>:
192.0.2.1 does not like recipient.
Remote host said: 550 No such user here. (#5.1.1)
Giving up on 192.0.2.1.

<nives@inesistente.example>:
Sorry, I couldn't find any host named inesistente.example. (#5.1.2)

--- Below this line is a copy of the message.

Message-ID:
 <mine@studio.example>
";

pub(super) const EXCHANGE: &str = "\
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@r.example>
To: elena@studio.example
Subject: Non recapitabile: Bilancio
Content-Type: text/html; charset=utf-8

<html><body><p><b>Delivery has failed to these recipients or groups:</b></p>
<p>Paolo Rinaldi (<a href=\"mailto:paolo@rinaldi.example\">paolo@rinaldi.example</a>)<br>
The message is larger than the size limit of the mailbox.</p>
<p>Diagnostic information for administrators:</p><p>Generating server: x.prod.example</p>
<p>paolo@rinaldi.example<br>Remote Server returned '550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large'</p>
<p>Original message headers:</p><pre>Received: from x
Message-ID: &lt;mine@studio.example&gt;
</pre></body></html>
";

pub(super) const GMAIL: &str = "\
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: elena@studio.example
References: <mine@studio.example>
In-Reply-To: <mine@studio.example>
Subject: Delivery Status Notification (Failure)

** Address not found **

Your message wasn't delivered to paolo@rinaldi.example because the address couldn't be found, or is unable to receive mail.

The response from the remote server was:
550 #5.1.0 Address rejected.
";

pub(super) const ITALIAN: &str = "\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@smtp.provider.example>
To: elena@studio.example
Subject: Mancata consegna

Il messaggio non è stato consegnato ai seguenti destinatari:

* paolo@rinaldi.example: casella di posta piena

--- Messaggio originale ---
Message-Id: <mine@studio.example>
";

pub(super) const DELAYED: &str = "\
From: Mail Delivery System <Mailer-Daemon@mx.studio.example>
To: elena@studio.example
Subject: Warning: message 1P1ceB delayed 24 hours

The message has not yet been delivered to:

  paolo@rinaldi.example
    Delay reason: Connection timed out

No action is required on your part; if it fails for good another message will say so.
";

#[test]
fn reports_in_a_servers_own_words_are_understood() {
    for (text, recipient, action, cause) in [
        (EXIM, "paolo@rinaldi.example", Action::Failed, Cause::MailboxFull),
        (EXCHANGE, "paolo@rinaldi.example", Action::Failed, Cause::TooLarge),
        (GMAIL, "paolo@rinaldi.example", Action::Failed, Cause::MailboxUnknown),
        (ITALIAN, "paolo@rinaldi.example", Action::Failed, Cause::MailboxFull),
        (DELAYED, "paolo@rinaldi.example", Action::Delayed, Cause::Temporary),
    ] {
        let report = report(text);
        assert!(!report.is_standard);
        let one = only(&report);
        assert_eq!((one.recipient.as_str(), one.action, one.cause), (recipient, action, cause), "{report:?}");
        let id = (text != DELAYED).then_some("<mine@studio.example>");
        assert_eq!(report.original_message_id.as_deref(), id, "{text}");
    }
    let report = report(QMAIL);
    let [paolo, nives] = report.recipients.as_slice() else { panic!("{report:?}") };
    assert_eq!((paolo.recipient.as_str(), paolo.cause), ("paolo@rinaldi.example", Cause::MailboxUnknown));
    assert_eq!((nives.recipient.as_str(), nives.cause), ("nives@inesistente.example", Cause::DomainNotFound));
    assert!(paolo.diagnostic.as_deref().unwrap().contains("550 No such user here"));
    assert_eq!(report.original_message_id.as_deref(), Some("<mine@studio.example>"));
}

#[test]
fn the_reason_is_what_stands_beside_the_address_or_the_line_that_speaks_of_it() {
    let reason = |text: &str| only(&report(text)).diagnostic.clone().unwrap();
    assert_eq!(reason(ITALIAN), "casella di posta piena");
    assert!(reason(GMAIL).starts_with("Your message wasn't delivered to paolo@"), "{}", reason(GMAIL));
}

#[test]
fn an_older_exchange_writes_the_date_after_the_address() {
    let text = "From: postmaster@r.example\nTo: elena@studio.example\nSubject: Undeliverable: Bilancio\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nYour message\n\n  To:      elena@studio.example\n  Subject: Bilancio\n\ndid not reach the following recipient(s):\n\npaolo@rinaldi.example on Mon, 2 Mar 2026 08:00:00 +0100\n    The recipient name is not recognized\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <mine@studio.example>\n\nx\n--b--\n";
    let report = report(text);
    assert_eq!(
        (only(&report).recipient.as_str(), only(&report).cause),
        ("paolo@rinaldi.example", Cause::MailboxUnknown)
    );
    assert_eq!(report.original_message_id.as_deref(), Some("<mine@studio.example>"));
}

/// Texts of a report in which one address alone is the recipient, and what the server tried instead of it.
const OTHER_WORDS: &[(&str, &str, Option<&str>)] = &[
    (
        "The message could not be delivered.\n\nFor further help, please write to <postmaster@studio.example>\n\n<p@r.example>: no such user",
        "p@r.example",
        None,
    ),
    ("Failed Recipient: p@r.example\nReason: 550 unknown user", "p@r.example", None),
    ("Utente sconosciuto: p@r.example\n", "p@r.example", None),
    ("Could not deliver to the following user:\n\n\"p@r.example\" <p@r.example>\n", "p@r.example", None),
    ("This message from nives@da-nives.example has failed, addressed to p@r.example\n", "p@r.example", None),
    (
        "Your message\n\n  To: nives@da-nives.example\n\nhas failed for the recipient:\nc=IT;a= ;dda:SMTP=p@r.example; on Mon",
        "p@r.example",
        None,
    ),
    (
        "It has failed:\n\n  tried@mx.example\n    (generated from p@r.example)\n    550 no\n",
        "tried@mx.example",
        Some("p@r.example"),
    ),
    ("It has failed:\n\n  an undisclosed address\n    (generated from p@r.example)\n", "p@r.example", None),
    (
        "<p@r.example>: refused\n\nReceived: from studio\nFrom: Elena <e@studio.example>\nCc: Nives <nives@da-nives.example>\n",
        "p@r.example",
        None,
    ),
];

#[test]
fn the_recipient_is_told_from_whoever_else_is_named() {
    for (text, tried, original) in OTHER_WORDS {
        let report = report(&format!("From: MAILER-DAEMON@mx.example\nTo: elena@studio.example\n\n{text}\n"));
        let one = only(&report);
        assert_eq!(
            (one.recipient.as_str(), one.original_recipient.as_deref()),
            (*tried, *original),
            "{text}"
        );
        assert!(one.is_about("p@r.example"), "{text}");
    }
}

#[test]
fn an_address_beside_the_matter_is_no_recipient() {
    for text in [
        "An error.\n\nThe directory can be asked: finger NAME@directory.example\n",
        "It has failed. Please contact help@mx.example\n",
        "It has failed.\nTo: Elena <nives@da-nives.example>\n",
    ] {
        let report = report(&format!("From: MAILER-DAEMON@mx.example\n\n{text}"));
        assert_eq!(report.recipients, [], "{text}");
    }
}

#[test]
fn a_filter_that_refuses_a_mail_says_so_in_a_receipt() {
    let receipt = |headers: &str, disposition: &str| {
        format!(
            "From: <postmaster@r.example>\nTo: elena@studio.example\n{headers}Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nYour message was rejected: quota exceeded\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; p@r.example\nOriginal-Message-ID: <mine@studio.example>\nDisposition: {disposition}\n\n--b--\n"
        )
    };
    let refused = "automatic-action/MDN-sent-automatically; deleted";
    let report = report(&receipt("Auto-Submitted: auto-replied (rejected)\n", refused));
    let one = only(&report);
    assert_eq!(
        (one.recipient.as_str(), one.action, one.cause),
        ("p@r.example", Action::Failed, Cause::MailboxFull)
    );
    assert_eq!(report.original_message_id.as_deref(), Some("<mine@studio.example>"));
    let deleted = receipt("", "manual-action/MDN-sent-automatically; deleted");
    assert_eq!(Message::read(deleted.as_bytes()).unwrap().kind, MailKind::ReadReceipt);
}

#[test]
fn words_that_are_not_understood_name_nobody() {
    let report = report("X-Failed-Recipients: \nFrom: MAILER-DAEMON@x.example\n\nQualcosa non va.\n");
    assert_eq!((report.recipients.len(), report.original_message_id), (0, None));
}

#[test]
fn the_cause_is_told_by_code_and_words() {
    let of = |status: &str, words: &str| cause::of(Action::Failed, Status::find(status), words);
    for (status, words, cause) in [
        ("5.1.1", "", Cause::MailboxUnknown),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", Cause::MailboxUnknown),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", Cause::MailboxUnknown),
        ("5.0.0", "550 5.2.2 over quota", Cause::MailboxFull),
        ("", "552 Requested mail action aborted: exceeded storage allocation", Cause::MailboxFull),
        ("", "552 message size exceeds fixed maximum message size", Cause::TooLarge),
        ("5.3.4", "", Cause::TooLarge),
        ("5.7.1", "550 5.7.1 rejected", Cause::Refused),
        ("5.7.26", "This mail is unauthenticated", Cause::Refused),
        ("", "554 Service unavailable; Client host blocked using zen.spamhaus.org", Cause::Refused),
        ("5.4.4", "Host or domain name not found", Cause::DomainNotFound),
        ("", "Unrouteable mail domain \"x.example\"", Cause::DomainNotFound),
        ("4.7.1", "450 4.7.1 Recipient address rejected: Greylisted", Cause::Temporary),
        ("4.4.7", "Message expired", Cause::Temporary),
        ("4.2.2", "452 4.2.2 over quota", Cause::MailboxFull),
        ("4.0.0", "452 Mailbox size limit\n    exceeded", Cause::MailboxFull),
        ("5.0.0", "553 Address does not     exist", Cause::MailboxUnknown),
        ("", "Il tuo server", Cause::Other),
        ("5.0.0", "", Cause::Other),
    ] {
        assert_eq!(of(status, words), cause, "{status} {words}");
    }
    assert_eq!(cause::of(Action::Delivered, Status::find("2.0.0"), "spam"), Cause::Other);
}

#[test]
fn codes_are_found_in_texts() {
    assert_eq!(Status::find("said: 550-5.1.1 no").unwrap().to_string(), "5.1.1");
    assert_eq!(Status::find("(#5.7.0)").unwrap().to_string(), "5.7.0");
    for text in ["192.0.2.1", "5.1", "6.1.1", "5.1.1.1", "5.1.1000", "version 15.20.4"] {
        assert_eq!(Status::find(text), None, "{text}");
    }
    assert_eq!(status::reply_code("said: 550-5.1.1 no"), Some(550));
    assert_eq!(status::reply_code("1550 and 999 and 192.0.2.1"), None);
}

#[test]
fn a_lot_of_anything_is_looked_through_once() {
    for piece in ["a@b.it\n", "<a@b.it>:\n", "\n", "5.1.1 ", "x ", "(a@b.it ", "Message-ID:\n"] {
        let head = "X-Failed-Recipients: x@y.it\nFrom: x@y.it\n\n";
        let _ = report(&format!("{head}{}", piece.repeat((1 << 17) / piece.len())));
        let head = "From: mailer-daemon@y.it\n\n";
        let _ = report(&format!("{head}{}", piece.repeat((1 << 17) / piece.len())));
    }
    let blocks = "Final-Recipient: rfc822; a@b.it\nAction: failed\n\n".repeat(5_000);
    let report = report(&format!(
        "From: x@y.it\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n{blocks}\n--b--"
    ));
    assert_eq!(report.recipients.len(), MAX_RECIPIENTS);
}
