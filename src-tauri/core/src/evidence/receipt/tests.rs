//! Receipts that a gateway signs with OpenSSL, and what forgers make of them.

use studiolo_testkit::{Gateway, Receipt as Made, rome};

use super::*;

const ID: &str = "<019a0000-0000-7000-8000-000000000001@pec.studiovannini.example>";
const PAOLO: &str = "paolo@pec.officinerinaldi.example";

fn gateway() -> Gateway {
    Gateway::of("pec.gestore.example")
}

fn read(bytes: &[u8]) -> Receipt {
    Receipt::read(&Message::read(bytes).unwrap()).unwrap()
}

fn why_not(bytes: &[u8]) -> Option<WhyNot> {
    read(bytes).why_not(PAOLO)
}

fn evidence(bytes: &[u8]) -> Evidence {
    let now = rome(2026, 4, 22, 16, 10);
    read(bytes).evidence((MailId::new(), PAOLO), ReceivedId::new(), true, now)
}

#[test]
fn a_receipt_of_every_kind_is_verified_and_tells_when_who_and_by_whom() {
    let gateway = gateway();
    for (word, kind, error, reason) in [
        ("accettazione", EvidenceKind::Accepted, "nessuno", ""),
        ("non-accettazione", EvidenceKind::NotAccepted, "altro", "other"),
        ("presa-in-carico", EvidenceKind::TakenInCharge, "nessuno", ""),
        ("avvenuta-consegna", EvidenceKind::Delivered, "nessuno", ""),
        ("errore-consegna", EvidenceKind::NotDelivered, "no-dest", "mailbox_unknown"),
        ("preavviso-errore-consegna", EvidenceKind::NotYetDelivered, "altro", "other"),
        ("rilevazione-virus", EvidenceKind::Virus, "virus", "virus"),
    ] {
        let told = evidence(&gateway.receipt(&Made { error, ..Made::of(word, ID, PAOLO) }));
        assert_eq!((told.kind, told.why_not, told.reason.as_str()), (kind, None, reason), "{word}");
        let at = rome(2026, 4, 22, 16, 6) + chrono::TimeDelta::seconds(30);
        assert_eq!(told.at, Some(at.into()));
        assert_eq!(
            (told.signer.as_str(), told.issuer.as_str()),
            ("Gestore di prova", "Autorita PEC di prova")
        );
    }
    let detail = "5.1.1 - la casella non esiste";
    let told = evidence(&gateway.receipt(&Made {
        error: "no-dest",
        detail,
        ..Made::of("errore-consegna", ID, PAOLO)
    }));
    assert_eq!((told.reason.as_str(), told.recipient.as_str()), (detail, PAOLO));
}

#[test]
fn a_receipt_that_a_server_stored_with_bare_line_feeds_is_verified_too() {
    let bytes = gateway().receipt(&Made::of("avvenuta-consegna", ID, PAOLO));
    let stored: Vec<u8> = bytes.into_iter().filter(|byte| *byte != b'\r').collect();
    assert_eq!(why_not(&stored), None);
}

#[test]
fn a_receipt_that_was_changed_is_not_verified() {
    let text = String::from_utf8(gateway().receipt(&Made::of("errore-consegna", ID, PAOLO))).unwrap();
    let changed = text.replace("16:06:30", "18:06:30");
    assert_eq!(why_not(changed.as_bytes()), Some(WhyNot::Changed));
}

#[test]
fn a_receipt_without_a_signature_that_can_be_read_is_not_verified() {
    let gateway = gateway();
    let receipt = Made::of("avvenuta-consegna", ID, PAOLO);
    let unsigned = evidence(&gateway.unsigned(&receipt));
    assert_eq!((unsigned.why_not, unsigned.signer.as_str()), (Some(WhyNot::NotSigned), ""));
    assert!(unsigned.at.is_some(), "what it says is told all the same");
    let text = String::from_utf8(gateway.receipt(&receipt)).unwrap();
    let at = text.find("smime.p7s\"\r\n\r\nMII").unwrap() + 13;
    let broken = format!("{}AAAA{}", &text[..at], &text[at + 4..]);
    assert_eq!(why_not(broken.as_bytes()), Some(WhyNot::NotSigned));
}

