use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};

use proptest::prelude::*;
use tempfile::TempDir;

use super::scan::scan;
use super::*;

fn key() -> Key {
    Key::from_hex(&"42".repeat(32)).unwrap()
}

fn anchor(seq: i64, hash: &str, at: i64) -> Anchor {
    Anchor { seq, hash: hash.into(), at: Millis(at) }
}

/// A mail as it travels: header names in any case, long ones folded.
fn mail(anchor: &Anchor, key: &Key) -> String {
    let headers = anchor.headers(key).unwrap();
    let headers: Vec<_> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let headers = headers.concat();
    format!("Received: from a by b\r\nSubject: Quietanza\r\n{headers}\r\nBuongiorno Paolo\r\n")
}

fn found(bytes: &[u8]) -> Vec<Option<Anchor>> {
    let mut anchors = Vec::new();
    scan(bytes, &key(), |anchor| anchors.push(anchor)).unwrap();
    anchors
}

#[test]
fn the_anchor_of_a_mail_is_read_back() {
    let one = anchor(42, &"5f".repeat(32), 1_777_273_200_000);
    let text = mail(&one, &key());
    let folded = text
        .replace("42 5f", "42\r\n\t 5f")
        .replace("-Seal: 1777273200000 ", "-Seal:\r\n 1777273200000\r\n ");
    for text in [&text, &text.replace('\r', ""), &folded, &text.replace("X-Studiolo", "x-STUDIOLO")] {
        assert_eq!(found(text.as_bytes()), [Some(one.clone())], "{text}");
    }
}

#[test]
fn mails_one_after_another_and_a_mail_in_a_mail_are_read() {
    let (one, two) = (anchor(1, "a", 1), anchor(2, "b", 2));
    let mbox = format!(
        "From elena Mon Apr 27\n{}\nFrom elena Mon Apr 27\n{}",
        mail(&one, &key()),
        mail(&two, &key())
    );
    assert_eq!(found(mbox.as_bytes()), [Some(one.clone()), Some(two)]);
    let forwarded = format!(
        "Subject: Fwd\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n{}--x--",
        mail(&one, &key())
    );
    assert_eq!(found(forwarded.as_bytes()), [Some(one)]);
}

#[test]
fn what_is_not_sealed_by_this_office_is_told_apart() {
    let one = anchor(3, "a", 9);
    let other = Key::from_hex(&"43".repeat(32)).unwrap();
    let own = mail(&one, &key());
    for forged in [
        mail(&one, &other),
        own.replace("Trail: 3 a", "Trail: 3 b"),
        own.replace("Trail: 3", "Trail: 4"),
        own.replace("Seal: 9", "Seal: 8"),
        "X-Studiolo-Trail: 3 a\r\n\r\n".into(),
        "X-Studiolo-Trail: \r\nX-Studiolo-Trail-Seal:\r\n\r\n".into(),
        // The seal of one mail does not fit another's words.
        own.replace("\r\nX-Studiolo-Trail-Seal", "\r\n\r\nX-Studiolo-Trail-Seal"),
    ] {
        assert_eq!(found(forged.as_bytes()), [None], "{forged}");
    }
    // A false one above the true one hides nothing.
    let both = format!("X-Studiolo-Trail: 3 b\r\n{own}");
    assert_eq!(found(both.as_bytes()), [None, Some(one)]);
    assert_eq!(found(b"Subject: X-Studiolo-Trail: 3 a\r\n> X-Studiolo-Trail: 3 a\r\n"), []);
}

#[test]
fn a_line_without_an_end_costs_no_memory_and_hides_nothing() {
    let one = anchor(3, "a", 9);
    let mut bytes = vec![b'x'; 3_000_000];
    bytes.extend(b"\n\n");
    bytes.extend(mail(&one, &key()).as_bytes());
    bytes.extend(vec![0; 3_000_000]);
    assert_eq!(found(&bytes), [Some(one)]);
}

