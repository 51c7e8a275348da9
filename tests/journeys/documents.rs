//! Documents as the owner works on them: with any program, on ordinary files. What the office makes of it is asked
//! through the command table.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use studiolo_testkit::{Cast, TestOffice};

/// Elena's office with Officine Rinaldi.
pub struct Practice {
    pub office: TestOffice,
    cast: Cast,
}

impl Practice {
    pub async fn open() -> Self {
        let office = TestOffice::new().await;
        let cast = office.cast().await;
        Self { office, cast }
    }

    pub async fn listing(&self) -> Value {
        self.office.call("documents.list", json!({ "client_id": self.cast.rinaldi })).await
    }

    pub async fn root(&self) -> PathBuf {
        self.listing().await["root"].as_str().unwrap().into()
    }

    /// The document at this path below the client's folder.
    pub async fn document(&self, path: &str) -> Value {
        let listing = self.listing().await;
        let documents = listing["documents"].as_array().unwrap();
        let found = documents.iter().find(|document| document["path"] == path);
        found.unwrap_or_else(|| panic!("{path} is not among {documents:#?}")).clone()
    }

    pub async fn folder(&self, name: &str) -> Value {
        let listing = self.listing().await;
        let folders = listing["folders"].as_array().unwrap();
        folders
            .iter()
            .find(|folder| folder["name"] == name)
            .unwrap_or_else(|| panic!("{name}: {folders:#?}"))
            .clone()
    }

    pub async fn paths(&self) -> Vec<String> {
        let listing = self.listing().await;
        let documents = listing["documents"].as_array().unwrap();
        documents.iter().map(|document| document["path"].as_str().unwrap().to_owned()).collect()
    }

    pub async fn actions(&self) -> Vec<String> {
        let trail = self.office.call("audit.list", json!({})).await;
        let rows = trail["rows"].as_array().unwrap();
        rows.iter().map(|row| row["action"].as_str().unwrap().to_owned()).collect()
    }
}

pub fn save(root: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
    fs::write(root.join(path), bytes).unwrap();
}

#[tokio::test]
async fn a_new_client_has_the_folders_of_the_template() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    assert!(root.ends_with("Documents/Officine Rinaldi S.r.l"), "{}", root.display());
    let listing = practice.listing().await;
    let folders: Vec<_> =
        listing["folders"].as_array().unwrap().iter().map(|it| (&it["name"], &it["access"])).collect();
    let expected = [
        ("Contabilità 2026", "edit"),
        ("Contratti e deleghe", "view"),
        ("Dichiarazioni", "view"),
        ("Note interne", "private"),
    ];
    assert_eq!(folders.len(), 4);
    for ((name, access), (expected_name, expected_access)) in folders.into_iter().zip(expected) {
        assert_eq!((name, access), (&json!(expected_name), &json!(expected_access)));
        assert!(root.join(expected_name).is_dir());
    }
}

