use super::*;

#[test]
fn a_recovery_code_survives_being_typed_badly() {
    let code = RecoveryCode::generate().unwrap();
    let typed = code.to_string().to_lowercase().replace('0', "o").replace('1', "L").replace('-', " ");
    assert_eq!(RecoveryCode::parse(&typed).unwrap(), code);
    assert_eq!(code.to_string().len(), 39);
}

#[test]
fn only_its_own_recovery_code_unseals_a_key() {
    let key = Key::generate().unwrap();
    let code = RecoveryCode::generate().unwrap();
    let sealed = key.seal(&code).unwrap();
    assert_eq!(Key::unseal(&sealed, &code).unwrap(), key);
    let other = RecoveryCode::generate().unwrap();
    assert_eq!(Key::unseal(&sealed, &other).unwrap_err().code(), "wrong_key");
}

#[test]
fn a_malformed_key_is_a_wrong_key() {
    for text in ["", "zz", &"g".repeat(64), &"é".repeat(32), &"a".repeat(63)] {
        assert_eq!(Key::from_hex(text).unwrap_err().code(), "wrong_key");
    }
}

#[test]
fn a_key_never_shows_in_debug_output() {
    let key = Key::generate().unwrap();
    assert!(!format!("{key:?}").contains(&key.to_hex()[..8]));
}

#[cfg(unix)]
#[tokio::test]
async fn a_key_file_is_for_its_owner_alone_and_never_overwritten() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("office.key");
    let source = KeySource::File(path.clone());
    let key = Key::generate().unwrap();
    key.keep(&source, OfficeId::new()).await.unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(Key::load(&source, OfficeId::new()).await.unwrap(), key);
    assert!(Key::generate().unwrap().keep(&source, OfficeId::new()).await.is_err());
    assert_eq!(Key::load(&source, OfficeId::new()).await.unwrap(), key);
}
