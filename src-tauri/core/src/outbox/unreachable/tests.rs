use super::*;

fn mail(contact_id: ContactId, state: MailState, reason: &str) -> Unreachable {
    Unreachable {
        contact_id,
        client_id: ClientId::new(),
        mail_id: MailId::new(),
        state,
        address: "paolo@officinerinaldi.example".into(),
        reason: reason.into(),
        since: Millis::from(crate::time::Clock::System.now()),
    }
}

#[test]
fn what_speaks_of_a_mailbox_counts_and_what_speaks_of_the_mail_does_not() {
    use MailState::{Bounced, Failed};
    for (state, words, cause, counts) in [
        (Bounced, "550 5.1.1 no such user", Cause::MailboxUnknown, true),
        (Bounced, "552 5.2.2 mailbox full", Cause::MailboxFull, true),
        (Bounced, "5.1.2", Cause::DomainNotFound, true),
        (Bounced, "554 5.7.1 message rejected as spam", Cause::Refused, true),
        (Bounced, "", Cause::Other, true),
        (Bounced, "552 5.3.4 message too large", Cause::TooLarge, false),
        (Failed, "550 5.1.1 user unknown", Cause::MailboxUnknown, true),
        (Failed, "554 5.7.1 relay access denied", Cause::Refused, false),
        (Failed, "535 5.7.8 authentication failed", Cause::Refused, false),
        (Failed, "", Cause::Other, false),
    ] {
        let mail = mail(ContactId::new(), state, words);
        assert_eq!((mail.cause(), mail.is_of_mailbox()), (cause, counts), "{state:?} {words}");
    }
}

#[test]
fn each_contact_is_told_once_by_its_newest_mail() {
    let (paolo, giulia) = (ContactId::new(), ContactId::new());
    let mails = vec![
        mail(paolo, MailState::Failed, "535 5.7.8 authentication failed"),
        mail(paolo, MailState::Bounced, "550 5.1.1 no such user"),
        mail(giulia, MailState::Bounced, "552 5.2.2 mailbox full"),
        mail(paolo, MailState::Bounced, "452 4.2.2 mailbox full"),
    ];
    let found = newest(mails.clone());
    assert_eq!(found, [mails[1].clone(), mails[2].clone()]);
}