#[tokio::test]
async fn a_file_is_known_when_it_is_whole_and_keeps_its_history_through_saves_and_renames() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/F24 maggio.pdf", "%PDF-1.7\nbozza");
    practice.office.tick().await;
    let first = practice.document("Dichiarazioni/F24 maggio.pdf").await;
    assert_eq!(first["published"], true);
    assert_eq!(first["size"], 14);
    assert_eq!(first["version"], 1);
    assert_eq!(first["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(first["by"], "", "it was found on the disk");

    save(&root, "Dichiarazioni/F24 maggio.pdf", "%PDF-1.7\ncorretto");
    practice.office.tick().await;
    fs::rename(root.join("Dichiarazioni/F24 maggio.pdf"), root.join("Contabilità 2026/F24.pdf")).unwrap();
    practice.office.tick().await;
    let moved = practice.document("Contabilità 2026/F24.pdf").await;
    assert_eq!(moved["document_id"], first["document_id"]);
    let history =
        practice.office.call("documents.history", json!({ "document_id": first["document_id"] })).await;
    let versions = history["versions"].as_array().unwrap();
    assert_eq!(versions.iter().map(|it| it["size"].as_i64().unwrap()).collect::<Vec<_>>(), [17, 14]);
    assert_eq!(history["broken_at"], Value::Null);
    let actions = practice.actions().await;
    assert_eq!(actions[..3], ["document.moved", "document.changed", "document.found"]);
}

#[tokio::test]
async fn what_appears_by_hand_is_private_and_what_is_no_document_says_why() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    save(&root, "Dal commercialista precedente/bilancio.txt", "attivo e passivo");
    save(&root, "Dichiarazioni/gestionale.exe", b"MZ\x90\0 a program");
    save(&root, "Dichiarazioni/fattura.pdf", b"MZ\x90\0 a program that calls itself an invoice");
    save(&root, "Dichiarazioni/~$bozza.docx", "Word's own");
    save(&root, "appunti.txt", "in no folder");
    std::os::unix::fs::symlink("/etc", root.join("Dichiarazioni/collegamento")).unwrap();
    practice.office.tick().await;
    assert_eq!(practice.folder("Dal commercialista precedente").await["access"], "private");
    assert_eq!(practice.document("Dichiarazioni/gestionale.exe").await["kept"], "refused");
    assert_eq!(practice.document("Dichiarazioni/fattura.pdf").await["kept"], "refused");
    assert_eq!(practice.paths().await.len(), 3);
    let kept = &practice.listing().await["kept"];
    let expected = json!([
        { "path": "Dichiarazioni/collegamento", "reason": "symlink" },
        { "path": "appunti.txt", "reason": "outside_folders" },
    ]);
    assert_eq!(*kept, expected);
}

#[tokio::test]
async fn documents_and_folders_are_renamed_and_moved_on_the_disk_too() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/730.txt", "redditi");
    practice.office.tick().await;
    let id = practice.document("Dichiarazioni/730.txt").await["document_id"].clone();
    practice.office.call("documents.rename", json!({ "document_id": id, "name": "730 del 2026.txt" })).await;
    assert!(root.join("Dichiarazioni/730 del 2026.txt").is_file());
    let renamed = practice.document("Dichiarazioni/730 del 2026.txt").await;
    assert_eq!((&renamed["document_id"], &renamed["published"]), (&id, &json!(true)));

    let made = practice
        .office
        .call(
            "documents.create_folder",
            json!({ "client_id": practice.cast.rinaldi, "name": "Redditi", "access": "view" }),
        )
        .await;
    practice
        .office
        .call("documents.move", json!({ "document_ids": [id], "folder_id": made["folder_id"] }))
        .await;
    let moved = practice.document("Redditi/730 del 2026.txt").await;
    assert_eq!((&moved["document_id"], &moved["published"]), (&id, &json!(true)));

    practice
        .office
        .call("documents.rename_folder", json!({ "folder_id": made["folder_id"], "name": "Redditi 2026" }))
        .await;
    let folder = practice.folder("Redditi 2026").await;
    assert_eq!((&folder["folder_id"], &folder["access"]), (&made["folder_id"], &json!("view")));
    assert_eq!(practice.document("Redditi 2026/730 del 2026.txt").await["document_id"], id);
    practice
        .office
        .call("documents.set_access", json!({ "folder_id": made["folder_id"], "access": "private" }))
        .await;
    assert_eq!(practice.folder("Redditi 2026").await["access"], "private");
    assert_eq!(
        practice.actions().await[..5],
        [
            "documents.set_access",
            "documents.rename_folder",
            "documents.move",
            "documents.create_folder",
            "documents.rename"
        ]
    );

    for (name, field) in [("a/b", "name"), ("..", "name"), ("con.txt", "name"), ("", "name")] {
        let refused =
            practice.office.try_call("documents.rename", json!({ "document_id": id, "name": name })).await;
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.code.as_str(), &refused.params["field"]),
            ("invalid_request", &json!(field)),
            "{name}"
        );
    }
    save(&root, "Redditi 2026/altro.txt", "c'è già");
    let taken =
        practice.office.try_call("documents.rename", json!({ "document_id": id, "name": "altro.txt" })).await;
    assert_eq!(taken.unwrap_err().code, "name_taken");
    assert_eq!(fs::read_to_string(root.join("Redditi 2026/altro.txt")).unwrap(), "c'è già");
}

