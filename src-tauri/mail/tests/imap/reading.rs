//! Folders, heads and mails at the real server.

use studiolo_mail::{Account, ConnectError, ImapError, ImapSession, Timeouts};
use studiolo_testkit::{Direction, Fault, MailServer};
use tokio::task::JoinSet;

use super::other_client::OtherClient;
use super::{IMPATIENT, connect, mail, real_account, through_proxy};

async fn uids(session: &mut ImapSession, after: u32, most: usize) -> Vec<u32> {
    session.heads_after(after, most).await.unwrap().into_iter().map(|head| head.uid).collect()
}

#[tokio::test]
async fn heads_come_ascending_and_only_those_that_are_new() {
    let server = MailServer::start();
    let mut session = connect(&real_account(&server)).await;
    let opened = session.open("INBOX").await.unwrap();
    assert_eq!(opened.uid_next, 1);
    assert_eq!(session.heads_after(0, 100).await.unwrap(), []);

    let mut other = OtherClient::start(&server).await;
    other.put("INBOX", &mail(1)).await;
    let heads = session.heads_after(0, 100).await.unwrap();
    assert_eq!((heads.len(), heads[0].uid), (1, 1));
    assert_eq!(heads[0].size, mail(1).len() as u64);
    let headers = mail(1).iter().copied().take(heads[0].headers.len()).collect::<Vec<_>>();
    assert_eq!(heads[0].headers, headers);
    assert!(headers.ends_with(b"?\r\n\r\n"), "{headers:?}");
    assert_eq!(uids(&mut session, 1, 100).await, [0_u32; 0], "the last mail is not returned again");
    assert_eq!(uids(&mut session, u32::MAX, 100).await, [0_u32; 0]);

    for number in 2..=70 {
        other.put("INBOX", &mail(number)).await;
    }
    assert_eq!(uids(&mut session, 0, 3).await, [1, 2, 3]);
    assert_eq!(uids(&mut session, 3, 100).await, (4..=70).collect::<Vec<_>>());
    assert_eq!(uids(&mut session, 70, 100).await, [0_u32; 0]);
    let again = session.open("INBOX").await.unwrap();
    assert_eq!((again.uid_validity, again.uid_next), (opened.uid_validity, 71));
    session.logout().await;
}

#[tokio::test]
async fn a_mail_comes_byte_for_byte_and_an_expunged_one_not_at_all() {
    let server = MailServer::start();
    let mut session = connect(&real_account(&server)).await;
    session.open("INBOX").await.unwrap();
    let mut other = OtherClient::start(&server).await;
    let long = [&mail(2)[..], &"{99999999999}\r\nàèì (((\r\n".repeat(200_000).into_bytes()].concat();
    assert!(long.len() > 5_000_000);
    for mail in [&mail(1), &long, &mail(3)] {
        other.put("INBOX", mail).await;
    }

    assert_eq!(uids(&mut session, 0, 10).await, [1, 2, 3]);
    assert_eq!(session.body(1).await.unwrap(), Some(mail(1)));
    assert!(session.body(2).await.unwrap() == Some(long.clone()));

    other.run("SELECT INBOX").await;
    other.run("UID STORE 1 +FLAGS (\\Deleted)").await;
    other.run("EXPUNGE").await;
    assert_eq!(uids(&mut session, 0, 10).await, [2, 3]);
    assert_eq!(session.body(1).await.unwrap(), None);
    assert_eq!(session.body(3).await.unwrap(), Some(mail(3)));
    assert!(session.bodies(&[3, 1, 2]).await == (vec![Some(mail(3)), None, Some(long)], Ok(())));
}

#[tokio::test]
async fn nothing_is_marked_as_read_or_changed() {
    let server = MailServer::start();
    let mut session = connect(&real_account(&server)).await;
    let mut other = OtherClient::start(&server).await;
    other.put("INBOX", &mail(1)).await;
    session.open("INBOX").await.unwrap();
    session.heads_after(0, 10).await.unwrap();
    session.body(1).await.unwrap();
    session.logout().await;
    other.run("SELECT INBOX").await;
    let flags = other.run("UID FETCH 1:* (FLAGS)").await;
    assert!(flags.contains("FLAGS (\\Recent)"), "{flags}");
}

#[tokio::test]
async fn headers_without_end_are_cut() {
    let server = MailServer::start();
    let mut session = connect(&real_account(&server)).await;
    session.open("INBOX").await.unwrap();
    let mut other = OtherClient::start(&server).await;
    let padding = "X-Padding: 0123456789012345678901234567890123456789\r\n".repeat(40_000);
    other.put("INBOX", &[padding.as_bytes(), &mail(1)].concat()).await;
    other.put("INBOX", &mail(2)).await;
    let heads = session.heads_after(0, 10).await.unwrap();
    assert_eq!(heads[0].headers.len(), 1024 * 1024);
    assert_eq!(heads[0].headers, padding.as_bytes()[..1024 * 1024]);
    assert_eq!(heads[1].uid, 2);
}

