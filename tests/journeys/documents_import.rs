//! Files, folders and zips of the computer are taken in: all that is chosen, or nothing.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use serde_json::{Value, json};
use studiolo_core::Error;
use studiolo_core::access::{By, Origin};
use studiolo_core::documents::import::{self, Import};
use studiolo_core::templates::documents::add;

use crate::documents::{Practice, save};

/// Files of Elena's outside the office.
pub fn elsewhere() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    save(folder.path(), "Estratto conto marzo.pdf", "%PDF-1.7\nmarzo");
    save(folder.path(), "Fatture/Metalsider 218.txt", "acciaio");
    save(folder.path(), "Fatture/Banca/Condizioni.txt", "tassi");
    save(folder.path(), "Fatture/gestionale.exe", b"MZ\x90\0");
    save(folder.path(), "Fatture/Thumbs.db", "pictures");
    save(folder.path(), "archivio.rar", "Rar!\x1a\x07\x01\0");
    zip(folder.path(), &["-r", "-y", "pratica.zip", "Fatture"]);
    folder
}

fn zip(folder: &Path, arguments: &[&str]) {
    let zip = std::process::Command::new("zip").arg("-q").args(arguments).current_dir(folder).status();
    assert!(zip.unwrap().success());
}

pub fn column(rows: &Value, name: &str) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| row[name].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn files_folders_and_zips_are_taken_in_and_what_is_refused_says_why() {
    let practice = Practice::open().await;
    let folder_id = practice.folder("Dichiarazioni").await["folder_id"].clone();
    let (root, from) = (practice.root().await, elsewhere());
    let path = |name: &str| from.path().join(name).to_str().unwrap().to_owned();
    let mut request = json!({ "folder_id": folder_id, "dry_run": true, "paths": [
        path("Estratto conto marzo.pdf"), path("Fatture"), path("pratica.zip"), path("archivio.rar"), path("niente.pdf"),
    ] });
    let refused = practice.office.try_call("documents.import", request.clone()).await.unwrap_err();
    assert_eq!((refused.code.as_str(), &refused.params["field"]), ("invalid_request", &json!("paths")));

    let would = practice.office.call_from_shell("documents.import", request.clone()).await;
    assert_eq!(practice.paths().await, Vec::<String>::new());
    assert_eq!(
        column(&would["accepted"], "path"),
        [
            "Estratto conto marzo.pdf",
            "Fatture/Banca/Condizioni.txt",
            "Fatture/Metalsider 218.txt",
            "Fatture/Banca/Condizioni (2).txt",
            "Fatture/Metalsider 218 (2).txt",
        ]
    );
    let refused: Vec<_> =
        column(&would["refused"], "path").into_iter().zip(column(&would["refused"], "reason")).collect();
    let expected = [
        ("Fatture/Thumbs.db", "system_file"),
        ("Fatture/gestionale.exe", "program"),
        ("Fatture/Thumbs.db", "system_file"),
        ("Fatture/gestionale.exe", "program"),
        ("archivio.rar", "rar"),
        ("niente.pdf", "not_found"),
    ];
    assert_eq!(refused, expected.map(|(path, reason)| (path.to_owned(), reason.to_owned())));

    request["dry_run"] = json!(false);
    request["choose"] = json!(["Fatture/gestionale.exe"]);
    let refused = practice.office.try_call_from_shell("documents.import", request.clone()).await.unwrap_err();
    assert_eq!((refused.code.as_str(), &refused.params["field"]), ("invalid_request", &json!("choose")));
    assert_eq!(practice.paths().await, Vec::<String>::new());

    request["choose"] = json!(["Estratto conto marzo.pdf", "Fatture/Metalsider 218.txt"]);
    let done = practice.office.call_from_shell("documents.import", request.clone()).await;
    assert_eq!(done["accepted"].as_array().unwrap().len(), 2);
    assert_eq!(
        practice.paths().await,
        ["Dichiarazioni/Estratto conto marzo.pdf", "Dichiarazioni/Fatture/Metalsider 218.txt"]
    );
    assert_eq!(fs::read_to_string(root.join("Dichiarazioni/Fatture/Metalsider 218.txt")).unwrap(), "acciaio");
    let landed = practice.document("Dichiarazioni/Estratto conto marzo.pdf").await;
    assert_eq!(landed["document_id"], done["accepted"][0]["document_id"]);
    assert_eq!((&landed["published"], &landed["by"]), (&json!(true), &json!("Elena Vannini")));

    // Bytes that lie there already are recognised and not taken twice; another file of the same name gets one of its own.
    save(from.path(), "Estratto conto marzo.pdf", "%PDF-1.7\nun altro");
    let again = practice
        .office
        .call_from_shell(
            "documents.import",
            json!({ "folder_id": folder_id, "dry_run": false, "paths": [path("Estratto conto marzo.pdf"), path("Fatture/Metalsider 218.txt")] }),
        )
        .await;
    let known = practice.document("Dichiarazioni/Fatture/Metalsider 218.txt").await;
    assert_eq!(again["accepted"][1]["document_id"], known["document_id"]);
    assert_eq!(
        practice.paths().await,
        [
            "Dichiarazioni/Estratto conto marzo (2).pdf",
            "Dichiarazioni/Estratto conto marzo.pdf",
            "Dichiarazioni/Fatture/Metalsider 218.txt"
        ]
    );
    practice.office.tick().await;
    assert_eq!(practice.paths().await.len(), 3, "a later look finds nothing else");
    let staging = practice.office.folder().join("Documents/.studiolo/staging");
    assert_eq!(fs::read_dir(staging).unwrap().count(), 0);
}