#[tokio::test]
async fn with_the_drive_away_nothing_is_gone_and_all_is_back_with_it() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/730.txt", "redditi");
    practice.office.tick().await;
    let before = practice.listing().await;
    let documents = practice.office.folder().join("Documents");
    let away = practice.office.folder().join("away");
    fs::rename(&documents, &away).unwrap();
    fs::create_dir(&documents).unwrap();
    practice.office.tick().await;
    let refused = practice
        .office
        .try_call(
            "documents.create_folder",
            json!({ "client_id": practice.cast.rinaldi, "name": "Nuova", "access": "view" }),
        )
        .await;
    assert_eq!(refused.unwrap_err().code, "documents_missing");
    fs::remove_dir(&documents).unwrap();
    fs::rename(&away, &documents).unwrap();
    practice.office.tick().await;
    assert_eq!(practice.listing().await, before);
}

/// Files of Elena's outside the office.
fn elsewhere() -> tempfile::TempDir {
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

fn column(rows: &Value, name: &str) -> Vec<String> {
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
async fn a_message_brings_documents_that_the_client_sees_and_they_travel_in_its_mail() {
    let practice = Practice::open().await;
    let (root, from) = (practice.root().await, elsewhere());
    save(&root, "Dichiarazioni/730.txt", "redditi");
    save(&root, "Note interne/sospetti.txt", "da verificare");
    practice.office.tick().await;
    let id = practice.document("Dichiarazioni/730.txt").await["document_id"].clone();
    let private = practice.document("Note interne/sospetti.txt").await["document_id"].clone();
    let write = |attachments: Value| json!({ "client_ids": [practice.cast.rinaldi], "subject": "Il 730", "body": "Ecco il 730.", "attachments": attachments });
    let refused = practice
        .office
        .try_call("chats.create", write(json!([{ "document_id": private }])))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code.as_str(), &refused.params["name"]),
        ("private_document", &json!("sospetti.txt"))
    );
    let path = from.path().join("Estratto conto marzo.pdf");
    let by_window =
        practice.office.try_call("chats.create", write(json!([{ "path": path }]))).await.unwrap_err();
    assert_eq!(by_window.code, "invalid_request");

    let attachments = json!([{ "document_id": id }, { "path": path }]);
    let made = practice.office.call_from_shell("chats.create", write(attachments)).await;
    let thread = practice.office.thread(made["chats"][0]["chat_id"].as_str().unwrap()).await;
    let brought = &thread["messages"][0]["attachments"];
    assert_eq!(column(brought, "name"), ["730.txt", "Estratto conto marzo.pdf"]);
    assert_eq!(brought[0]["document_id"], id);
    // Saved where the client can view it, the first such folder by name.
    assert!(root.join("Contratti e deleghe/Estratto conto marzo.pdf").is_file());

    practice.office.tick().await;
    let caught = practice.office.folder().join("outbox-caught");
    let mail =
        fs::read_dir(caught).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).next();
    let mail = mail.unwrap();
    assert!(mail.contains("cmVkZGl0aQ=="), "the bytes of 730.txt, in base64: {mail}");
    assert!(mail.contains("730.txt") && mail.contains("Estratto conto marzo.pdf"), "{mail}");
    let actions = practice.office.call("audit.list", json!({ "limit": 1000 })).await;
    let created =
        actions["rows"].as_array().unwrap().iter().find(|row| row["action"] == "chats.create").unwrap();
    assert_eq!(created["details"]["documents"], 2);
}

