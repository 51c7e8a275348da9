//! Servers that answer with garbage, or too much.

use studiolo_mail::ImapError;

use super::IMPATIENT;
use super::script::{opened, signed_in, signed_in_with};

fn fetched(uid: &str, headers: &str) -> String {
    let date = "INTERNALDATE \" 2-Apr-2026 16:05:00 +0200\"";
    format!("* 1 FETCH ({uid}RFC822.SIZE 9 {date} BODY[HEADER]<0> {{{}}}\r\n{headers})\r\n", headers.len())
}

#[tokio::test]
async fn careless_answers_lose_nothing_and_double_nothing() {
    let answer = [
        &fetched("UID 9 ", "nine"),
        &fetched("UID 7 ", "seven"),
        &fetched("UID 7 ", "seven again"),
        &fetched("UID 4 ", "unasked"),
        &fetched("", "eight"),
        "* 1 FETCH (UID 10 FLAGS (\\Seen))\r\n* 2 FETCH (FLAGS ())\r\n* 3 RECENT\r\na7 OK done\r\n",
    ];
    let script = vec![
        ("a5 NOOP", "a5 OK done\r\n".into()),
        ("a6 UID SEARCH UID 6:*", "* SEARCH 9 7 7 5\r\n* SEARCH 8 10 \r\na6 OK done\r\n".into()),
        (
            "a7 UID FETCH 7,8,9,10 (UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER]<0.1048576>)",
            answer.concat(),
        ),
        ("a8 UID FETCH 8 (", format!("{}a8 OK done\r\n", fetched("", "eight"))),
        ("a9 UID FETCH 10 (", "a9 OK done\r\n".into()),
    ];
    let (mut session, _) = opened("", script).await;
    let heads = session.heads_after(5, 100).await.unwrap();
    let found: Vec<(u32, &[u8])> = heads.iter().map(|head| (head.uid, &head.headers[..])).collect();
    assert_eq!(found, [(7, &b"seven"[..]), (8, b"eight"), (9, b"nine")]);
    let arrived: Vec<String> = heads.iter().map(|head| head.arrived.unwrap().to_rfc3339()).collect();
    assert_eq!(arrived, ["2026-04-02T14:05:00+00:00"; 3]);
}

#[tokio::test]
async fn a_refused_fetch_is_no_missing_mail() {
    let script = vec![
        ("a5 UID FETCH 5 (UID BODY.PEEK[])", "a5 NO cannot read\r\n".into()),
        ("a6 UID FETCH 5 (UID BODY.PEEK[])", "* BYE restarting\r\n".into()),
    ];
    let (mut session, _) = opened("", script).await;
    assert_eq!(session.body(5).await, Err(ImapError::Refused { detail: "cannot read".into() }));
    assert_eq!(session.body(5).await, Err(ImapError::Broken { detail: "restarting".into() }));
}

#[tokio::test]
async fn a_mail_that_is_too_large_is_refused_before_it_comes() {
    for bytes in ["67200000", "4294967295"] {
        let answer = format!("* 1 FETCH (UID 5 BODY[] {{{bytes}}}\r\nbegin");
        let (mut session, _) = opened("", vec![("a5 UID FETCH 5", answer)]).await;
        assert_eq!(session.body(5).await, Err(ImapError::TooLarge));
        assert!(matches!(session.body(5).await, Err(ImapError::Broken { .. })));
    }
}

#[tokio::test]
async fn of_mails_asked_for_together_one_that_is_too_large_keeps_back_those_behind_it_alone() {
    let five = "* 1 FETCH (UID 5 BODY[] {4}\r\nfive)\r\na5 OK done\r\n";
    let six = "* 2 FETCH (UID 6 BODY[] {68000000}\r\nbegin";
    let script = vec![
        ("a5 UID FETCH 5 (UID BODY.PEEK[])", format!("{five}{six}")),
        ("a6 UID FETCH 6 (UID BODY.PEEK[])", String::new()),
        ("a7 UID FETCH 7 (UID BODY.PEEK[])", String::new()),
    ];
    let (mut session, _) = opened("", script).await;
    assert_eq!(session.bodies(&[5, 6, 7]).await, (vec![Some(b"five".to_vec())], Err(ImapError::TooLarge)));
    assert!(matches!(session.body(5).await, Err(ImapError::Broken { .. })));
}