#[tokio::test]
async fn a_whole_zip_lands_with_its_folders() {
    let practice = Practice::open().await;
    let folder_id = practice.folder("Dichiarazioni").await["folder_id"].clone();
    let from = elsewhere();
    let zip = from.path().join("pratica.zip");
    let request = json!({ "folder_id": folder_id, "dry_run": false, "below": "Dalle chat", "paths": [zip] });
    let done = practice.office.call_from_shell("documents.import", request).await;
    assert_eq!(done["refused"].as_array().unwrap().len(), 2);
    assert_eq!(
        practice.paths().await,
        [
            "Dichiarazioni/Dalle chat/Fatture/Banca/Condizioni.txt",
            "Dichiarazioni/Dalle chat/Fatture/Metalsider 218.txt"
        ]
    );
}

#[tokio::test]
async fn what_its_bytes_speak_against_is_refused_and_the_rest_of_a_zip_lands_as_it_was_shown() {
    let practice = Practice::open().await;
    let folder_id = practice.folder("Dichiarazioni").await["folder_id"].clone();
    let (root, from) = (practice.root().await.join("Dichiarazioni"), tempfile::tempdir().unwrap());
    let path = |name: &str| from.path().join(name).to_str().unwrap().to_owned();
    save(from.path(), "Fatture/Marzo/Metalsider 218.txt", "acciaio");
    save(from.path(), "Fatture/Aprile/Metalsider 219.txt", "ROTTA ROTTA");
    save(from.path(), "Visura.pdf", b"MZ\x90\0");
    zip(from.path(), &["-0", "-r", "-D", "pratica.zip", "Fatture", "Visura.pdf"]);
    // One byte of what is stored is another.
    let mut archive = fs::read(path("pratica.zip")).unwrap();
    let at = archive.windows(11).position(|bytes| bytes == b"ROTTA ROTTA").unwrap();
    archive[at] = b'L';
    fs::write(path("pratica.zip"), archive).unwrap();
    save(from.path(), "Visura.pdf", "%PDF-1.7\nvisura");

    let mut request = json!({
        "folder_id": folder_id, "dry_run": true, "paths": [path("pratica.zip"), path("Visura.pdf")],
    });
    let would = practice.office.call_from_shell("documents.import", request.clone()).await;
    let accepted = column(&would["accepted"], "path");
    assert_eq!(accepted, ["Fatture/Marzo/Metalsider 218.txt", "Visura (2).pdf"]);
    let mut refused = column(&would["refused"], "path");
    refused.sort_unstable();
    assert_eq!(refused, ["Fatture/Aprile/Metalsider 219.txt", "Visura.pdf"]);

    request["dry_run"] = json!(false);
    request["choose"] = json!(["Fatture/Marzo/Metalsider 218.txt", "Visura.pdf"]);
    let error = practice.office.try_call_from_shell("documents.import", request.clone()).await.unwrap_err();
    assert_eq!((error.code.as_str(), &error.params["field"]), ("invalid_request", &json!("choose")));
    assert_eq!(fs::read_dir(&root).unwrap().count(), 0, "nothing landed");

    request["choose"] = json!(accepted);
    let done = practice.office.call_from_shell("documents.import", request.clone()).await;
    assert_eq!(column(&done["accepted"], "path").len(), 2);
    let landed = ["Dichiarazioni/Fatture/Marzo/Metalsider 218.txt", "Dichiarazioni/Visura (2).pdf"];
    assert_eq!(practice.paths().await, landed);
    assert!(!root.join("Fatture/Aprile").exists(), "no folder stands for what was refused");

    // All of it, into what is there by now: nothing lands twice, and what was refused is told.
    request["choose"] = json!(null);
    let again = practice.office.call_from_shell("documents.import", request).await;
    assert_eq!(again["refused"].as_array().unwrap().len(), 2);
    assert_eq!(practice.paths().await, landed);
}

