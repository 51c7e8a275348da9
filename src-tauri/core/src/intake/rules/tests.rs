use proptest::prelude::*;

use super::*;
use crate::id::ContactId;

fn claims(verdict: Verdict) -> Claims {
    let from = Some("paolo@officinerinaldi.example".into());
    Claims { kind: MailKind::Ordinary, from, tokens: vec![], verdict }
}

fn passed() -> Verdict {
    Verdict::Passed { authserv_id: "mx.example".into() }
}

fn paolo(client_id: ClientId) -> KnownSender {
    KnownSender { contact_id: ContactId::new(), client_id, name: "Paolo Rinaldi".into() }
}

fn kept(judgement: Judgement) -> Option<(Reason, bool)> {
    match judgement {
        Judgement::Keep { reason, hold, .. } => Some((reason, hold)),
        _ => None,
    }
}

#[test]
fn a_token_and_a_known_sender_of_that_client_join() {
    let (client_id, chat) = (ClientId::new(), ChatId::new());
    let sender = paolo(client_id);
    let answers = Some(Answers { client_id, chats: vec![chat] });
    let knowledge =
        Knowledge { senders: vec![paolo(ClientId::new()), sender.clone()], answers, recent: vec![] };
    for verdict in [passed(), Verdict::None] {
        assert_eq!(judge(&claims(verdict), &knowledge), Judgement::Join { chat, sender: sender.clone() });
    }
    assert_eq!(kept(judge(&claims(Verdict::Failed), &knowledge)), Some((Reason::SenderRefused, false)));
}

#[test]
fn a_token_or_a_known_sender_alone_is_kept_aside() {
    let (client_id, chat) = (ClientId::new(), ChatId::new());
    let answers = Some(Answers { client_id, chats: vec![chat] });
    let token = Knowledge { answers: answers.clone(), ..Knowledge::default() };
    assert_eq!(kept(judge(&claims(passed()), &token)), Some((Reason::UnknownSender, false)));
    let sender = Knowledge { senders: vec![paolo(client_id)], recent: vec![chat], ..Knowledge::default() };
    assert_eq!(kept(judge(&claims(passed()), &sender)), Some((Reason::NoToken, false)));
    let another = Knowledge { senders: vec![paolo(ClientId::new())], answers, recent: vec![] };
    assert_eq!(kept(judge(&claims(passed()), &another)), Some((Reason::AnotherClient, false)));
}

#[test]
fn an_answer_to_several_chats_is_kept_aside_and_holds_their_reminders() {
    let client_id = ClientId::new();
    let chats: Vec<ChatId> = (0..9).map(|_| ChatId::new()).collect();
    let answers = Some(Answers { client_id, chats: chats.clone() });
    let knowledge = Knowledge { senders: vec![paolo(client_id)], answers, recent: vec![] };
    let Judgement::Keep { reason, chats: offered, hold } = judge(&claims(passed()), &knowledge) else {
        panic!()
    };
    assert_eq!((reason, hold, &offered[..]), (Reason::SeveralChats, true, &chats[..MOST_OFFERED]));
}

#[test]
fn a_server_is_known_by_the_name_in_most_mails() {
    let ids = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        signs_as(&ids("mx.a mx.a MX.A forged.example")).map(str::to_ascii_lowercase),
        Some("mx.a".into())
    );
    for unclear in ["mx.a mx.a", "mx.a mx.a mx.a mx.b mx.b mx.b", "   ", "", "forged forged forged    "] {
        assert_eq!(signs_as(&ids(unclear)), None, "{unclear}");
    }
}

fn kinds() -> impl Strategy<Value = MailKind> {
    use MailKind::*;
    prop::sample::select(vec![
        Ordinary,
        AutoReply,
        ReadReceipt,
        DeliveryReport,
        MailingList,
        PecReceipt,
        PecTransport,
        PecAnomaly,
    ])
}

proptest! {
    #[test]
    fn a_mail_joins_only_by_one_chat_and_a_sender_of_its_client(
        kind in kinds(),
        has_from in any::<bool>(),
        verdict in prop::sample::select(vec![passed(), Verdict::None, Verdict::Failed]),
        senders in prop::collection::vec(0..3_usize, 0..3),
        answers in prop::option::of((0..3_usize, 0..3_usize)),
    ) {
        let clients: Vec<ClientId> = (0..3).map(|_| ClientId::new()).collect();
        let from = has_from.then(|| "paolo@officinerinaldi.example".to_owned());
        let claims = Claims { kind, from, tokens: vec![], verdict: verdict.clone() };
        let answers = answers.map(|(client, chats)| Answers {
            client_id: clients[client],
            chats: (0..chats).map(|_| ChatId::new()).collect(),
        });
        let senders: Vec<KnownSender> = senders.into_iter().map(|client| paolo(clients[client])).collect();
        let knowledge = Knowledge { senders: senders.clone(), answers: answers.clone(), recent: vec![ChatId::new()] };
        match judge(&claims, &knowledge) {
            Judgement::Join { chat, sender } => {
                let answers = answers.unwrap();
                prop_assert_eq!(answers.chats, vec![chat]);
                prop_assert_eq!(answers.client_id, sender.client_id);
                prop_assert!(senders.contains(&sender) && has_from && verdict != Verdict::Failed);
            }
            // A stranger without a token is never kept.
            Judgement::Keep { .. } => prop_assert!(answers.is_some() || (has_from && !senders.is_empty())),
            Judgement::Report => prop_assert_eq!(kind, MailKind::DeliveryReport),
            Judgement::Receipt => prop_assert!(kind == MailKind::PecReceipt && answers.is_some()),
            Judgement::Leave => {}
        }
    }
}