#[tokio::test]
async fn of_mails_asked_for_together_each_is_known_by_its_number_whenever_it_comes() {
    let script = vec![
        ("a5 UID FETCH 5", "* 2 FETCH (UID 6 BODY[] {3}\r\nsix)\r\n".into()),
        ("a6 UID FETCH 6", "a6 OK done\r\n* 1 FETCH (BODY[] {4}\r\nfive)\r\na5 OK done\r\n".into()),
        ("a7 UID FETCH 7", "a7 OK gone\r\n".into()),
        ("a8 UID FETCH 8", "* 3 FETCH (UID 8 BODY[] {5}\r\neight)\r\na8 OK done\r\n".into()),
        ("a9 UID FETCH 9", "a9 NO cannot read\r\n".into()),
        ("a10 UID FETCH 10", "* 4 FETCH (UID 10 BODY[] {3}\r\nten)\r\na10 OK done\r\n".into()),
        ("a11 UID FETCH 10", "* 4 FETCH (UID 10 BODY[] {3}\r\nten)\r\na11 OK done\r\n".into()),
    ];
    let (mut session, _) = opened("", script).await;
    assert_eq!(session.bodies(&[]).await, (vec![], Ok(())));
    let (mails, ended) = session.bodies(&[5, 6, 7, 8, 9, 10]).await;
    let mails: Vec<Option<&[u8]>> = mails.iter().map(Option::as_deref).collect();
    assert_eq!(mails, [Some(&b"five"[..]), Some(b"six"), None, Some(b"eight")]);
    assert_eq!(ended, Err(ImapError::Refused { detail: "cannot read".into() }));
    assert_eq!(session.body(10).await, Ok(Some(b"ten".to_vec())), "the session goes on");
}

#[tokio::test]
async fn headers_and_lines_without_end_are_refused() {
    let headers = "* 1 FETCH (UID 6 BODY[HEADER] {5000000}\r\n".to_owned();
    let words = format!("* OK {}", "x".repeat(100_000));
    for answer in [headers, words] {
        let script = vec![
            ("a5 NOOP", "a5 OK done\r\n".into()),
            ("a6 UID SEARCH", "* SEARCH 6\r\na6 OK done\r\n".into()),
            ("a7 UID FETCH 6", answer),
        ];
        let (mut session, _) = opened("", script).await;
        assert_eq!(session.heads_after(5, 10).await, Err(ImapError::TooLarge));
    }
}

#[tokio::test]
async fn what_is_not_imap_is_broken_and_not_repeated() {
    let deep = format!("* 1 FETCH (BODYSTRUCTURE {}\r\n", "(".repeat(100_000));
    for answer in ["garbage of a secret mail\r\n", "* OK [ALERT]è\r\n", "\0\0\0\r\n", "\r\n", &deep] {
        let (mut session, _) = signed_in("", vec![("a4 EXAMINE", answer.into())]).await;
        let broken = session.open("INBOX").await.unwrap_err();
        assert_eq!(broken, ImapError::Broken { detail: "the answer is not IMAP".into() }, "{answer:.40}");
    }
}

#[tokio::test]
async fn a_refusal_is_told_in_one_short_line() {
    let answer = format!("a4 BAD one\ttwo \u{7} {}\r\n", "x".repeat(10_000));
    let (mut session, _) = signed_in("", vec![("a4 EXAMINE", answer)]).await;
    let ImapError::Refused { detail } = session.open("INBOX").await.unwrap_err() else { panic!() };
    assert!(detail.starts_with("one two xxx") && detail.len() == 300, "{detail}");
}

#[tokio::test]
async fn a_folder_without_its_numbers_is_refused_or_asked_for_them() {
    let script = vec![
        ("a4 EXAMINE", "* 1 EXISTS\r\na4 OK done\r\n".into()),
        ("a5 EXAMINE", "* OK [UIDVALIDITY 3] x\r\na5 OK done\r\n".into()),
        ("a6 UID SEARCH UID *\r\n", "* SEARCH 41\r\na6 OK done\r\n".into()),
    ];
    let (mut session, _) = signed_in("", script).await;
    assert!(matches!(session.open("INBOX").await, Err(ImapError::Refused { .. })));
    assert_eq!(session.open("INBOX").await.unwrap().uid_next, 42);
}

#[tokio::test]
async fn a_line_that_never_ends_its_command_is_given_up() {
    let (mut session, _) =
        signed_in_with("", vec![("a4 EXAMINE", "a3 OK\r\n* 1 EXISTS\r\n".into())], IMPATIENT).await;
    assert_eq!(session.open("INBOX").await, Err(ImapError::TimedOut));
}

#[tokio::test]
async fn a_folder_with_many_numbers_is_looked_through_piece_by_piece() {
    let script = vec![
        ("a4 EXAMINE", "* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 50000] x\r\na4 OK done\r\n".into()),
        ("a5 NOOP", "a5 OK done\r\n".into()),
        ("a6 UID SEARCH UID 1:10001\r\n", "* SEARCH\r\na6 OK done\r\n".into()),
        ("a7 UID SEARCH UID 10002:30002\r\n", "* SEARCH 20000\r\na7 OK done\r\n".into()),
        ("a8 UID FETCH 20000 (", format!("{}a8 OK done\r\n", fetched("UID 20000 ", "x"))),
        ("a9 NOOP", "a9 OK done\r\n".into()),
        ("a10 UID SEARCH UID 20001:30001\r\n", "* SEARCH\r\na10 OK done\r\n".into()),
        ("a11 UID SEARCH UID 30002:*\r\n", "* SEARCH 20000\r\na11 OK done\r\n".into()),
    ];
    let (mut session, _) = signed_in("", script).await;
    session.open("INBOX").await.unwrap();
    assert_eq!(session.heads_after(0, 10).await.unwrap()[0].uid, 20000);
    assert_eq!(session.heads_after(20000, 10).await, Ok(Vec::new()));
}
