use super::{Guard, TooMuch};

/// Feeds `bytes` in pieces of every size; all ways must come to the same.
fn check(allowed: u64, bytes: &[u8]) -> Result<(), String> {
    let outcomes: Vec<Result<(), String>> = (1..=bytes.len())
        .map(|size| {
            let mut guard = Guard::new(());
            guard.allow(allowed);
            bytes.chunks(size).try_for_each(|piece| guard.check(piece)).map_err(|error| {
                let too_much = error.get_ref().and_then(|inner| inner.downcast_ref::<TooMuch>()).is_some();
                if too_much { "too much".into() } else { error.to_string() }
            })
        })
        .collect();
    assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]), "{outcomes:?}");
    outcomes[0].clone()
}

#[test]
fn so_many_bytes_come_as_are_allowed() {
    assert_eq!(check(6, b"* OK\r\n"), Ok(()));
    assert_eq!(check(5, b"* OK\r\n"), Err("too much".into()));
}

#[test]
fn a_literal_that_does_not_fit_is_refused_when_it_is_announced() {
    let fits = b"* 1 FETCH (BODY[] {5}\r\nhello)\r\n";
    assert_eq!(check(31, fits), Ok(()));
    assert_eq!(check(1000, b"* 1 FETCH (BODY[] {978}\r\n"), Err("too much".into()));
    assert_eq!(check(1000, b"* 1 FETCH (BODY[] {975}\r\n"), Ok(()));
    assert_eq!(check(1000, b"{4294967295}\r\n"), Err("too much".into()));
}

#[test]
fn what_a_mail_says_announces_nothing() {
    assert_eq!(check(100, b"* 1 FETCH (BODY[] {19}\r\na\r\n{4294967295}\r\n))\r\n"), Ok(()));
}

#[test]
fn what_is_said_to_people_announces_no_literal() {
    let hidden = b"* OK ready {40}\r\n* 1 FETCH (BODY[] {4294967295}\r\n";
    assert_eq!(check(1000, hidden), Err("too much".into()));
    assert_eq!(check(1000, b"a1 NO {40}\r\n* OK\r\n"), Ok(()));
}

#[test]
fn what_the_parser_would_fall_over_is_not_imap() {
    let deep = |depth: usize| ["* 1 FETCH (BODY ", &"(".repeat(depth), "\r\n"].concat();
    assert_eq!(check(1000, deep(63).as_bytes()), Ok(()));
    assert_eq!(check(1000, deep(64).as_bytes()), Err("not IMAP".into()));
    let in_two = format!("* 1 FETCH ({}{{1}}\r\na{}\r\n", "(".repeat(50), "(".repeat(50));
    assert_eq!(check(1000, in_two.as_bytes()), Err("not IMAP".into()));
    assert_eq!(check(1000, "* OK [ALERT]è\r\n".as_bytes()), Err("not IMAP".into()));
    assert_eq!(check(1000, "* OK [ALERT] è\r\n".as_bytes()), Ok(()));
}

#[test]
fn a_line_for_people_ends_at_some_time() {
    let mut guard = Guard::new(());
    guard.allow(1_000_000);
    let lengths = [5, 65_000, 1000];
    let outcomes = lengths.map(|length| guard.check("* OK ".repeat(length / 5).as_bytes()).is_ok());
    assert_eq!(outcomes, [true, true, false]);
}
