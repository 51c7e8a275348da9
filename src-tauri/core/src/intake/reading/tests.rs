use super::*;

fn account() -> ReceivingAccount {
    ReceivingAccount {
        host: String::new(),
        port: 993,
        security: "tls".into(),
        username: String::new(),
        password: String::new(),
        address: "elena@studiovannini.example".into(),
        folder: String::new(),
        ca_file: String::new(),
        allow_plain: false,
        authserv_id: String::new(),
        plus_addresses: true,
    }
}

#[test]
fn a_certified_mail_is_read_out_of_its_envelope() {
    let inner = "From: paolo@pec.example\r\nSubject: Delega\r\nIn-Reply-To: <0190a0c4-0000-7000-8000-000000000001@a.example>\r\n\r\nEcco.";
    let mail = format!(
        "From: \"Per conto di: paolo@pec.example\" <posta-certificata@pec.example>\r\nX-Trasporto: posta-certificata\r\n\
         Subject: POSTA CERTIFICATA: Delega\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
         Messaggio di posta certificata\r\n--b\r\nContent-Type: message/rfc822; name=\"postacert.eml\"\r\n\r\n{inner}\r\n--b--\r\n"
    );
    let reading = read(mail.as_bytes(), &account()).unwrap();
    assert_eq!((reading.from_email.as_str(), reading.subject.as_str()), ("paolo@pec.example", "Delega"));
    assert_eq!(reading.claims.tokens.len(), 1);
    assert_eq!(body(&reading.parts).plain_text(), "Ecco.");
}

#[test]
fn names_and_subjects_are_one_line_of_a_bounded_length() {
    let long = "a".repeat(10_000);
    let mail = format!(
        "From: \"=?utf-8?q?Paolo=0ABcc:_x?=\" <p@x.example>\r\nSubject: =?utf-8?q?uno=0Adue?= {long}\r\n\r\nx"
    );
    let reading = read(mail.as_bytes(), &account()).unwrap();
    assert!(!reading.from_name.contains('\n') && !reading.subject.contains('\n'));
    assert_eq!(reading.subject.chars().count(), LONGEST_LINE);
}

#[test]
fn a_text_that_is_too_long_for_a_message_is_cut_there_and_whole_in_its_parts() {
    let text = "parola ".repeat(200_000);
    let parts = [Part { kind: PartKind::Said, text: text.clone() }];
    let body = body(&parts);
    assert!(body.plain_text().chars().count() <= CUT && !body.is_empty());
}

#[test]
fn a_mail_that_only_quotes_is_shown_whole() {
    let mail = b"From: p@x.example\r\nSubject: Re\r\n\r\n> Buongiorno Paolo\r\n> mi mandi la delega?\r\n";
    let reading = read(mail, &account()).unwrap();
    assert!(body(&reading.parts).plain_text().contains("mi mandi la delega?"));
}