#[tokio::test]
async fn a_zip_fills_folders_that_are_there_and_brings_those_that_are_not() {
    let practice = Practice::open().await;
    let folder_id = practice.folder("Dichiarazioni").await["folder_id"].clone();
    let (root, from) = (practice.root().await.join("Dichiarazioni"), tempfile::tempdir().unwrap());
    save(&root, "fatture/Marzo/Metalsider 218.txt", "acciaio");
    practice.office.tick().await;
    save(from.path(), "Fatture/Marzo/Metalsider 218.txt", "altro acciaio");
    save(from.path(), "Fatture/Marzo/Copia.txt", "acciaio");
    save(from.path(), "Fatture/Aprile/Banca/Condizioni.txt", "tassi");
    fs::create_dir_all(from.path().join("Fatture/Aprile/Vuota")).unwrap();
    zip(from.path(), &["-r", "pratica.zip", "Fatture"]);
    // A file of one zip, and a folder of another that only its paths speak of.
    save(from.path(), "Bilancio", "un file");
    zip(from.path(), &["file.zip", "Bilancio"]);
    fs::remove_file(from.path().join("Bilancio")).unwrap();
    save(from.path(), "Bilancio/Nota.txt", "una nota");
    zip(from.path(), &["-r", "-D", "folder.zip", "Bilancio"]);
    let zips = ["pratica.zip", "file.zip", "folder.zip"].map(|zip| from.path().join(zip));
    let request = json!({ "folder_id": folder_id, "dry_run": false, "paths": zips });
    let done = practice.office.call_from_shell("documents.import", request).await;
    assert!(done["accepted"].as_array().unwrap().iter().all(|it| it["document_id"].is_string()), "{done}");
    assert_eq!(
        practice.paths().await,
        [
            "Dichiarazioni/Bilancio (2)",
            "Dichiarazioni/Bilancio/Nota.txt",
            "Dichiarazioni/fatture/Aprile/Banca/Condizioni.txt",
            "Dichiarazioni/fatture/Marzo/Metalsider 218 (2).txt",
            "Dichiarazioni/fatture/Marzo/Metalsider 218.txt",
        ]
    );
    assert!(root.join("fatture/Aprile/Vuota").is_dir());
    practice.office.tick().await;
    assert_eq!(practice.paths().await.len(), 5, "a later look finds nothing else");
}

