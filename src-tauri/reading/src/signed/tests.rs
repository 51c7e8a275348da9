//! Wrappers made by OpenSSL, as a signer's program makes them.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use chrono::Datelike;
use tempfile::TempDir;

use super::*;
use crate::Wording;

const CONTENT: &[u8] = b"<?xml version=\"1.0\"?>\n<Fattura>1.000,00 \xE2\x82\xAC</Fattura>\n";

/// Elena's key and certificate in each kind of key, and a place to sign in.
static DESK: LazyLock<TempDir> = LazyLock::new(|| {
    let desk = tempfile::tempdir().unwrap();
    let at = desk.path();
    fs::write(at.join("content"), CONTENT).unwrap();
    fs::write(at.join("other"), b"another content").unwrap();
    fs::write(at.join("long"), long()).unwrap();
    for (kind, key) in [
        ("rsa", &["-newkey", "rsa:2048"] as &[&str]),
        ("short", &["-newkey", "rsa:1024"]),
        ("p256", &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]),
        ("p384", &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"]),
        ("p521", &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"]),
    ] {
        let subject =
            "/C=IT/O=Studio Conti/SN=Conti/GN=Elena/serialNumber=TINIT-CNTLNE80A41H501X/CN=Conti Elena";
        let (private, public) = (format!("{kind}.key"), format!("{kind}.crt"));
        let mut words = vec!["req", "-x509", "-nodes", "-utf8", "-days", "400", "-subj", subject];
        words.extend(key);
        words.extend(["-keyout", &private, "-out", &public]);
        openssl(at, &words);
    }
    desk
});

fn long() -> Vec<u8> {
    (0..100_000_u32).flat_map(u32::to_le_bytes).collect()
}

fn openssl(at: &Path, words: &[&str]) {
    let output = Command::new("openssl").current_dir(at).args(words).output().unwrap();
    assert!(output.status.success(), "openssl {words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// `openssl cms -sign` of a file by the holder of such a key.
fn cms(file: &str, kind: &str, more: &[&str]) -> Vec<u8> {
    let out = tempfile::NamedTempFile::new().unwrap();
    let (key, certificate) = (format!("{kind}.key"), format!("{kind}.crt"));
    let path = out.path().to_str().unwrap();
    let mut words = vec!["cms", "-sign", "-binary", "-in", file, "-out", path];
    words.extend(["-signer", &certificate, "-inkey", &key]);
    words.extend(more);
    openssl(DESK.path(), &words);
    fs::read(path).unwrap()
}

const ATTACHED: &[&str] = &["-nodetach", "-outform", "DER", "-md", "sha256"];

fn signed_by(kind: &str) -> Vec<u8> {
    cms("content", kind, ATTACHED)
}

fn only(signers: &[Signer]) -> &Signer {
    assert_eq!(signers.len(), 1);
    signers.first().unwrap()
}

fn assert_opens_intact(file: &[u8]) -> Signer {
    let Signed { content, signers } = open(file).unwrap();
    assert_eq!(content.as_deref(), Some(CONTENT));
    assert_eq!(only(&signers).integrity, Integrity::Intact);
    only(&signers).clone()
}

fn why(file: &[u8]) -> Why {
    match only(&open(file).unwrap().signers).integrity {
        Integrity::NotChecked { why } => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_signed_file_tells_its_content_and_who_signed_it() {
    let signer = assert_opens_intact(&signed_by("rsa"));
    let certificate = signer.certificate.unwrap();
    assert_eq!(certificate.holder().as_deref(), Some("Elena Conti"));
    assert_eq!(certificate.common_name.as_deref(), Some("Conti Elena"));
    assert_eq!(certificate.tax_code.as_deref(), Some("CNTLNE80A41H501X"));
    assert_eq!(certificate.organisation.as_deref(), Some("Studio Conti"));
    assert_eq!(certificate.issuer.as_deref(), Some("Conti Elena"));
    let (from, until) = (certificate.valid_from.unwrap(), certificate.valid_until.unwrap());
    assert_eq!((until - from).num_days(), 400);
    assert_eq!(signer.digest, Digest::Sha256);
    assert!(signer.signed_at.unwrap().year() >= 2024);
    assert_eq!(signer.layer, 0);
}

#[test]
fn a_certificate_tells_the_mail_addresses_that_it_is_for_and_whether_anybody_else_issued_it() {
    let desk = DESK.path();
    let subject = "/O=Gestore/emailAddress=info@gestore.example";
    let names = "subjectAltName=DNS:gestore.example,email:posta-certificata@pec.gestore.example";
    let made = ["req", "-new", "-nodes", "-newkey", "rsa:2048", "-keyout", "gateway.key", "-subj", subject];
    openssl(desk, &[&made, &["-addext", names, "-out", "gateway.csr"] as &[&str]].concat());
    let issued =
        ["x509", "-req", "-in", "gateway.csr", "-CA", "rsa.crt", "-CAkey", "rsa.key", "-CAcreateserial"];
    openssl(desk, &[&issued, &["-copy_extensions", "copy", "-out", "gateway.crt"] as &[&str]].concat());
    let certificate = assert_opens_intact(&signed_by("gateway")).certificate.unwrap();
    assert_eq!(certificate.addresses, ["posta-certificata@pec.gestore.example", "info@gestore.example"]);
    assert_eq!((certificate.issuer.as_deref(), certificate.is_self_issued), (Some("Conti Elena"), false));
    let own = assert_opens_intact(&signed_by("rsa")).certificate.unwrap();
    assert_eq!((own.addresses, own.is_self_issued), (Vec::new(), true));
}

#[test]
fn every_form_of_the_wrapper_opens() {
    let forms: [&[&str]; 7] = [
        ATTACHED,
        &["-nodetach", "-outform", "PEM"],
        &["-nodetach", "-outform", "SMIME"],
        &["-nodetach", "-outform", "SMIME", "-stream"],
        &["-nodetach", "-outform", "DER", "-stream", "-indef"],
        &["-nodetach", "-outform", "DER", "-cades"],
        &["-nodetach", "-outform", "DER", "-keyid"],
    ];
    for form in forms {
        assert_opens_intact(&cms("content", "rsa", form));
    }
    let der = signed_by("rsa");
    let base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &der);
    assert_opens_intact(base64.as_bytes());
    let lines: Vec<&str> = (0..base64.len())
        .step_by(64)
        .map(|at| base64.get(at..(at + 64).min(base64.len())).unwrap())
        .collect();
    assert_opens_intact(format!("\u{feff}{}\r\n", lines.join("\r\n")).as_bytes());
    assert_opens_intact(base64.trim_end_matches('=').as_bytes());
}

#[test]
fn a_content_in_segments_of_indefinite_length_comes_out_whole() {
    let file = cms("long", "rsa", &["-nodetach", "-outform", "DER", "-stream", "-indef"]);
    assert!(file.windows(2).any(|window| window == [0x24, 0x80]), "not in segments");
    let signed = open(&file).unwrap();
    assert_eq!(signed.content, Some(long()));
    assert_eq!(only(&signed.signers).integrity, Integrity::Intact);
}

#[test]
fn every_usual_key_and_hash_is_checked() {
    for kind in ["rsa", "p256", "p384"] {
        for hash in ["sha256", "sha384"] {
            assert_opens_intact(&cms("content", kind, &["-nodetach", "-outform", "DER", "-md", hash]));
        }
    }
    assert_opens_intact(&cms("content", "rsa", &["-nodetach", "-outform", "DER", "-md", "sha512"]));
    assert_opens_intact(&cms("content", "rsa", &["-nodetach", "-outform", "DER", "-noattr"]));
    for hash in ["sha256", "sha384", "sha512"] {
        let pss = ["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:digest"];
        let form = [&["-nodetach", "-outform", "DER", "-md", hash], pss.as_slice()].concat();
        assert_opens_intact(&cms("content", "rsa", &form));
    }
}

#[test]
fn the_older_program_makes_what_opens_too() {
    let out = tempfile::NamedTempFile::new().unwrap();
    let path = out.path().to_str().unwrap();
    for form in [&["-outform", "DER"] as &[&str], &["-outform", "PEM"], &["-outform", "SMIME"]] {
        let mut words = vec!["smime", "-sign", "-binary", "-nodetach", "-in", "content", "-out", path];
        words.extend(["-signer", "rsa.crt", "-inkey", "rsa.key", "-md", "sha256"]);
        words.extend(form);
        openssl(DESK.path(), &words);
        assert_opens_intact(&fs::read(path).unwrap());
    }
}

#[test]
fn a_changed_content_is_told_and_still_shown() {
    for kind in ["rsa", "p256"] {
        let mut file = signed_by(kind);
        let at = file.windows(8).position(|window| window == b"1.000,00").unwrap();
        file[at] = b'9';
        let signed = open(&file).unwrap();
        assert!(signed.content.unwrap().windows(8).any(|window| window == b"9.000,00"));
        assert_eq!(only(&signed.signers).integrity, Integrity::Changed);
    }
}

#[test]
fn a_changed_signature_is_told() {
    for form in [ATTACHED, &["-nodetach", "-outform", "DER", "-noattr"]] {
        let mut file = cms("content", "rsa", form);
        *file.last_mut().unwrap() ^= 1;
        assert_eq!(only(&open(&file).unwrap().signers).integrity, Integrity::Changed);
    }
}

#[test]
fn a_changed_signing_time_is_told() {
    let mut file = signed_by("rsa");
    let oid = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x05];
    let at = file.windows(oid.len()).position(|window| window == oid).unwrap() + oid.len() + 4;
    assert!(file[at].is_ascii_digit());
    file[at] = b'1';
    assert_eq!(only(&open(&file).unwrap().signers).integrity, Integrity::Changed);
}

#[test]
fn attributes_in_another_order_than_they_were_signed_in_are_the_same_set() {
    let signed = signed_by("p256");
    let mut file = signed.clone();
    let attributes = Wrapper::read(&file).unwrap().signers[0].attributes.unwrap().value().to_vec();
    let mut swapped: Vec<&[u8]> = parts::Parts::new(&attributes).unwrap().map(|part| part.raw).collect();
    swapped.swap(0, 1);
    let at = file.windows(attributes.len()).position(|window| window == attributes).unwrap();
    file[at..at + attributes.len()].copy_from_slice(&swapped.concat());
    assert_ne!(file, signed);
    assert_opens_intact(&file);
}

#[test]
fn another_certificate_than_the_one_named_in_the_signature_is_told() {
    // The same key and issuer's name, another certificate: what a CAdES signature must not bear.
    let desk = DESK.path();
    let file = cms("content", "rsa", &["-nodetach", "-outform", "DER", "-cades"]);
    let serial = {
        let der = Command::new("openssl")
            .current_dir(desk)
            .args(["x509", "-in", "rsa.crt", "-noout", "-serial"])
            .output();
        format!("0x{}", String::from_utf8(der.unwrap().stdout).unwrap().trim().trim_start_matches("serial="))
    };
    let subject = "/C=IT/O=Studio Conti/SN=Conti/GN=Elena/serialNumber=TINIT-CNTLNE80A41H501X/CN=Conti Elena";
    let days = ["-days", "401", "-set_serial", &serial, "-outform", "DER"];
    let mut words =
        vec!["req", "-x509", "-new", "-key", "rsa.key", "-utf8", "-subj", subject, "-out", "twin.der"];
    words.extend(days);
    openssl(desk, &words);
    openssl(desk, &["x509", "-in", "rsa.crt", "-outform", "DER", "-out", "rsa.der"]);
    let (own, twin) = (fs::read(desk.join("rsa.der")).unwrap(), fs::read(desk.join("twin.der")).unwrap());
    assert_eq!(own.len(), twin.len());
    let at = file.windows(own.len()).position(|window| window == own).unwrap();
    let mut file = file;
    file[at..at + twin.len()].copy_from_slice(&twin);
    assert_eq!(only(&open(&file).unwrap().signers).integrity, Integrity::Changed);
}

#[test]
fn what_cannot_be_checked_says_why() {
    assert_eq!(why(&cms("content", "rsa", &["-nodetach", "-outform", "DER", "-md", "sha1"])), Why::Weak);
    assert_eq!(why(&signed_by("short")), Why::Weak);
    assert_eq!(why(&cms("content", "p521", ATTACHED)), Why::Unknown);
    assert_eq!(
        why(&cms("content", "rsa", &["-nodetach", "-outform", "DER", "-nocerts"])),
        Why::NoCertificate
    );
    assert_eq!(why(&cms("content", "rsa", &["-outform", "DER"])), Why::ContentElsewhere);
}

#[test]
fn signed_attributes_handed_in_as_a_content_are_not_taken_for_one() {
    fs::write(DESK.path().join("set"), [0x31, 0x03, 0x02, 0x01, 0x05]).unwrap();
    assert_eq!(why(&cms("set", "rsa", &["-nodetach", "-outform", "DER", "-noattr"])), Why::Malformed);
}

#[test]
fn a_detached_signature_is_checked_against_its_content() {
    for form in ["DER", "PEM"] {
        let signature = cms("content", "p256", &["-outform", form]);
        assert_eq!(open(&signature).unwrap().content, None);
        let checked = |content| only(&open_detached(&signature, content).unwrap()).integrity;
        assert_eq!(checked(CONTENT), Integrity::Intact);
        assert_eq!(checked(b"another content"), Integrity::Changed);
    }
    let attached = signed_by("rsa");
    assert_eq!(only(&open_detached(&attached, CONTENT).unwrap()).integrity, Integrity::Intact);
    assert_eq!(only(&open_detached(&attached, b"another").unwrap()).integrity, Integrity::Changed);
}

#[test]
fn two_signers_beside_each_other_are_both_told() {
    let more = [ATTACHED, &["-signer", "p256.crt", "-inkey", "p256.key"]].concat();
    let signed = open(&cms("content", "rsa", &more)).unwrap();
    assert_eq!(signed.signers.len(), 2);
    assert!(signed.signers.iter().all(|signer| signer.integrity == Integrity::Intact && signer.layer == 0));
}

fn signed_over(times: usize) -> Vec<u8> {
    let desk = tempfile::tempdir().unwrap();
    let mut bytes = CONTENT.to_vec();
    for time in 0..times {
        let path = desk.path().join("in");
        fs::write(&path, &bytes).unwrap();
        let form = if time == 1 { "PEM" } else { "DER" };
        bytes = cms(path.to_str().unwrap(), "p256", &["-nodetach", "-outform", form]);
    }
    bytes
}

#[test]
fn a_file_signed_over_and_over_opens_to_the_last() {
    let signed = open(&signed_over(MAX_LAYERS)).unwrap();
    assert_eq!(signed.content.as_deref(), Some(CONTENT));
    let layers: Vec<usize> = signed.signers.iter().map(|signer| signer.layer).collect();
    assert_eq!(layers, [0, 1, 2, 3, 4]);
    assert!(signed.signers.iter().all(|signer| signer.integrity == Integrity::Intact));
    let once_more = open(&signed_over(MAX_LAYERS + 1));
    assert_eq!(once_more, Err(SignedError::TooManyLayers { limit: MAX_LAYERS }));
}

#[test]
fn an_encrypted_file_says_that_it_is() {
    let desk = DESK.path();
    openssl(
        desk,
        &["cms", "-encrypt", "-binary", "-in", "content", "-outform", "DER", "-out", "secret", "rsa.crt"],
    );
    assert_eq!(open(&fs::read(desk.join("secret")).unwrap()), Err(SignedError::Encrypted));
}

#[test]
fn what_is_no_signed_file_says_so() {
    for bytes in
        [b"" as &[u8], b"%PDF-1.7", b"MIIB but no base64 \xFF", b"0", b"0\x03\x02\x01\x05", b"-----BEGIN "]
    {
        assert_eq!(open(bytes), Err(SignedError::NotSigned), "{bytes:?}");
    }
}

#[test]
fn a_file_cut_off_says_that_it_is_damaged() {
    let file = signed_by("rsa");
    for at in [40, file.len() / 2, file.len() - 1] {
        assert_eq!(open(&file[..at]), Err(SignedError::Damaged), "at {at}");
    }
}

#[test]
fn bytes_behind_the_wrapper_change_nothing() {
    assert_opens_intact(&[signed_by("rsa").as_slice(), b"\r\n\0\0"].concat());
}

#[test]
fn too_deep_and_too_large_are_refused() {
    let mut deep = Vec::new();
    for _ in 0..70 {
        deep.extend([0x30, 0x80]);
    }
    assert_eq!(open(&deep), Err(SignedError::TooDeep));
    assert_eq!(open(&vec![0x30; MAX_BYTES + 1]), Err(SignedError::TooLarge { limit: MAX_BYTES }));
}

#[test]
fn many_tiny_elements_are_refused_before_they_fill_memory() {
    let mut file = vec![0x30, 0x80];
    file.extend([0x05, 0x00].repeat(2_000_000));
    assert_eq!(open(&file), Err(SignedError::TooDeep));
}

#[test]
fn the_name_inside_is_the_name_without_the_wrappers() {
    for (outer, content, inner) in [
        ("IT01234567890_FPA01.xml.p7m", CONTENT, "IT01234567890_FPA01.xml"),
        ("bilancio.pdf.P7M.p7m", b"%PDF-1.7", "bilancio.pdf"),
        ("contratto.p7m", b"%PDF-1.7", "contratto.pdf"),
        ("lettera.p7m", b"whatever", "lettera"),
        ("bilancio 31.12.2024.p7m", b"%PDF-1.7", "bilancio 31.12.2024"),
        (".p7m", b"", ".p7m"),
    ] {
        assert_eq!(inner_name(outer, content), inner);
    }
}

#[test]
fn the_words_never_call_a_certificate_trusted() {
    for integrity in [
        Integrity::Intact,
        Integrity::Changed,
        Integrity::NotChecked { why: Why::ContentElsewhere },
        Integrity::NotChecked { why: Why::NoCertificate },
        Integrity::NotChecked { why: Why::Weak },
        Integrity::NotChecked { why: Why::Unknown },
        Integrity::NotChecked { why: Why::Malformed },
    ] {
        let Wording { it, en } = integrity.wording();
        assert!(!en.contains("valid") && !en.contains("trusted") && !it.contains("valid"), "{it} / {en}");
    }
    assert!(Integrity::Intact.wording().en.contains("not checked against any list of trust"));
}

/// A wrapper that is right, and its content, for the properties.
pub(super) fn example() -> &'static (Vec<u8>, &'static [u8]) {
    static EXAMPLE: LazyLock<(Vec<u8>, &[u8])> = LazyLock::new(|| (signed_by("p256"), CONTENT));
    &EXAMPLE
}
