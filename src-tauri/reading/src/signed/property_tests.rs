//! Whatever the bytes are: no panic, no more out than in, and BER that is turned into DER stays as it is.

use proptest::prelude::*;

use super::*;
use crate::testing::config;

/// Elements in elements, definite or not, strings in segments or not, and the DER that they mean.
fn element() -> impl Strategy<Value = (Vec<u8>, Vec<u8>)> {
    let bytes = prop::collection::vec(any::<u8>(), 0..300);
    let leaf = (prop_oneof![Just(0x02_u8), Just(0x04), Just(0x0C), Just(0x80)], bytes)
        .prop_map(|(tag, bytes)| (tlv(tag, &bytes), tlv(tag, &bytes)));
    let segments = (prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..5), any::<bool>());
    let segmented = segments.prop_map(|(segments, definite)| {
        let ber: Vec<u8> = segments.iter().flat_map(|segment| tlv(0x04, segment)).collect();
        (held(0x24, &ber, definite), tlv(0x04, &segments.concat()))
    });
    prop_oneof![leaf, segmented].prop_recursive(6, 40, 5, |inner| {
        (
            prop_oneof![Just(0x30_u8), Just(0x31), Just(0xA0)],
            prop::collection::vec(inner, 0..5),
            any::<bool>(),
        )
            .prop_map(|(tag, children, definite)| {
                let (ber, der): (Vec<_>, Vec<_>) = children.into_iter().unzip();
                (held(tag, &ber.concat(), definite), tlv(tag, &der.concat()))
            })
    })
}

fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
    [&[tag], ber::length_bytes(value.len()).as_slice(), value].concat()
}

fn held(tag: u8, value: &[u8], definite: bool) -> Vec<u8> {
    if definite { tlv(tag, value) } else { [&[tag, 0x80], value, &[0, 0]].concat() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn ber_becomes_the_der_that_it_means((ber, der) in element()) {
        prop_assert_eq!(ber::to_der(&ber).unwrap(), der.clone());
        prop_assert_eq!(ber::to_der(&der).unwrap(), der);
    }

    #[test]
    fn any_bytes_end_in_an_error_or_in_less_than_they_are(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = open_detached(&bytes, b"content");
        if let Ok(signed) = open(&bytes) {
            prop_assert!(signed.content.is_none_or(|content| content.len() <= bytes.len()));
        }
    }

    #[test]
    fn a_wrapper_changed_anywhere_is_never_intact_with_another_content(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
        cuts in prop::bool::weighted(0.2),
    ) {
        let (file, content) = tests::example();
        let mut changed = file.clone();
        let at = at.index(changed.len());
        changed[at] = byte;
        if cuts {
            changed.truncate(cut.index(file.len()));
        }
        if let Ok(signed) = open(&changed) {
            let is_other = signed.content.as_deref() != Some(content);
            let is_intact = signed.signers.iter().any(|signer| signer.integrity == Integrity::Intact);
            prop_assert!(!(is_other && is_intact));
        }
    }
}