#[tokio::test]
async fn a_dry_run_knows_the_bytes_in_a_zip_that_are_there_already_and_an_empty_folder() {
    let practice = Practice::open().await;
    let folder_id = practice.folder("Dichiarazioni").await["folder_id"].clone();
    let (root, from) = (practice.root().await.join("Dichiarazioni"), elsewhere());
    save(&root, "Acciaio.txt", "acciaio");
    practice.office.tick().await;
    let known = practice.document("Dichiarazioni/Acciaio.txt").await["document_id"].clone();
    fs::create_dir_all(from.path().join("Fatture/Da firmare")).unwrap();
    zip(from.path(), &["-r", "con vuota.zip", "Fatture"]);
    let mut request =
        json!({ "folder_id": folder_id, "dry_run": true, "paths": [from.path().join("con vuota.zip")] });
    let would = practice.office.call_from_shell("documents.import", request.clone()).await;
    let would: Vec<_> = would["accepted"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["path"].as_str().unwrap(), one["document_id"].clone()))
        .collect();
    assert_eq!(
        would,
        [
            ("Fatture/Banca/Condizioni.txt", Value::Null),
            ("Fatture/Metalsider 218.txt", known),
            ("Fatture/Da firmare/", Value::Null),
        ]
    );
    request["dry_run"] = json!(false);
    request["choose"] = json!(["Fatture/Da firmare/", "Fatture/Banca/Condizioni.txt"]);
    practice.office.call_from_shell("documents.import", request).await;
    assert_eq!(
        practice.paths().await,
        ["Dichiarazioni/Acciaio.txt", "Dichiarazioni/Fatture/Banca/Condizioni.txt"]
    );
    assert!(root.join("Fatture/Da firmare").is_dir());
}

#[tokio::test]
async fn a_name_in_a_zip_whose_encoding_is_a_guess_is_told_as_one() {
    let practice = Practice::open().await;
    let folder_id = practice.folder("Dichiarazioni").await["folder_id"].clone();
    let from = tempfile::tempdir().unwrap();
    save(from.path(), "SEIKYU.txt", "una fattura");
    zip(from.path(), &["giappone.zip", "SEIKYU.txt"]);
    // As Windows writes it in Japan, in both places where the zip has its name.
    let mut archive = fs::read(from.path().join("giappone.zip")).unwrap();
    let places: Vec<usize> =
        (0..archive.len() - 6).filter(|at| archive[*at..].starts_with(b"SEIKYU")).collect();
    assert_eq!(places.len(), 2);
    for at in places {
        archive[at..at + 6].copy_from_slice(b"\x90\xbf\x8b\x81\x8f\x91");
    }
    fs::write(from.path().join("giappone.zip"), archive).unwrap();
    for dry_run in [true, false] {
        let request = json!({ "folder_id": folder_id, "dry_run": dry_run, "paths": [from.path().join("giappone.zip")] });
        let done = practice.office.call_from_shell("documents.import", request).await;
        let accepted = &done["accepted"][0];
        assert_eq!(
            (&accepted["path"], &accepted["name_guess"]),
            (&json!("請求書.txt"), &json!("shift_jis_guess"))
        );
    }
}

/// Cancels when it is told for the time after so many.
fn cancelled_after(calls: usize) -> import::Watch {
    let told = AtomicUsize::new(0);
    Arc::new(move |_| match told.fetch_add(1, Relaxed) {
        before if before < calls => ControlFlow::Continue(()),
        _ => ControlFlow::Break(()),
    })
}

#[tokio::test]
async fn an_import_that_is_cancelled_at_any_instant_leaves_nothing() {
    let practice = Practice::open().await;
    let folder_id = practice.folder("Dichiarazioni").await["folder_id"].clone();
    let (root, from) = (practice.root().await.join("Dichiarazioni"), elsewhere());
    save(from.path(), "Fatture/Lunga.txt", "lunga ".repeat(200_000));
    let office = practice.office.office();
    let paths =
        ["Fatture", "pratica.zip", "Estratto conto marzo.pdf"].map(|name| from.path().join(name)).to_vec();
    let wanted = Import {
        folder_id: folder_id.as_str().unwrap().parse().unwrap(),
        below: String::new(),
        paths,
        choose: None,
    };
    let by = By::owner(Origin::CommandLine);
    let mut cancelled = 0;
    for after in 0.. {
        match import::import(office, &by, wanted.clone(), &cancelled_after(after)).await {
            Ok(_) => break,
            Err(error) => assert!(matches!(error, Error::Cancelled), "{error}"),
        }
        cancelled += 1;
        assert_eq!(fs::read_dir(&root).unwrap().count(), 0, "something landed, cancelled after {after}");
        let staging = practice.office.folder().join("Documents/.studiolo/staging");
        assert_eq!(fs::read_dir(staging).unwrap().count(), 0, "something stayed, cancelled after {after}");
    }
    assert!(cancelled > 10, "{cancelled} instants");
    assert_eq!(practice.paths().await.len(), 6);
}