#[tokio::test]
async fn in_a_message_to_several_clients_a_document_of_one_is_a_copy_at_the_others() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/Circolare.txt", "scadenze di giugno");
    practice.office.tick().await;
    let id = practice.document("Dichiarazioni/Circolare.txt").await["document_id"].clone();
    let contacts = json!([{ "name": "Lucia Ferretti", "email": "lucia@ferretti.example", "notify": true, "login": false }]);
    let lucia = json!({ "name": "Lucia Ferretti", "kind": "person", "contacts": contacts });
    let lucia = practice.office.call("clients.create", lucia).await["client_id"].clone();
    let write = |clients: Value| json!({ "client_ids": clients, "subject": "Scadenze", "body": "Ecco.", "attachments": [{ "document_id": id }] });
    let alone = practice.office.try_call("chats.create", write(json!([lucia]))).await.unwrap_err();
    assert_eq!(alone.code, "invalid_request", "a document of Rinaldi's never goes to Lucia alone");
    let made = practice.office.call("chats.create", write(json!([practice.cast.rinaldi, lucia]))).await;
    let mut brought = Vec::new();
    for chat in made["chats"].as_array().unwrap() {
        let thread = practice.office.thread(chat["chat_id"].as_str().unwrap()).await;
        brought.push(thread["messages"][0]["attachments"][0].clone());
    }
    assert_eq!(brought[0]["document_id"], id);
    assert_ne!(brought[1]["document_id"], id);
    let theirs = practice.office.call("documents.list", json!({ "client_id": lucia })).await;
    assert_eq!(column(&theirs["documents"], "path"), ["Contratti e deleghe/Circolare.txt"]);
}

#[tokio::test]
async fn what_is_hidden_before_the_mail_leaves_does_not_travel() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/730.txt", "redditi");
    practice.office.tick().await;
    let id = practice.document("Dichiarazioni/730.txt").await["document_id"].clone();
    let request = json!({ "client_ids": [practice.cast.rinaldi], "subject": "Il 730", "body": "Ecco.",
        "attachments": [{ "document_id": id }] });
    practice.office.call("chats.create", request).await;
    let folder = practice.folder("Dichiarazioni").await["folder_id"].clone();
    practice.office.call("documents.set_access", json!({ "folder_id": folder, "access": "private" })).await;
    practice.office.tick().await;
    let caught = practice.office.folder().join("outbox-caught");
    for entry in fs::read_dir(caught).unwrap() {
        let mail = fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!mail.contains("cmVkZGl0aQ=="), "{mail}");
        assert!(mail.contains("non viaggia per posta"), "{mail}");
    }
}

#[tokio::test]
async fn without_a_folder_that_the_client_sees_nothing_is_saved_and_no_chat_is_made() {
    let practice = Practice::open().await;
    let from = elsewhere();
    for name in ["Contabilità 2026", "Contratti e deleghe", "Dichiarazioni"] {
        let folder = practice.folder(name).await["folder_id"].clone();
        practice
            .office
            .call("documents.set_access", json!({ "folder_id": folder, "access": "private" }))
            .await;
    }
    let request = |path: &str| {
        json!({ "client_ids": [practice.cast.rinaldi], "subject": "Il conto", "body": "Ecco.",
            "attachments": [{ "path": from.path().join(path) }] })
    };
    let call = async |request: Value| practice.office.try_call_from_shell("chats.create", request).await;
    let refused = call(request("Estratto conto marzo.pdf")).await.unwrap_err();
    assert_eq!(refused.code, "no_viewable_folder");
    assert_eq!(refused.params["clients"][0]["name"], "Officine Rinaldi S.r.l.");
    let folder = practice.folder("Contabilità 2026").await["folder_id"].clone();
    practice.office.call("documents.set_access", json!({ "folder_id": folder, "access": "edit" })).await;
    let program = call(request("Fatture/gestionale.exe")).await.unwrap_err();
    assert_eq!((program.code.as_str(), &program.params["reason"]), ("file_refused", &json!("program")));
    assert_eq!(practice.paths().await, Vec::<String>::new());
    assert_eq!(practice.office.call("chats.list", json!({})).await["chats"], json!([]));
    call(request("Estratto conto marzo.pdf")).await.unwrap();
    assert_eq!(practice.paths().await, ["Contabilità 2026/Estratto conto marzo.pdf"]);
}