#[test]
fn a_folder_is_read_whole_and_no_link_is_followed() {
    let folder = TempDir::new().unwrap();
    let outside = TempDir::new().unwrap();
    let (one, two) = (anchor(1, "a", 1), anchor(2, "b", 2));
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("cur/deep")).unwrap();
    fs::write(at("b.eml"), mail(&one, &key())).unwrap();
    fs::write(at("a.eml"), mail(&one, &key())).unwrap();
    fs::write(at("cur/deep/1700.M1:2,S"), mail(&two, &key())).unwrap();
    fs::write(at("empty"), "").unwrap();
    fs::write(at("noise"), [0xff, 0, b'\n']).unwrap();
    fs::write(outside.path().join("c.eml"), mail(&anchor(9, "c", 9), &key())).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.path(), at("link")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("c.eml"), at("link.eml")).unwrap();
        // One that would never end.
        std::os::unix::fs::symlink(folder.path(), at("cur/round")).unwrap();
    }
    let links = if cfg!(unix) { 3 } else { 0 };
    let gathered = gather(folder.path(), &key()).unwrap();
    let anchors: Vec<_> = gathered.anchors.into_iter().collect();
    assert_eq!(anchors, [(one.clone(), at("a.eml")), (two, at("cur/deep/1700.M1:2,S"))]);
    assert_eq!((gathered.files, gathered.found, gathered.others, gathered.passed_over), (5, 3, 0, links));
    assert_eq!(gathered.unread, []);
    assert_eq!(gather(&at("a.eml"), &key()).unwrap().found, 1, "one file is enough");
    assert!(gather(&at("nothing"), &key()).is_err());
}

fn compared(trail: &[&str], anchors: &[Anchor]) -> Compared {
    let named = anchors.iter().map(|one| (one.clone(), PathBuf::from(format!("{}.eml", one.seq))));
    let mut comparison = Comparison::new(named.collect());
    for (before, hash) in trail.iter().enumerate() {
        comparison.row(i64::try_from(before + 1).unwrap(), hash);
    }
    comparison.end(i64::try_from(trail.len()).unwrap(), false)
}

fn span(compared: &Compared) -> Option<(i64, i64)> {
    compared.changed.as_ref().map(|changed| (changed.after, changed.at_latest))
}

#[test]
fn a_trail_that_is_what_it_was_agrees() {
    let found = compared(&["a", "b", "c"], &[anchor(1, "a", 1), anchor(3, "c", 3)]);
    assert_eq!((found.agree, found.differ, found.beyond), (2, 0, 0));
    assert_eq!((found.changed, found.missing), (None, None));
}

#[test]
fn the_first_change_lies_between_two_mails() {
    let anchors = [anchor(1, "a", 1), anchor(3, "c", 3), anchor(4, "d", 4)];
    let found = compared(&["a", "B", "C", "D", "E"], &anchors);
    assert_eq!((span(&found), found.agree, found.differ), (Some((1, 3)), 1, 2));
    assert_eq!(found.changed.unwrap().mail, "3.eml");
    assert_eq!(span(&compared(&["A", "B", "C"], &anchors)), Some((0, 1)));
}

#[test]
fn rows_missing_at_the_end_are_told() {
    let found = compared(&["a", "b"], &[anchor(1, "a", 1), anchor(4, "d", 4), anchor(5, "e", 5)]);
    assert_eq!((span(&found), found.beyond), (Some((1, 3)), 2));
    let missing = found.missing.unwrap();
    assert_eq!((missing.after, missing.up_to, missing.mail.as_str()), (2, 5, "5.eml"));
}

#[test]
fn a_mail_that_left_after_the_change_vouches_for_nothing_before_it() {
    // Ten rows, then rewritten from the third on and cut to four; since then two more, and a mail.
    let trail = ["a", "b", "C", "D", "E", "F"];
    let found = compared(&trail, &[anchor(2, "b", 2), anchor(10, "j", 10), anchor(6, "F", 20)]);
    assert_eq!(span(&found), Some((2, 7)));
    assert_eq!(found.agree, 2);
}

#[test]
fn of_a_broken_trail_only_what_comes_before_the_break_is_compared() {
    let mut comparison = Comparison::new([(anchor(3, "c", 3), PathBuf::from("3.eml"))].into());
    comparison.row(1, "a");
    let found = comparison.end(1, true);
    assert_eq!((found.beyond, found.changed, found.missing), (1, None, None));
}

