//! Receipts and envelopes as gateways write them.

use super::*;

/// `daticert.xml` of a receipt of delivery.
pub(super) const DELIVERED: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<postacert tipo=\"avvenuta-consegna\" errore=\"nessuno\">
  <intestazione>
    <mittente>elena@pec.studio.example</mittente>
    <destinatari tipo=\"certificato\">rinaldi@pec.rinaldi.example</destinatari>
    <destinatari tipo=\"esterno\">paolo@rinaldi.example</destinatari>
    <risposte>elena@pec.studio.example</risposte>
    <oggetto>Bilancio &amp; nota n&#176; 2</oggetto>
  </intestazione>
  <dati>
    <gestore-emittente>Gestore PEC S.p.A.</gestore-emittente>
    <data zona=\"+0200\">
      <giorno>24/10/2025</giorno>
      <ora>12:23:54</ora>
    </data>
    <identificativo>opec2941.20251024122354.01@pec.gestore.example</identificativo>
    <msgid>&lt;019a0000-0000-7000-8000-000000000001@pec.studio.example&gt;</msgid>
    <ricevuta tipo=\"completa\"/>
    <consegna>rinaldi@pec.rinaldi.example</consegna>
  </dati>
</postacert>
";

/// A receipt of delivery.
pub(super) fn receipt_mail() -> Vec<u8> {
    let inner = format!(
        "Content-Type: multipart/mixed; boundary=\"m\"\n\n--m\nContent-Type: text/plain; charset=utf-8\n\nRicevuta di avvenuta consegna\n\n--m\nContent-Type: application/xml; name=\"daticert.xml\"\nContent-Disposition: inline; filename=\"daticert.xml\"\n\n{DELIVERED}\n--m\nContent-Type: message/rfc822; name=\"postacert.eml\"\nContent-Disposition: inline; filename=\"postacert.eml\"\n\nSubject: Bilancio\nMessage-ID: <019a0000-0000-7000-8000-000000000001@pec.studio.example>\n\nEcco.\n--m--\n"
    );
    let mail = format!(
        "From: posta-certificata@pec.gestore.example\nTo: elena@pec.studio.example\nSubject: CONSEGNA: Bilancio\nX-Ricevuta: avvenuta-consegna\nX-TipoRicevuta: completa\nX-Riferimento-Message-ID: <019a0000-0000-7000-8000-000000000001@pec.studio.example>\nContent-Type: multipart/signed; protocol=\"application/x-pkcs7-signature\"; micalg=sha-256; boundary=\"s\"\n\nThis is an S/MIME signed message\n\n--s\n{inner}\n--s\nContent-Type: application/x-pkcs7-signature; name=\"smime.p7s\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=\"smime.p7s\"\n\nMIAGCSqG\n--s--\n"
    );
    mail.replace('\n', "\r\n").into_bytes()
}

#[test]
fn a_receipt_tells_what_it_is_about() {
    let bytes = receipt_mail();
    let mail = Message::read(&bytes).unwrap();
    let receipt = receipt(&mail).unwrap();
    assert_eq!((receipt.kind, receipt.form), (ReceiptKind::Delivered, Some(ReceiptForm::Complete)));
    let id = "<019a0000-0000-7000-8000-000000000001@pec.studio.example>";
    assert_eq!(receipt.original_message_id.as_deref(), Some(id));
    let certificate = certificate(&mail).unwrap().unwrap();
    assert_eq!(certificate.original_message_id.as_deref(), Some(id));
    let carried = carried(&mail).unwrap();
    assert_eq!(Message::read(&carried).unwrap().subject, "Bilancio");
}

#[test]
fn certification_data_tell_what_happened_and_when() {
    let told = Certificate::read(DELIVERED.as_bytes()).unwrap();
    assert_eq!((told.kind, told.error), (ReceiptKind::Delivered, DeliveryError::None));
    assert_eq!(
        (told.sender.as_str(), told.gateway.as_str()),
        ("elena@pec.studio.example", "Gestore PEC S.p.A.")
    );
    let recipients: Vec<_> = told.recipients.iter().map(|one| (one.address.as_str(), one.kind)).collect();
    let expected = [
        ("rinaldi@pec.rinaldi.example", RecipientKind::Certified),
        ("paolo@rinaldi.example", RecipientKind::External),
    ];
    assert_eq!(recipients, expected);
    assert_eq!(told.subject.as_deref(), Some("Bilancio & nota n° 2"));
    assert_eq!(told.at.unwrap().to_rfc3339(), "2025-10-24T12:23:54+02:00");
    assert_eq!(told.identifier, "opec2941.20251024122354.01@pec.gestore.example");
    assert_eq!(
        (told.form, told.delivered_to.as_deref()),
        (Some(ReceiptForm::Complete), Some("rinaldi@pec.rinaldi.example"))
    );
    assert_eq!((told.error_detail, told.received_for.len()), (None, 0));
}

