//! Sent mail at the real server.

use studiolo_mail::ImapError;
use studiolo_testkit::{Direction, Fault, MailServer};

use super::other_client::OtherClient;
use super::{connect, mail, real_account, through_proxy};

#[tokio::test]
async fn sent_mail_is_saved_as_read_in_the_servers_folder_for_it() {
    let server = MailServer::start();
    let mut session = connect(&real_account(&server)).await;
    let mut other = OtherClient::start(&server).await;
    other.run("CREATE Sent").await;
    let folder = session.sent_folder().await.unwrap().unwrap();
    assert_eq!(folder, "Posta inviata");
    let long = [mail(2), "0123456789\r\n".repeat(400_000).into_bytes()].concat();
    session.append(&folder, &mail(1)).await.unwrap();
    session.append(&folder, &long).await.unwrap();

    session.open(&folder).await.unwrap();
    assert!(session.holds("<2@rinaldi.example>").await.unwrap());
    assert!(!session.holds("<3@rinaldi.example>").await.unwrap());
    assert_eq!(session.body(1).await.unwrap(), Some(mail(1)));
    assert!(session.body(2).await.unwrap() == Some(long));
    other.run("SELECT \"Posta inviata\"").await;
    let flags = other.run("UID FETCH 1:* (FLAGS)").await;
    assert_eq!(flags.matches("\\Seen").count(), 2, "{flags}");
}

#[tokio::test]
async fn a_mail_for_a_missing_folder_is_refused_and_the_session_goes_on() {
    let server = MailServer::start();
    let mut session = connect(&real_account(&server)).await;
    let missing = session.append("Città", &mail(1)).await.unwrap_err();
    assert!(matches!(&missing, ImapError::FolderMissing { folder, .. } if folder == "Città"), "{missing:?}");
    session.append("INBOX", &mail(1)).await.unwrap();
    session.open("INBOX").await.unwrap();
    assert_eq!(session.heads_after(0, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_connection_cut_within_a_saved_mail_is_broken() {
    let server = MailServer::start();
    let (account, proxy) = through_proxy(real_account(&server));
    let mut session = connect(&account).await;
    proxy.set(Fault::CutAfter(Direction::ToServer, 1000));
    let long = [mail(1), "0123456789\r\n".repeat(10_000).into_bytes()].concat();
    let broken = session.append("INBOX", &long).await.unwrap_err();
    assert!(matches!(broken, ImapError::Broken { .. }), "{broken:?}");
}
