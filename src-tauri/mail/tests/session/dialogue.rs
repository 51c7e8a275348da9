//! Every way in which a dialogue can end, with pipelining and without.

use studiolo_mail::{Phase, Reply, SendError, Session};
use studiolo_testkit::{Answer, Direction, Fault, FaultProxy, SmtpSink};

use super::{ELENA, GIULIA, IMPATIENT, PAOLO, address, connect, letter, plain_account};

fn sinks() -> [SmtpSink; 2] {
    [SmtpSink::start(), SmtpSink::start_without_pipelining()]
}

async fn send(session: &mut Session, to: &str, number: u32) -> Result<Reply, SendError> {
    let bytes = letter(to, number).to_bytes().unwrap();
    session.send(&address(ELENA), &address(to), &bytes).await
}

#[tokio::test]
async fn many_mails_go_over_one_connection_byte_for_byte() {
    for sink in sinks() {
        let mut session = connect(sink.address()).await;
        for number in 0..200 {
            let reply = send(&mut session, PAOLO, number).await.unwrap();
            assert_eq!(reply, Reply { code: 250, text: "accepted".into() });
        }
        session.quit().await;
        let mails = sink.mails();
        assert_eq!((mails.len(), sink.connections()), (200, 1));
        for (number, mail) in (0..).zip(mails) {
            assert_eq!(mail.bytes, letter(PAOLO, number).to_bytes().unwrap());
            assert_eq!((mail.sender.as_str(), mail.recipient.as_str()), (ELENA, PAOLO));
        }
    }
}

#[tokio::test]
async fn dots_and_a_missing_last_line_end_are_no_trouble() {
    let sink = SmtpSink::start();
    let mut session = connect(sink.address()).await;
    for (bytes, arrives) in [
        ("Subject: a\r\n\r\n.\r\n..\r\n.a\r\n", "Subject: a\r\n\r\n.\r\n..\r\n.a\r\n"),
        ("Subject: b\r\n\r\nno end.", "Subject: b\r\n\r\nno end.\r\n"),
        ("Subject: c\r\n\r\n\r\n\r\n", "Subject: c\r\n\r\n\r\n\r\n"),
    ] {
        session.send(&address(ELENA), &address(PAOLO), bytes.as_bytes()).await.unwrap();
        let last = sink.mails().pop().unwrap();
        assert_eq!(String::from_utf8(last.bytes).unwrap(), arrives);
    }
}

#[tokio::test]
async fn a_refusal_at_the_recipient_is_told_and_the_next_mail_goes() {
    for sink in sinks() {
        sink.answer(
            PAOLO,
            [Answer::AtRecipient(450, "4.2.1 later"), Answer::AtRecipient(550, "5.1.1 nobody")],
        );
        let mut session = connect(sink.address()).await;
        let later = Reply { code: 450, text: "4.2.1 later".into() };
        let never = Reply { code: 550, text: "5.1.1 nobody".into() };
        let phase = Phase::Recipient;
        assert_eq!(send(&mut session, PAOLO, 1).await, Err(SendError::Transient { phase, reply: later }));
        assert_eq!(send(&mut session, PAOLO, 2).await, Err(SendError::Permanent { phase, reply: never }));
        assert!(session.is_usable());
        send(&mut session, GIULIA, 3).await.unwrap();
        assert_eq!((sink.mails().len(), sink.connections()), (1, 1));
    }
}

#[tokio::test]
async fn a_refusal_of_the_message_is_told_and_the_next_mail_goes() {
    for sink in sinks() {
        sink.answer(PAOLO, [Answer::AtMessage(451, "busy"), Answer::AtMessage(554, "spam")]);
        let mut session = connect(sink.address()).await;
        let busy = Reply { code: 451, text: "busy".into() };
        let spam = Reply { code: 554, text: "spam".into() };
        let phase = Phase::Message;
        assert_eq!(send(&mut session, PAOLO, 1).await, Err(SendError::Transient { phase, reply: busy }));
        assert_eq!(send(&mut session, PAOLO, 2).await, Err(SendError::Permanent { phase, reply: spam }));
        send(&mut session, PAOLO, 3).await.unwrap();
        assert_eq!(sink.mails().iter().filter(|mail| mail.accepted).count(), 1);
    }
}

#[tokio::test]
async fn a_server_that_takes_its_leave_ends_the_session() {
    for answer in [Answer::AtRecipient(421, "closing"), Answer::AtMessage(421, "closing")] {
        for sink in sinks() {
            sink.answer(PAOLO, [answer.clone()]);
            let mut session = connect(sink.address()).await;
            let left = send(&mut session, PAOLO, 1).await.unwrap_err();
            assert!(matches!(left, SendError::Transient { .. }), "{left:?}");
            assert!(!session.is_usable());
            let ended = send(&mut session, PAOLO, 2).await.unwrap_err();
            assert!(matches!(ended, SendError::Broken { .. }), "{ended:?}");
        }
    }
}