#[test]
fn every_kind_and_every_error_is_known() {
    let of = |kind: &str, error: &str| {
        let text = DELIVERED.replace(
            "tipo=\"avvenuta-consegna\" errore=\"nessuno\"",
            &format!("tipo=\"{kind}\" errore=\"{error}\""),
        );
        Certificate::read(text.as_bytes()).map(|told| (told.kind, told.error))
    };
    for (kind, error, expected) in [
        ("accettazione", "nessuno", (ReceiptKind::Accepted, DeliveryError::None)),
        ("non-accettazione", "altro", (ReceiptKind::NotAccepted, DeliveryError::Other("altro".into()))),
        ("presa-in-carico", "", (ReceiptKind::TakenInCharge, DeliveryError::None)),
        ("posta-certificata", "nessuno", (ReceiptKind::Carried, DeliveryError::None)),
        ("errore-consegna", "no-dest", (ReceiptKind::NotDelivered, DeliveryError::NoMailbox)),
        ("errore-consegna", "no-dominio", (ReceiptKind::NotDelivered, DeliveryError::NoDomain)),
        (
            "preavviso-errore-consegna",
            "altro",
            (ReceiptKind::NotYetDelivered, DeliveryError::Other("altro".into())),
        ),
        ("rilevazione-virus", "virus", (ReceiptKind::Virus, DeliveryError::Virus)),
    ] {
        assert_eq!(of(kind, error), Ok(expected), "{kind}");
    }
    assert_eq!(of("qualcosa", "nessuno"), Err(CertificateError::NotACertificate));
}

#[test]
fn an_error_is_told_in_words() {
    let text = DELIVERED.replace("<consegna>", "<ricezione> a@b.example </ricezione><ricezione>c@d.example</ricezione><errore-esteso>5.1.1 - no\n such</errore-esteso><consegna>");
    let told = Certificate::read(text.as_bytes()).unwrap();
    assert_eq!(told.error_detail.as_deref(), Some("5.1.1 - no such"));
    assert_eq!(told.received_for, ["a@b.example", "c@d.example"]);
}

#[test]
fn what_is_left_out_is_none_and_what_must_be_there_is_missed() {
    let told = Certificate::read(
        DELIVERED
            .replace("+0200", "")
            .replace("<risposte>elena@pec.studio.example</risposte>", "")
            .as_bytes(),
    )
    .unwrap();
    assert_eq!((told.at, told.reply_to), (None, None));
    let missing = Certificate::read(DELIVERED.replace("identificativo", "altro").as_bytes());
    assert_eq!(missing, Err(CertificateError::Missing { field: "identificativo" }));
}

#[test]
fn other_charsets_are_read() {
    let text = DELIVERED.replace("UTF-8", "ISO-8859-1").replace("&#176;", "°");
    let bytes: Vec<u8> = text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    assert_eq!(Certificate::read(&bytes).unwrap().subject.as_deref(), Some("Bilancio & nota n° 2"));
}

#[test]
fn what_is_no_certification_data_says_so() {
    let dtd = DELIVERED.replace("<postacert", "<!DOCTYPE postacert [<!ENTITY a \"b\">]><postacert");
    assert_eq!(Certificate::read(dtd.as_bytes()), Err(CertificateError::Dtd));
    let entity = DELIVERED.replace("&amp;", "&a;");
    assert_eq!(Certificate::read(entity.as_bytes()), Err(CertificateError::NotXml));
    assert_eq!(
        Certificate::read(&DELIVERED.as_bytes()[..DELIVERED.len() / 2]),
        Err(CertificateError::NotXml)
    );
    assert_eq!(Certificate::read(b"<a/>"), Err(CertificateError::NotACertificate));
    assert_eq!(Certificate::read(b""), Err(CertificateError::NotXml));
    assert_eq!(
        Certificate::read(&vec![b' '; MAX_BYTES + 1]),
        Err(CertificateError::TooLarge { limit: MAX_BYTES })
    );
    assert_eq!(Certificate::read("<a>".repeat(100_000).as_bytes()), Err(CertificateError::NotXml));
    assert_eq!(
        Certificate::read(format!("<a>{}</a>", "<b/>".repeat(100_000)).as_bytes()),
        Err(CertificateError::NotXml)
    );
}

#[test]
fn the_signed_part_is_as_it_was_transmitted() {
    let bytes = receipt_mail();
    let mail = Message::read(&bytes).unwrap();
    let parts = signed_parts(&mail).unwrap();
    let text = String::from_utf8(parts.content.to_vec()).unwrap();
    assert!(text.starts_with("Content-Type: multipart/mixed; boundary=\"m\"\r\n\r\n--m\r\n"), "{text}");
    assert!(text.ends_with("Ecco.\r\n--m--\r\n"), "{text}");
    assert!(matches!(parts.content, Cow::Borrowed(_)));
    assert_eq!(parts.signature, b"\x30\x80\x06\x09\x2A\x86");
    // A server that keeps mails with bare line feeds.
    let stored: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != b'\r').collect();
    let stored = Message::read(&stored).unwrap();
    assert_eq!(signed_parts(&stored).unwrap(), parts);
}

#[test]
fn a_mail_that_is_not_signed_has_no_signed_part() {
    for raw in [
        "Subject: x\n\ny",
        "Content-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b--\n",
        "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\n\n--b\n\nx\n--b\nContent-Type: application/pgp-signature\n\ny\n--b--\n",
    ] {
        assert_eq!(signed_parts(&Message::read(raw.as_bytes()).unwrap()), None, "{raw}");
    }
}

#[test]
fn what_is_carried_is_only_told_of_certified_mail() {
    let raw = |head: &str| {
        format!(
            "{head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: message/rfc822; name=postacert.eml\n\nSubject: dentro\n\ny\n--b--\n"
        )
    };
    let transport = raw("X-Trasporto: posta-certificata\n");
    let mail = Message::read(transport.as_bytes()).unwrap();
    assert_eq!((mail.kind, receipt(&mail)), (MailKind::PecTransport, None));
    assert!(carried(&mail).unwrap().starts_with(b"Subject: dentro"));
    let ordinary = raw("Subject: x\n");
    assert_eq!(carried(&Message::read(ordinary.as_bytes()).unwrap()), None);
    let unknown = Message::read(b"X-Ricevuta: qualcosa\n\nx").unwrap();
    assert_eq!(receipt(&unknown), None);
}