#[tokio::test]
async fn what_is_deleted_lies_in_the_trash_for_120_days_and_comes_back_as_it_was() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/2025/730.txt", "redditi");
    save(&root, "Dichiarazioni/Unico.txt", "unico");
    practice.office.tick().await;
    let document = practice.document("Dichiarazioni/2025/730.txt").await;
    let other = practice.document("Dichiarazioni/Unico.txt").await["document_id"].clone();
    let request = json!({ "document_ids": [document["document_id"], other] });
    let trashed = practice.office.call("documents.trash", request).await;
    assert_eq!(practice.paths().await, Vec::<String>::new());
    assert!(!root.join("Dichiarazioni/2025/730.txt").exists());
    practice.office.tick().await;
    let list = practice.office.call("documents.trashed", json!({})).await;
    assert_eq!(column(&list["documents"], "name").len(), 2);

    // Another file has the place by then.
    save(&root, "Dichiarazioni/Unico.txt", "un altro");
    practice.office.call("documents.restore", json!({ "trash_ids": trashed["trash_ids"] })).await;
    assert_eq!(practice.document("Dichiarazioni/2025/730.txt").await, document);
    assert_eq!(fs::read_to_string(root.join("Dichiarazioni/Unico (2).txt")).unwrap(), "unico");
    assert_eq!(fs::read_to_string(root.join("Dichiarazioni/Unico.txt")).unwrap(), "un altro");
    assert_eq!(practice.office.call("documents.trashed", json!({})).await["documents"], json!([]));

    practice.office.call("documents.trash", json!({ "document_ids": [document["document_id"]] })).await;
    practice.office.at(studiolo_testkit::rome(2026, 8, 20, 10, 0)).await;
    assert_eq!(
        practice.office.call("documents.trashed", json!({})).await["documents"].as_array().unwrap().len(),
        1
    );
    practice.office.at(studiolo_testkit::rome(2026, 8, 21, 10, 0)).await;
    assert_eq!(practice.office.call("documents.trashed", json!({})).await["documents"], json!([]));
    let trash = practice.office.folder().join("Documents/.studiolo/trash");
    assert_eq!(fs::read_dir(trash).unwrap().count(), 0);
}

#[tokio::test]
async fn documents_are_found_by_words_of_their_names_and_in_their_text() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/Contabilità di maggio.txt", "a");
    save(&root, "Note interne/Appunti.txt", "b");
    practice.office.tick().await;
    let found = practice.office.call("documents.search", json!({ "text": "MAGGIO contabilita" })).await;
    assert_eq!(column(&found["documents"], "path"), ["Dichiarazioni/Contabilità di maggio.txt"]);
    save(&root, "Note interne/Appunti.txt", "Sentire l’avvocato per la causa dell’officina.");
    practice.office.tick().await;
    let found = practice.office.call("documents.search", json!({ "text": "OFFICINA avvoc" })).await;
    assert_eq!(column(&found["documents"], "path"), ["Note interne/Appunti.txt"]);
    assert_eq!(column(&found["documents"], "snippet"), ["Sentire l’avvocato per la causa dell’officina."]);
    let nothing = practice.office.call("documents.search", json!({ "text": "giugno" })).await;
    assert_eq!(nothing["documents"], json!([]));
}
