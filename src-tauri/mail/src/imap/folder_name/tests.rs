use proptest::prelude::*;

use super::{decode, encode};

#[test]
fn names_are_written_as_the_standard_shows() {
    for (name, wire) in [
        ("INBOX", "INBOX"),
        ("", ""),
        ("Posta & carte", "Posta &- carte"),
        ("Città", "Citt&AOA-"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("à", "&AOA-"),
        ("😀", "&2D3eAA-"),
        ("a\tb\"\\", "a&AAk-b\"\\"),
        ("&&à&", "&-&-&AOA-&-"),
    ] {
        assert_eq!(encode(name), wire);
        assert_eq!(decode(wire), name);
    }
}

#[test]
fn what_is_no_modified_utf_7_is_taken_as_it_stands() {
    for wire in ["A&B", "&AOA", "&A-", "&2D0-", "Città", "&!!-"] {
        assert_eq!(decode(wire), wire);
    }
}

proptest! {
    #[test]
    fn every_name_comes_back_and_goes_as_printable_ascii(name in any::<String>()) {
        let wire = encode(&name);
        prop_assert!(wire.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{wire:?}");
        prop_assert_eq!(decode(&wire), name);
    }

    #[test]
    fn any_name_from_a_server_can_be_decoded(wire in "[&,+/A-Za-z0-9-]{0,20}") {
        decode(&wire);
    }
}