#[test]
fn a_receipt_signed_by_anybody_but_its_gateway_is_not_verified() {
    let gateway = gateway();
    let receipt = Made::of("avvenuta-consegna", ID, PAOLO);
    assert_eq!(why_not(&gateway.by_a_stranger(&receipt)), Some(WhyNot::AnotherSigner));
    assert_eq!(why_not(&gateway.self_made(&receipt)), Some(WhyNot::SelfIssued));
    // A right certificate of another gateway's does not vouch for this one's address.
    let text = String::from_utf8(gateway.receipt(&receipt)).unwrap();
    let other = text
        .replace("From: posta-certificata@pec.gestore.example", "From: posta-certificata@pec.altro.example");
    assert_eq!(why_not(other.as_bytes()), Some(WhyNot::AnotherSigner));
}

#[test]
fn headers_that_say_something_else_than_what_is_signed_are_not_believed() {
    let gateway = gateway();
    let text = String::from_utf8(gateway.receipt(&Made::of("accettazione", ID, PAOLO))).unwrap();
    let delivered = text.replace("X-Ricevuta: accettazione", "X-Ricevuta: avvenuta-consegna");
    assert_eq!(why_not(delivered.as_bytes()), Some(WhyNot::Disagrees));
    let other = ID.replace("001@", "002@");
    let about = text
        .replace(&format!("X-Riferimento-Message-ID: {ID}"), &format!("X-Riferimento-Message-ID: {other}"));
    assert_eq!(why_not(about.as_bytes()), Some(WhyNot::Disagrees));
    let without = text.replace(&format!("X-Riferimento-Message-ID: {ID}\r\n"), "");
    assert_eq!(why_not(without.as_bytes()), Some(WhyNot::Disagrees));
}

#[test]
fn data_beside_what_is_signed_count_for_nothing() {
    let gateway = gateway();
    let receipt = Made::of("avvenuta-consegna", ID, PAOLO);
    assert_eq!(why_not(&gateway.receipt_with(&receipt, "<a/>")), Some(WhyNot::NoData));
    let data = receipt.data("pec.gestore.example").replace("22/04/2026", "99/99/2026");
    assert_eq!(why_not(&gateway.receipt_with(&receipt, &data)), Some(WhyNot::NoData));
}

#[test]
fn a_receipt_proves_something_of_its_own_recipient_alone() {
    let gateway = gateway();
    let bytes = gateway.receipt(&Made::of("avvenuta-consegna", ID, PAOLO));
    assert_eq!(read(&bytes).why_not("PAOLO@pec.officinerinaldi.example"), None);
    assert_eq!(read(&bytes).why_not("giulia@pec.officinerinaldi.example"), Some(WhyNot::AnotherRecipient));
    let receipt = Made::of("avvenuta-consegna", ID, PAOLO);
    let data = receipt.data("pec.gestore.example");
    let of_another =
        data.replace(&format!("<consegna>{PAOLO}"), "<consegna>giulia@pec.officinerinaldi.example");
    assert_eq!(why_not(&gateway.receipt_with(&receipt, &of_another)), Some(WhyNot::AnotherRecipient));
    let of_nobody = data.replace(&format!("<consegna>{PAOLO}</consegna>"), "");
    assert_eq!(why_not(&gateway.receipt_with(&receipt, &of_nobody)), Some(WhyNot::AnotherRecipient));
}

#[test]
fn a_certificate_that_was_not_valid_then_proves_nothing() {
    let receipt = Made { at: "22/04/2019 16:06:30", ..Made::of("avvenuta-consegna", ID, PAOLO) };
    assert_eq!(why_not(&gateway().receipt(&receipt)), Some(WhyNot::OutOfDate));
}

#[test]
fn the_headers_of_a_receipt_that_is_too_large_prove_nothing() {
    let receipt = read(&gateway().receipt(&Made::of("avvenuta-consegna", ID, PAOLO)));
    let now = rome(2026, 4, 22, 16, 10);
    let told = receipt.evidence((MailId::new(), PAOLO), ReceivedId::new(), false, now);
    assert_eq!(told.why_not, Some(WhyNot::TooLarge));
}

#[test]
fn what_is_carried_and_what_is_unknown_is_no_receipt() {
    for kind in ["posta-certificata", "qualcosa"] {
        let raw =
            format!("From: a@b.example\r\nX-Ricevuta: {kind}\r\nX-Riferimento-Message-ID: {ID}\r\n\r\nx");
        assert!(Receipt::read(&Message::read(raw.as_bytes()).unwrap()).is_none(), "{kind}");
    }
}
