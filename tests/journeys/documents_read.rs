//! Documents are read in the window: what is in them, and of signed ones who signed.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use studiolo_core::Error;
use studiolo_core::access::{By, Origin};
use studiolo_core::documents::outside::{Use, path_on_disk, save_copy};

use crate::documents::{Practice, save};

fn openssl(at: &Path, words: &[&str]) {
    let output = Command::new("openssl").current_dir(at).args(words).output().unwrap();
    assert!(output.status.success(), "openssl {words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

async fn read(practice: &Practice, path: &str) -> Value {
    let id = practice.document(path).await["document_id"].clone();
    practice.office.call("documents.read", json!({ "document_id": id })).await
}

#[tokio::test]
async fn a_signed_document_shows_what_is_in_it_or_beside_it_and_who_signed() {
    let practice = Practice::open().await;
    let (root, desk) = (practice.root().await.join("Dichiarazioni"), tempfile::tempdir().unwrap());
    let request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key", "-out", "certificate"];
    openssl(desk.path(), &[&request[..], &["-days", "30", "-subj", "/CN=Paolo Rinaldi"]].concat());
    let sign = |file: &str, to: &str, more: &[&str]| {
        let (file, to) = (root.join(file), root.join(to));
        let words = ["cms", "-sign", "-binary", "-md", "sha256", "-signer", "certificate", "-inkey", "key"];
        let files = ["-in", file.to_str().unwrap(), "-out", to.to_str().unwrap(), "-outform", "DER"];
        openssl(desk.path(), &[&words[..], &files, more].concat());
    };
    for name in ["Delega.txt", "Contratto.txt", "Sola.txt"] {
        save(&root, name, format!("Il testo di {name}"));
    }
    sign("Delega.txt", "Delega.txt.p7m", &["-nodetach"]);
    sign("Contratto.txt", "Contratto.txt.p7s", &[]);
    sign("Sola.txt", "Sola.txt.p7s", &[]);
    fs::remove_file(root.join("Sola.txt")).unwrap();
    practice.office.tick().await;

    for (path, text, state) in [
        ("Delega.txt.p7m", json!("Il testo di Delega.txt"), "intact"),
        ("Contratto.txt.p7s", json!("Il testo di Contratto.txt"), "intact"),
        ("Sola.txt.p7s", Value::Null, "not_checked"),
    ] {
        let document = read(&practice, &format!("Dichiarazioni/{path}")).await;
        assert_eq!(document["text"], text, "{document:#}");
        let signers = document["signers"].as_array().unwrap();
        assert_eq!(signers.len(), 1, "{document:#}");
        assert_eq!((&signers[0]["name"], &signers[0]["intact"]), (&json!("Paolo Rinaldi"), &json!(state)));
    }
    // What was signed is another by now.
    save(&root, "Contratto.txt", "Un altro testo");
    practice.office.tick().await;
    let document = read(&practice, "Dichiarazioni/Contratto.txt.p7s").await;
    assert_eq!(
        (&document["text"], &document["signers"][0]["intact"]),
        (&json!("Un altro testo"), &json!("changed"))
    );
    assert_eq!(practice.actions().await.iter().filter(|action| *action == "document.opened").count(), 4);
}

#[tokio::test]
async fn a_copy_is_saved_whole_and_is_written_down_once_it_is() {
    const OWNER: By = By::owner(Origin::Window);
    let practice = Practice::open().await;
    let (root, desk) = (practice.root().await.join("Dichiarazioni"), tempfile::tempdir().unwrap());
    save(&root, "Unico.txt", "redditi");
    practice.office.tick().await;
    let document = practice.document("Dichiarazioni/Unico.txt").await;
    let id = document["document_id"].as_str().unwrap().parse().unwrap();
    let (office, copy, own) =
        (practice.office.office(), desk.path().join("copia.txt"), root.join("Unico.txt"));
    let copied = async || practice.actions().await.iter().filter(|it| *it == "document.copied").count();

    fs::write(&copy, "quella di prima, più lunga").unwrap();
    save_copy(office, &OWNER, id, copy.clone()).await.unwrap();
    assert_eq!(fs::read_to_string(&copy).unwrap(), "redditi");
    // The dialog lets one choose the document itself.
    save_copy(office, &OWNER, id, own.clone()).await.unwrap();
    assert_eq!(fs::read_to_string(&own).unwrap(), "redditi");
    assert_eq!(copied().await, 2);

    let nowhere = save_copy(office, &OWNER, id, desk.path().join("manca/copia.txt")).await;
    assert!(matches!(nowhere, Err(Error::DiskError(_))), "{nowhere:?}");
    // A link put in its place leads nowhere.
    let secret = desk.path().join("segreto.txt");
    fs::write(&secret, "segreto").unwrap();
    fs::remove_file(&own).unwrap();
    std::os::unix::fs::symlink(&secret, &own).unwrap();
    for refused in [
        save_copy(office, &OWNER, id, copy.clone()).await,
        path_on_disk(office, &OWNER, id, Use::Open).await.map(drop),
        path_on_disk(office, &OWNER, id, Use::Drag).await.map(drop),
    ] {
        assert!(matches!(refused, Err(Error::FileRefused { .. })), "{refused:?}");
    }
    assert_eq!(fs::read_to_string(&copy).unwrap(), "redditi");
    assert_eq!(fs::read_dir(desk.path()).unwrap().count(), 2, "nothing else is left beside it");
    assert_eq!(copied().await, 2);
}

#[tokio::test]
async fn what_the_owner_has_opened_is_known_until_there_is_another_version() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/Unico.txt", "redditi");
    practice.office.tick().await;
    let document = practice.document("Dichiarazioni/Unico.txt").await;
    assert_eq!(document["opened_at"], Value::Null);
    read(&practice, "Dichiarazioni/Unico.txt").await;
    let opened = practice.document("Dichiarazioni/Unico.txt").await["opened_at"].clone();
    assert_eq!(opened, "2026-04-22T14:05:00Z");
    // Under another name it is the same.
    let rename = json!({ "document_id": document["document_id"], "name": "Redditi.txt" });
    practice.office.call("documents.rename", rename).await;
    assert_eq!(practice.document("Dichiarazioni/Redditi.txt").await["opened_at"], opened);
    save(&root, "Dichiarazioni/Redditi.txt", "redditi, corretti");
    practice.office.tick().await;
    assert_eq!(practice.document("Dichiarazioni/Redditi.txt").await["opened_at"], Value::Null);

    let id = document["document_id"].as_str().unwrap().parse().unwrap();
    path_on_disk(practice.office.office(), &By::owner(Origin::Window), id, Use::Open).await.unwrap();
    assert_eq!(practice.document("Dichiarazioni/Redditi.txt").await["opened_at"], opened);
}
