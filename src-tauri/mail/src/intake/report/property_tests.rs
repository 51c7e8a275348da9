//! Whatever a report is: no panic, and nothing comes out that was not in.

use proptest::prelude::*;

use super::*;
use crate::testing::{changed, config};

const SAMPLES: &[&str] = &[
    tests::STANDARD,
    tests::EXIM,
    tests::QMAIL,
    tests::EXCHANGE,
    tests::GMAIL,
    tests::ITALIAN,
    tests::DELAYED,
];

const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "a@b.example",
    "<c@d.example>:",
    "Final-Recipient: rfc822; e@f.example\n",
    "Action: failed\n",
    "Action: x\n",
    "Status: 5.1.1\n",
    "Status: 9\n",
    "Diagnostic-Code: smtp; 550 5.1.1 x\n",
    "Reporting-MTA: dns;x\n",
    "--- Below this line is a copy of the message.\n",
    "Message-ID: <x@y>\n",
    "Message-ID:",
    "(",
    ")",
    ":",
    ";",
    "failed",
    "é",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_report_changed_anywhere_is_read(bytes in prop::sample::select(SAMPLES).prop_flat_map(|sample| changed(sample.as_bytes()))) {
        let Ok(mail) = Message::read(&bytes) else { return Ok(()) };
        if let Some(report) = read(&mail) {
            prop_assert!(report.recipients.iter().all(|one| !one.recipient.is_empty()));
            prop_assert!(report.recipients.iter().all(|one| !one.recipient.contains(char::is_control)));
            prop_assert!(report.original_message_id.is_none_or(|id| id.starts_with('<') && id.ends_with('>')));
        }
    }

    #[test]
    fn any_pieces_of_a_report_are_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60), standard in any::<bool>()) {
        let kind = if standard { "message/delivery-status" } else { "text/plain" };
        let raw = format!("From: mailer-daemon@x.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: {kind}\n\n{}\n--b--\n", pieces.concat());
        let mail = Message::read(raw.as_bytes()).unwrap();
        let report = read(&mail).unwrap();
        prop_assert!(report.recipients.iter().all(|one| raw.contains(&one.recipient)));
    }

    #[test]
    fn a_code_is_read_as_it_is_written(class in prop::sample::select(vec![2_u8, 4, 5]), subject in 0..1000_u16, detail in 0..1000_u16) {
        let status = Status { class, subject, detail };
        prop_assert_eq!(Status::find(&format!("said {status} x")), Some(status));
    }
}