#[tokio::test]
async fn a_connection_that_ends_before_the_message_is_broken() {
    for sink in sinks() {
        sink.answer(PAOLO, [Answer::CutAtRecipient]);
        let mut session = connect(sink.address()).await;
        let broken = send(&mut session, PAOLO, 1).await.unwrap_err();
        assert!(matches!(broken, SendError::Broken { .. }), "{broken:?}");
        assert!(!session.is_usable() && !session.is_alive().await);
        assert_eq!(sink.mails(), []);
    }
}

#[tokio::test]
async fn a_connection_that_ends_within_the_message_is_broken_and_the_server_has_nothing() {
    let sink = SmtpSink::start();
    let proxy = FaultProxy::start(sink.address());
    let mut session = connect(proxy.address()).await;
    proxy.set(Fault::CutAfter(Direction::ToServer, 100_000));
    // More than all buffers in between hold, so that the dot is never begun.
    let long = format!("Subject: a\r\n\r\n{}", "0123456789\r\n".repeat(2_000_000));
    let broken = session.send(&address(ELENA), &address(PAOLO), long.as_bytes()).await.unwrap_err();
    assert!(matches!(broken, SendError::Broken { .. }), "{broken:?}");
    assert_eq!(sink.mails(), []);
}

#[tokio::test]
async fn a_connection_that_ends_in_place_of_the_last_reply_is_uncertain() {
    for sink in sinks() {
        sink.answer(PAOLO, [Answer::CutBeforeReply]);
        let mut session = connect(sink.address()).await;
        let uncertain = send(&mut session, PAOLO, 1).await.unwrap_err();
        assert!(matches!(uncertain, SendError::Uncertain { .. }), "{uncertain:?}");
        assert!(!session.is_usable());
        assert!(!sink.mails()[0].accepted);
    }
}

#[tokio::test]
async fn a_last_reply_that_is_lost_on_the_way_is_uncertain_although_the_server_accepted() {
    let sink = SmtpSink::start();
    let proxy = FaultProxy::start(sink.address());
    let mut session = connect(proxy.address()).await;
    let before_the_last = "250 sender fine\r\n250 recipient fine\r\n354 go on\r\n".len();
    proxy.set(Fault::CutAfter(Direction::ToClient, before_the_last + 2));
    let uncertain = send(&mut session, PAOLO, 1).await.unwrap_err();
    assert!(matches!(uncertain, SendError::Uncertain { .. }), "{uncertain:?}");
    assert!(sink.wait_for(1).await[0].accepted);
}

#[tokio::test]
async fn a_last_reply_that_never_comes_is_uncertain() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, [Answer::Stall]);
    let mut session = Session::connect(&plain_account(sink.address()), IMPATIENT).await.unwrap();
    let uncertain = send(&mut session, PAOLO, 1).await.unwrap_err();
    assert!(matches!(uncertain, SendError::Uncertain { .. }), "{uncertain:?}");
    assert!(!session.is_usable());
}

#[tokio::test]
async fn silence_before_the_message_is_broken() {
    let sink = SmtpSink::start();
    let proxy = FaultProxy::start(sink.address());
    let mut session = Session::connect(&plain_account(proxy.address()), IMPATIENT).await.unwrap();
    proxy.set(Fault::Stall);
    let broken = send(&mut session, PAOLO, 1).await.unwrap_err();
    assert!(matches!(broken, SendError::Broken { .. }), "{broken:?}");
    assert_eq!(sink.mails(), []);
}

#[tokio::test]
async fn an_accepted_mail_stays_accepted_when_the_connection_ends_after_it() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, [Answer::CutAfterReply]);
    let mut session = connect(sink.address()).await;
    send(&mut session, PAOLO, 1).await.unwrap();
    let broken = send(&mut session, PAOLO, 2).await.unwrap_err();
    assert!(matches!(broken, SendError::Broken { .. }), "{broken:?}");
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn a_send_that_is_dropped_half_way_ends_the_session() {
    let sink = SmtpSink::start();
    sink.answer(PAOLO, [Answer::Stall]);
    let mut session = connect(sink.address()).await;
    tokio::select! {
        reply = send(&mut session, PAOLO, 1) => panic!("{reply:?}"),
        mails = sink.wait_for(1) => assert_eq!(mails.len(), 1),
    }
    assert!(!session.is_usable());
    assert!(matches!(send(&mut session, PAOLO, 2).await, Err(SendError::Broken { .. })));
    session.quit().await;
}