#[tokio::test]
async fn documents_for_a_template_can_be_cancelled_at_any_instant_and_it_keeps_none() {
    let practice = Practice::open().await;
    let (office, from) = (practice.office.office(), elsewhere());
    save(from.path(), "Fatture/Lunga.txt", "lunga ".repeat(200_000));
    let words = json!({ "name": "Fatture", "subject": "Fatture", "body": "Eccole." });
    let template = practice.office.call("templates.create", words).await["template_id"].take();
    let id = template.as_str().unwrap().parse().unwrap();
    let paths = ["Fatture", "pratica.zip"].map(|name| from.path().join(name)).to_vec();
    let by = By::owner(Origin::CommandLine);
    let mut cancelled = 0;
    for after in 0.. {
        match add(office, &by, id, paths.clone(), &cancelled_after(after)).await {
            Ok(_) => break,
            Err(error) => assert!(matches!(error, Error::Cancelled), "{error}"),
        }
        cancelled += 1;
        let kept = practice.office.call("templates.get", json!({ "template_id": template })).await;
        assert_eq!(kept["documents"], json!([]), "cancelled after {after}");
        let staging = practice.office.folder().join("Documents/.studiolo/staging");
        assert_eq!(fs::read_dir(staging).unwrap().count(), 0, "something stayed, cancelled after {after}");
    }
    assert!(cancelled > 5, "{cancelled} instants");
    let kept = practice.office.call("templates.get", json!({ "template_id": template })).await;
    assert!(column(&kept["documents"], "name").contains(&"Lunga.txt".to_owned()), "{kept}");
}

#[tokio::test]
async fn each_file_that_is_taken_in_is_in_the_trail_by_its_name_and_a_folder_that_is_copied_there_is_one_row()
{
    const MANY: usize = 25;
    let practice = Practice::open().await;
    let (root, from) = (practice.root().await, tempfile::tempdir().unwrap());
    for number in 0..MANY {
        save(from.path(), &format!("Fatture/{number:02}.txt"), number.to_string());
    }
    let folder_id = practice.folder("Dichiarazioni").await["folder_id"].clone();
    let request = json!({ "folder_id": folder_id, "dry_run": false, "paths": [from.path().join("Fatture")] });
    practice.office.call_from_shell("documents.import", request).await;
    let told = trail(&practice, "documents.import").await;
    let mut paths: Vec<_> = told.iter().map(|row| row["details"]["path"].as_str().unwrap()).collect();
    paths.sort_unstable();
    let expected: Vec<_> = (0..MANY).map(|number| format!("Dichiarazioni/Fatture/{number:02}.txt")).collect();
    assert_eq!(paths, expected);
    assert!(told.iter().all(|row| row["object"].as_str().unwrap().starts_with("document:")), "{told:#?}");

    for number in 0..20 {
        save(&root, &format!("Note interne/{number}.txt"), format!("nota {number}"));
    }
    practice.office.tick().await;
    let found = trail(&practice, "document.found").await;
    assert_eq!(found.len(), 20);
    assert!(found.iter().all(|row| row["details"]["path"].is_string()), "{found:#?}");

    for number in 0..21 {
        save(&root, &format!("Note interne/Copiate/{number}.txt"), format!("copia {number}"));
    }
    practice.office.tick().await;
    let found = trail(&practice, "document.found").await;
    assert_eq!((found.len(), &found[0]["details"]), (21, &json!({ "clients": 1, "count": 21 })));
}

/// The rows of the audit trail with this action, the newest first.
async fn trail(practice: &Practice, action: &str) -> Vec<Value> {
    let list = practice.office.call("audit.list", json!({ "limit": 1000 })).await;
    list["rows"].as_array().unwrap().iter().filter(|row| row["action"] == action).cloned().collect()
}
