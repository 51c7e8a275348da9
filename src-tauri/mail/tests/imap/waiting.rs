//! Waiting for news at the real server.

use std::time::Duration;

use studiolo_mail::{Account, EmailAddress, ImapError, ImapSession, Session, Timeouts, Woke};
use studiolo_testkit::{Direction, Fault, MailServer};

use super::other_client::OtherClient;
use super::{ELENA, IMPATIENT, connect, mail, real_account, through_proxy};

const LONG: Duration = Duration::from_mins(5);
const SHORT: Duration = Duration::from_millis(50);

#[tokio::test]
async fn a_wait_ends_when_mail_is_delivered() {
    let server = MailServer::start();
    let account = real_account(&server);
    let mut session = connect(&account).await;
    session.open("INBOX").await.unwrap();
    let sending = Account { port: server.submissions_port(), ..account };
    let elena: EmailAddress = ELENA.parse().unwrap();
    for number in 1..=3 {
        let deliver = async {
            let mut sender = Session::connect(&sending, Timeouts::default()).await.unwrap();
            sender.send(&elena, &elena, &mail(number)).await.unwrap();
        };
        let (woke, ()) = tokio::join!(session.wait(LONG), deliver);
        assert_eq!(woke, Ok(Woke::News));
        let heads = session.heads_after(number - 1, 10).await.unwrap();
        assert_eq!(heads.len(), 1);
    }
}

#[tokio::test]
async fn a_wait_without_news_ends_in_time_and_leaves_the_session_usable() {
    let server = MailServer::start();
    let mut session = connect(&real_account(&server)).await;
    session.open("INBOX").await.unwrap();
    assert_eq!(session.wait(SHORT).await, Ok(Woke::Nothing));
    assert_eq!(session.wait(SHORT).await, Ok(Woke::Nothing));
    assert_eq!(session.wait(Duration::ZERO).await, Ok(Woke::Nothing));
    assert_eq!(session.heads_after(0, 10).await, Ok(Vec::new()));
}

#[tokio::test]
async fn mail_that_came_between_two_waits_is_news_at_once() {
    let server = MailServer::start();
    let mut session = connect(&real_account(&server)).await;
    session.open("INBOX").await.unwrap();
    assert_eq!(session.wait(SHORT).await, Ok(Woke::Nothing));
    OtherClient::start(&server).await.put("INBOX", &mail(1)).await;
    assert_eq!(session.wait(LONG).await, Ok(Woke::News));
    assert_eq!(session.heads_after(0, 10).await.unwrap().len(), 1);
    assert_eq!(session.wait(SHORT).await, Ok(Woke::Nothing));
}

#[tokio::test]
async fn a_wait_that_is_dropped_ends_the_session() {
    let server = MailServer::start();
    let mut session = connect(&real_account(&server)).await;
    session.open("INBOX").await.unwrap();
    assert!(tokio::time::timeout(SHORT, session.wait(LONG)).await.is_err());
    assert!(matches!(session.wait(LONG).await, Err(ImapError::Broken { .. })));
    session.logout().await;
}

#[tokio::test]
async fn a_connection_that_is_cut_or_silent_ends_the_wait() {
    let server = MailServer::start();
    let (account, proxy) = through_proxy(real_account(&server));
    let mut session = connect(&account).await;
    session.open("INBOX").await.unwrap();
    let mut other = OtherClient::start(&server).await;
    // Enough for the beginning of the wait, not for the news.
    proxy.set(Fault::CutAfter(Direction::ToClient, 60));
    let news = mail(1);
    let (broken, ()) = tokio::join!(session.wait(LONG), other.put("INBOX", &news));
    assert!(matches!(broken, Err(ImapError::Broken { .. })), "{broken:?}");

    proxy.set(Fault::Pass);
    let mut session = ImapSession::connect(&account, IMPATIENT).await.unwrap();
    session.open("INBOX").await.unwrap();
    proxy.set(Fault::Stall);
    assert_eq!(session.wait(LONG).await, Err(ImapError::TimedOut));
}
