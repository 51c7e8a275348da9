use proptest::prelude::*;

use super::*;
use crate::testing::{changed, config};

const GMAIL: &str = "mx.google.com; dkim=pass header.i=@rinaldi.example header.s=s1 header.b=\"aB/+=\"; spf=pass (google.com: domain of paolo@rinaldi.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=paolo@rinaldi.example; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=rinaldi.example";

const MICROSOFT: &str = "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=rinaldi.example; dkim=pass (signature was verified) header.d=rinaldi.example;dmarc=pass action=none header.from=rinaldi.example;compauth=pass reason=100";

fn verdict(value: &str) -> Verdict {
    Authentication::read(value).verdict("rinaldi.example")
}

fn passed(by: &str) -> Verdict {
    Verdict::Passed { authserv_id: by.into() }
}

#[test]
fn what_servers_write_is_read() {
    let found = Authentication::read(GMAIL);
    assert_eq!(found.authserv_id, "mx.google.com");
    let methods: Vec<&str> = found.results.iter().map(|one| one.method.as_str()).collect();
    assert_eq!(methods, ["dkim", "spf", "dmarc"]);
    assert_eq!(found.results[0].property("header.b"), Some("aB/+="));
    assert_eq!(found.results[1].property("smtp.mailfrom"), Some("paolo@rinaldi.example"));
    assert_eq!(found.verdict("rinaldi.example"), passed("mx.google.com"));
    let found = Authentication::read(MICROSOFT);
    assert_eq!((found.authserv_id.as_str(), found.results.len()), ("", 4));
    assert_eq!(found.verdict("rinaldi.example"), passed(""));
}

#[test]
fn comments_versions_and_quotes_are_read() {
    let value = "example.com (a (nested\\)) comment) 1 (x); (y) dkim / 1 = fail (bad) reason=\"a; dmarc=pass\" header.d = \"rinaldi.example\" ; SPF=Fail";
    let found = Authentication::read(value);
    assert_eq!((found.authserv_id.as_str(), found.results.len()), ("example.com", 2));
    assert_eq!(found.results[0].property("header.d"), Some("rinaldi.example"));
    assert_eq!(found.verdict("rinaldi.example"), Verdict::Failed);
    assert_eq!(Authentication::read("example.com 1; none").results, []);
    assert_eq!(Authentication::read("\"example.com\"; spf=none").authserv_id, "example.com");
}

#[test]
fn a_failure_counts_whoever_stamped_it() {
    for value in [
        "x; dmarc=fail",
        "x; spf=pass smtp.mailfrom=rinaldi.example; dkim=pass header.d=rinaldi.example; dmarc=fail (p=NONE) header.from=rinaldi.example",
        "x; spf=fail; dkim=fail",
        "x; spf=hardfail; dkim=fail; dkim=none",
        "dmarc=fail action=oreject",
    ] {
        assert_eq!(verdict(value), Verdict::Failed, "{value}");
    }
}

#[test]
fn half_a_failure_is_none() {
    for value in [
        "x; spf=fail",
        "x; spf=softfail; dkim=fail",
        "x; spf=fail; dkim=fail; dkim=pass header.d=list.example",
        "x; dmarc=none; spf=none",
        "x; dmarc=permerror; dkim=pass header.d=rinaldi.example",
        "x; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=x@evil.example",
        "x; dkim=pass header.d=example",
        "x; dkim=pass header.d=di.example",
        "x; dmarc=pass header.from=evil.example",
        "x (dmarc=fail); none",
        "",
        ";",
        "x",
    ] {
        assert_eq!(verdict(value), Verdict::None, "{value}");
    }
}

#[test]
fn without_dmarc_the_senders_own_domain_speaks() {
    assert_eq!(verdict("x; dkim=pass header.d=rinaldi.example"), passed("x"));
    assert_eq!(verdict("x; dkim=pass header.i=@Rinaldi.Example; dmarc=none"), passed("x"));
    assert_eq!(verdict("x; spf=pass smtp.mailfrom=bounce@rinaldi.example"), passed("x"));
    let under = Authentication::read("x; dkim=pass header.d=rinaldi.example").verdict("mail.rinaldi.example");
    assert_eq!(under, passed("x"));
}

#[test]
fn only_our_own_server_verifies() {
    assert!(verdict(GMAIL).is_verified_by("MX.Google.com "));
    assert!(!verdict(GMAIL).is_verified_by("evil.example"));
    assert!(!verdict(MICROSOFT).is_verified_by(""));
    assert!(verdict(MICROSOFT).is_verified_by(UNNAMED) && !verdict(GMAIL).is_verified_by(UNNAMED));
    assert!(!Verdict::Failed.is_verified_by("x") && !Verdict::None.is_verified_by(""));
}

#[test]
fn only_the_topmost_header_counts() {
    let raw = "Authentication-Results: mx.studio.example;\r\n dmarc=fail\r\n header.from=rinaldi.example\r\nAuthentication-Results: mx.studio.example; dmarc=pass header.from=rinaldi.example\r\n\r\n";
    let (headers, _) = Headers::split(raw.as_bytes());
    assert_eq!(Authentication::of(&headers).unwrap().verdict("rinaldi.example"), Verdict::Failed);
    let (headers, _) = Headers::split(b"ARC-Authentication-Results: i=1; x; dmarc=fail\r\n\r\n");
    assert_eq!(Authentication::of(&headers), None);
}

#[test]
fn a_lot_of_anything_is_looked_through_once() {
    for piece in ["(", "x;", "x=y;", "x=y z=", "\"", "\\", "=", "/", "( "] {
        let raw = format!("Authentication-Results: {}\n\n", piece.repeat((1 << 17) / piece.len()));
        let (headers, _) = Headers::split(raw.as_bytes());
        let _ = Authentication::of(&headers).map(|found| found.verdict("x.example"));
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_is_read(value in any::<String>()) {
        let _ = Authentication::read(&value).verdict("rinaldi.example");
    }

    #[test]
    fn any_pieces_are_read(pieces in prop::collection::vec(prop::sample::select(vec!["dkim", "spf", "dmarc", "=", "pass", "fail", ";", " ", "(", ")", "\"", "\\", "/", "1", "header.d", ".", "x.example", "reason", "\u{e9}"]), 0..40)) {
        let found = Authentication::read(&pieces.concat());
        prop_assert!(found.results.iter().all(|one| !one.method.is_empty()));
    }

    #[test]
    fn a_header_changed_anywhere_is_read(bytes in changed(GMAIL.as_bytes())) {
        let _ = Authentication::read(&String::from_utf8_lossy(&bytes)).verdict("rinaldi.example");
    }

    #[test]
    fn nobody_elses_name_verifies(own in "[a-z.]{1,20}", stamped in "[a-z.]{1,20}") {
        let verdict = verdict(&format!("{stamped}; dmarc=pass header.from=rinaldi.example"));
        prop_assert_eq!(verdict.is_verified_by(&own), own == stamped);
    }
}