#[tokio::test]
async fn a_folder_of_any_name_can_be_opened_and_a_missing_one_is_told() {
    let server = MailServer::start();
    let mut session = connect(&real_account(&server)).await;
    let mut other = OtherClient::start(&server).await;
    other.run("CREATE \"Citt&AOA- &- \\\"paesi\\\"\"").await;
    let folder = "Città & \"paesi\"";
    other.put("Citt&AOA- &- \\\"paesi\\\"", &mail(1)).await;

    let missing = session.open("Paesi è").await.unwrap_err();
    let ImapError::FolderMissing { folder: name, detail } = missing else { panic!("{missing:?}") };
    assert_eq!(name, "Paesi è");
    assert!(detail.contains("doesn't exist"), "{detail}");

    session.open(folder).await.unwrap();
    assert_eq!(uids(&mut session, 0, 10).await, [1]);
    assert_eq!(session.body(1).await.unwrap(), Some(mail(1)));
}

#[tokio::test]
async fn without_an_open_folder_the_server_refuses_and_the_session_goes_on() {
    let server = MailServer::start();
    let mut session = connect(&real_account(&server)).await;
    let refused = session.heads_after(0, 10).await.unwrap_err();
    assert!(matches!(&refused, ImapError::Refused { detail } if !detail.is_empty()), "{refused:?}");
    session.open("INBOX").await.unwrap();
    assert_eq!(session.heads_after(0, 10).await.unwrap(), []);
}

#[tokio::test]
async fn a_connection_cut_within_a_mail_is_broken_and_the_next_session_gets_it() {
    let server = MailServer::start();
    let (account, proxy) = through_proxy(real_account(&server));
    let mut session = connect(&account).await;
    session.open("INBOX").await.unwrap();
    let long = [mail(1), "0123456789\r\n".repeat(100_000).into_bytes()].concat();
    OtherClient::start(&server).await.put("INBOX", &long).await;
    for bytes in [0, 100, 500_000] {
        proxy.set(Fault::CutAfter(Direction::ToClient, bytes));
        let broken = session.body(1).await.unwrap_err();
        assert!(matches!(broken, ImapError::Broken { .. }), "{broken:?}");
        let ended = session.body(1).await.unwrap_err();
        assert_eq!(ended, ImapError::Broken { detail: "the session has ended".into() });
        proxy.set(Fault::Pass);
        session = connect(&account).await;
        session.open("INBOX").await.unwrap();
    }
    assert!(session.body(1).await.unwrap() == Some(long));
}

#[tokio::test]
async fn a_server_that_falls_silent_is_given_up() {
    let server = MailServer::start();
    let (account, proxy) = through_proxy(real_account(&server));
    OtherClient::start(&server).await.put("INBOX", &mail(1)).await;
    for reads_mail in [true, false] {
        let mut session = ImapSession::connect(&account, IMPATIENT).await.unwrap();
        session.open("INBOX").await.unwrap();
        proxy.set(Fault::Stall);
        let silent = if reads_mail {
            session.body(1).await.map(drop)
        } else {
            session.heads_after(0, 10).await.map(drop)
        };
        assert_eq!(silent, Err(ImapError::TimedOut));
        proxy.set(Fault::Pass);
    }
}

#[tokio::test]
async fn a_road_that_falls_silent_at_any_step_is_given_up() {
    let server = MailServer::start();
    let account = real_account(&server);
    OtherClient::start(&server).await.put("INBOX", &mail(1)).await;
    let steps: Vec<usize> = (50..6_000).step_by(250).collect();
    let mut came_through = 0;
    // A server lets nobody connect ten times at once.
    for steps in steps.chunks(8) {
        let mut roads = JoinSet::new();
        for bytes in steps {
            let (account, proxy) = through_proxy(account.clone());
            proxy.set(Fault::StallAfter(Direction::ToClient, *bytes));
            roads.spawn(async move {
                let read = read_once(&account).await;
                drop(proxy);
                read
            });
        }
        came_through += roads.join_all().await.into_iter().filter(|came_through| *came_through).count();
    }
    assert!((1..16).contains(&came_through), "{came_through} of {} came through", steps.len());
}

/// Whether a whole session came through; else it was given up for its silence.
async fn read_once(account: &Account) -> bool {
    const IMPATIENT: Timeouts = Timeouts { connect: super::IMPATIENT.reply, ..super::IMPATIENT };
    let mut session = match ImapSession::connect(account, IMPATIENT).await {
        Err(ConnectError::TimedOut { .. }) => return false,
        session => session.unwrap(),
    };
    let read = async {
        session.open("INBOX").await?;
        session.heads_after(0, 10).await?;
        session.body(1).await
    };
    match read.await {
        Err(ImapError::TimedOut) => false,
        body => body.unwrap() == Some(mail(1)),
    }
}
