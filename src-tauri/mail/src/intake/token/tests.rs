use proptest::prelude::*;

use super::*;
use crate::testing::{changed, config};

fn base() -> EmailAddress {
    "elena@studio.example".parse().unwrap()
}

fn to(address: &str) -> Correspondent {
    Correspondent { name: String::new(), address: address.into() }
}

#[test]
fn a_token_comes_back_in_the_address() {
    let address = plus_address(&base(), "t0k-en_1").unwrap();
    assert_eq!(address.as_str(), "elena+t0k-en_1@studio.example");
    let others = [
        to("paolo@r.example"),
        to("elena@studio.example"),
        to("elena+x@other.example"),
        to("elena+@studio.example"),
    ];
    let sent = [
        to("<ELENA+T0K-EN_1@Studio.Example>"),
        to("elena+t0k-en_1@studio.example"),
        to("elena+b@studio.example"),
    ];
    assert_eq!(find_in_addresses(&base(), others.iter().chain(&sent)), ["t0k-en_1", "b"]);
}

#[test]
fn an_address_that_has_a_plus_takes_another() {
    let base: EmailAddress = "elena+clienti@studio.example".parse().unwrap();
    let address = plus_address(&base, "t").unwrap();
    assert_eq!(address.as_str(), "elena+clienti+t@studio.example");
    assert_eq!(find_in_addresses(&base, &[to(address.as_str())]), ["t"]);
}

#[test]
fn what_is_no_token_is_refused() {
    for token in ["", "a b", "a@b", "a\r\nBcc: x", "é", "a+b"] {
        assert_eq!(plus_address(&base(), token), Err(TokenError::NotAToken), "{token:?}");
    }
    assert_eq!(plus_address(&base(), &"a".repeat(60)), Err(TokenError::Address(AddressError::TooLong)));
    assert_eq!(
        find_in_addresses(&base(), &[to("elena+a b@studio.example"), to("elena+a+b@studio.example")]),
        [""; 0]
    );
}

#[test]
fn a_message_id_of_ours_comes_back_in_the_references() {
    let ours = "<019a0000-0000-7000-8000-000000000001@studio.example>".to_owned();
    let newer = "<019A0000-0000-7000-8000-000000000002@eu-west-1.provider.example>".to_owned();
    let ids = ["<x@y>".to_owned(), "<019a0000000070008000000000000003@z>".to_owned(), newer, ours];
    let found = find_in_references(&ids, id_in).unwrap();
    assert_eq!(found.hyphenated().to_string(), "019a0000-0000-7000-8000-000000000002");
    assert_eq!(find_in_references(&["<@>".to_owned(), "<>".into(), "x".into()], id_in), None);
    let of_domain = find_in_references(&ids, |left, right| (right == "y").then(|| left.to_owned()));
    assert_eq!(of_domain.as_deref(), Some("x"));
}

#[test]
fn a_reply_has_both() {
    let raw = "To: e@s.example\nDelivered-To: elena+tok@studio.example\nX-Original-To: elena+orig@studio.example\nIn-Reply-To: <a@b>\nReferences: <1@b> <2@b>\n\nx";
    let mail = Message::read(raw.as_bytes()).unwrap();
    assert_eq!(find_in_addresses(&base(), mail.recipients()), ["tok", "orig"]);
    assert_eq!(mail.answered_ids().collect::<Vec<_>>(), ["<a@b>", "<2@b>", "<1@b>"]);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_token_that_is_taken_comes_back(token in "[a-z0-9_.-]{1,50}") {
        if let Ok(address) = plus_address(&base(), &token) {
            prop_assert_eq!(find_in_addresses(&base(), &[to(address.as_str())]), [token]);
        }
    }

    #[test]
    fn an_id_that_was_made_comes_back(id in any::<u128>()) {
        let id = Uuid::from_u128(id);
        let made = crate::message_id(id, &base());
        prop_assert_eq!(find_in_references(&[made], id_in), Some(id));
    }

    #[test]
    fn whatever_the_address_is_nothing_but_tokens_comes_out(address in changed(b"elena+token@studio.example")) {
        let tokens = find_in_addresses(&base(), &[to(&String::from_utf8_lossy(&address))]);
        prop_assert!(tokens.iter().all(|token| token.bytes().all(is_of_a_token)));
    }
}