/// What may happen to a trail.
#[derive(Debug, Clone)]
enum Event {
    Rows(usize),
    Mail,
    /// From this share of the trail on, rewritten and chained anew, with this share of the rest kept.
    Rewritten(f64, f64),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        5 => (1..6_usize).prop_map(Event::Rows),
        5 => Just(Event::Mail),
        1 => (0.0..1.0, 0.0..=1.0).prop_map(|(from, kept)| Event::Rewritten(from, kept)),
    ];
    proptest::collection::vec(event, 1..60)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
fn share(of: usize, share: f64) -> usize {
    (of as f64 * share).floor() as usize
}

/// The hash of the last row of a trail.
fn hash(rows: &[usize]) -> String {
    let mut hasher = DefaultHasher::new();
    rows.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_first_change_is_always_in_the_span_that_is_named(events in events()) {
        let (mut trail, mut next, mut mails) = (Vec::new(), 0, Vec::new());
        for event in events {
            match event {
                Event::Rows(count) => {
                    trail.extend(next..next + count);
                    next += count;
                }
                Event::Mail if trail.is_empty() => {}
                Event::Mail => mails.push(trail.clone()),
                Event::Rewritten(from, kept) => {
                    let from = share(trail.len(), from);
                    let kept = share(trail.len() - from, kept);
                    trail.truncate(from);
                    trail.extend(next..next + kept);
                    next += kept;
                }
            }
        }
        // What each mail knows of, as far as the present trail does not say the same.
        let first_changes = mails.iter().filter_map(|then| {
            let same = then.iter().zip(&trail).take_while(|(then, now)| then == now).count();
            (same < then.len()).then_some(same + 1)
        });
        let first_change = first_changes.min().map(|row| i64::try_from(row).unwrap());
        let anchors: Vec<_> = mails.iter().zip(1..).map(|(then, at)| {
            anchor(i64::try_from(then.len()).unwrap(), &hash(then), at)
        }).collect();
        let hashes: Vec<_> = (1..=trail.len()).map(|rows| hash(&trail[..rows])).collect();
        let found = compared(&hashes.iter().map(String::as_str).collect::<Vec<_>>(), &anchors);
        prop_assert_eq!(found.agree + found.differ + found.beyond, anchors.len());
        match (first_change, span(&found)) {
            (None, None) => {}
            (Some(row), Some((after, at_latest))) => {
                prop_assert!(after < row && row <= at_latest, "{row} in {after}..={at_latest}");
                prop_assert!(after == 0 || anchors.iter().any(|one| one.seq == after));
                let ends = anchors.iter().map(|one| one.seq).chain([i64::try_from(trail.len()).unwrap() + 1]);
                prop_assert!(ends.into_iter().any(|end| end == at_latest));
            }
            (truth, named) => prop_assert!(false, "{truth:?} but {named:?}"),
        }
        let missing = anchors.iter().map(|one| one.seq).filter(|seq| *seq > i64::try_from(trail.len()).unwrap()).max();
        prop_assert_eq!(found.missing.map(|missing| missing.up_to), missing);
    }

    #[test]
    fn one_rewriting_is_named_by_the_mails_right_before_and_after_it(
        rows in 1..200_i64, at in proptest::collection::btree_set(1..200_i64, 1..20), from in 1..200_i64,
    ) {
        let trail: Vec<_> = (1..=rows).map(|row| format!("{}{row}", if row < from { "a" } else { "b" })).collect();
        let anchors: Vec<_> = at.iter().filter(|at| **at <= rows).map(|at| anchor(*at, &format!("a{at}"), *at)).collect();
        let found = compared(&trail.iter().map(String::as_str).collect::<Vec<_>>(), &anchors);
        let before = anchors.iter().map(|one| one.seq).rfind(|seq| *seq < from);
        let after = anchors.iter().map(|one| one.seq).find(|seq| *seq >= from);
        prop_assert_eq!(span(&found), after.map(|after| (before.unwrap_or(0), after)));
    }

    #[test]
    fn no_bytes_do_any_harm(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), at in 0..2_000_usize) {
        let one = anchor(3, "a", 9);
        prop_assert!(found(&bytes).iter().all(Option::is_none));
        let at = at.min(bytes.len());
        let with = [&bytes[..at], b"\n\n", mail(&one, &key()).as_bytes(), b"\n\n", &bytes[at..]].concat();
        prop_assert!(found(&with).contains(&Some(one)));
    }
}
