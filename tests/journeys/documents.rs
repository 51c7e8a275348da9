//! Documents as the owner works on them: with any program, on ordinary files. What the office makes of it is asked
//! through the command table.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use studiolo_core::Error;
use studiolo_core::documents::{WordReader, service};
use studiolo_testkit::{Cast, TestOffice};

use crate::documents_import::{column, elsewhere};

/// Elena's office with Officine Rinaldi.
pub struct Practice {
    pub office: TestOffice,
    cast: Cast,
}

impl Practice {
    pub async fn open() -> Self {
        Self::of(TestOffice::new().await).await
    }

    pub async fn reading_words(reader: WordReader) -> Self {
        Self::of(TestOffice::new().await.reading_words(reader).await).await
    }

    async fn of(office: TestOffice) -> Self {
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
async fn a_folder_template_is_edited_and_new_clients_and_other_years_have_what_it_says() {
    let practice = Practice::open().await;
    let office = &practice.office;
    let template = office.call("folder_templates.list", json!({})).await["templates"][0].clone();
    assert_eq!(template["is_default"], true);
    let folders = json!([{ "name": "Contabilità {year}", "access": "edit" }, { "name": "Successioni", "access": "private" }]);
    let saved = json!({ "template_id": template["template_id"], "name": "Privati", "is_default": true, "folders": folders });
    office.call("folder_templates.save", saved).await;
    let lucia = office.call("clients.create", json!({ "name": "Lucia Ferretti", "kind": "person" })).await;
    let theirs = office.call("documents.list", json!({ "client_id": lucia["client_id"] })).await;
    assert_eq!(column(&theirs["folders"], "name"), ["Contabilità 2026", "Successioni"]);
    // Another year: what the client has already stays as it is.
    let apply =
        json!({ "client_id": lucia["client_id"], "template_id": template["template_id"], "year": 2027 });
    let made = office.call("documents.apply_template", apply).await;
    assert_eq!(made["folder_ids"].as_array().unwrap().len(), 1);
    let theirs = office.call("documents.list", json!({ "client_id": lucia["client_id"] })).await;
    assert_eq!(column(&theirs["folders"], "name"), ["Contabilità 2026", "Contabilità 2027", "Successioni"]);
    let bad =
        json!({ "name": "Con barra", "is_default": false, "folders": [{ "name": "a/b", "access": "view" }] });
    assert_eq!(office.try_call("folder_templates.save", bad).await.unwrap_err().code, "invalid_request");
    // The default stays until another is.
    let delete = json!({ "template_id": template["template_id"] });
    let kept = office.try_call("folder_templates.delete", delete.clone()).await.unwrap_err();
    assert_eq!(kept.code, "invalid_request");
    let other = json!({ "name": "Società", "is_default": true, "folders": [{ "name": "Bilanci", "access": "view" }] });
    office.call("folder_templates.save", other).await;
    office.call("folder_templates.delete", delete).await;
    let left = office.call("folder_templates.list", json!({})).await;
    assert_eq!(column(&left["templates"], "name"), ["Società"]);
}

#[tokio::test]
async fn a_client_that_is_renamed_keeps_its_folder() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/730.txt", "redditi");
    practice.office.tick().await;
    let before = practice.listing().await;
    let rename = json!({ "client_id": practice.cast.rinaldi, "name": "Officine Rinaldi S.p.A." });
    practice.office.call("clients.update", rename).await;
    practice.office.tick().await;
    assert_eq!(practice.listing().await, before);
    assert!(root.join("Dichiarazioni/730.txt").is_file());
}

#[tokio::test]
async fn what_a_contact_has_opened_is_seen_until_there_is_another_version() {
    let practice = Practice::open().await;
    let (root, office) = (practice.root().await, practice.office.office());
    save(&root, "Dichiarazioni/730.txt", "redditi");
    practice.office.tick().await;
    let client = practice.office.call("clients.get", json!({ "client_id": practice.cast.rinaldi })).await;
    let contact = client["contacts"][0]["contact_id"].as_str().unwrap().parse().unwrap();
    let document = practice.document("Dichiarazioni/730.txt").await;
    assert_eq!(document["seen"], json!([]));
    let id = document["document_id"].as_str().unwrap().parse().unwrap();
    service::seen(office, contact, id).await.unwrap();
    let seen = practice.document("Dichiarazioni/730.txt").await["seen"].clone();
    assert_eq!((seen.as_array().unwrap().len(), &seen[0]["name"]), (1, &client["contacts"][0]["name"]));
    assert!(practice.actions().await.contains(&"document.seen".to_owned()));

    save(&root, "Dichiarazioni/730.txt", "redditi corretti");
    practice.office.tick().await;
    assert_eq!(practice.document("Dichiarazioni/730.txt").await["seen"], json!([]));
    let folder = practice.folder("Dichiarazioni").await["folder_id"].clone();
    practice.office.call("documents.set_access", json!({ "folder_id": folder, "access": "private" })).await;
    let hidden = service::seen(office, contact, id).await.unwrap_err();
    assert!(matches!(hidden, Error::NotFound { .. }), "{hidden}");
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

    // It is given away as it was looked at, or not at all: the office has not noticed yet what lies there now.
    let (circular, secret) =
        (root.join("Dichiarazioni/Circolare.txt"), practice.office.folder().join("secret"));
    fs::write(&secret, "scadenze di giugno").unwrap();
    fs::remove_file(&circular).unwrap();
    std::os::unix::fs::symlink(&secret, &circular).unwrap();
    let both = write(json!([practice.cast.rinaldi, lucia]));
    let link = practice.office.try_call("chats.create", both.clone()).await.unwrap_err();
    assert_eq!((link.code.as_str(), &link.params["reason"]), ("file_refused", &json!("unreadable")));
    fs::remove_file(&circular).unwrap();
    fs::write(&circular, "scadenze di luglio").unwrap();
    let other = practice.office.try_call("chats.create", both).await.unwrap_err();
    assert_eq!((other.code.as_str(), &other.params["reason"]), ("file_refused", &json!("changed")));
    let staging = practice.office.folder().join("Documents/.studiolo/staging");
    assert_eq!(fs::read_dir(staging).unwrap().count(), 0);
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
async fn what_is_too_large_or_not_to_travel_is_named_in_the_mail_and_stays_here() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/730.txt", "redditi");
    practice.office.tick().await;
    let id = practice.document("Dichiarazioni/730.txt").await["document_id"].clone();
    let caught = practice.office.folder().join("outbox-caught");
    for (mail_documents, travels) in [
        (json!({ "enabled": true, "max_bytes": 7 }), true),
        (json!({ "enabled": true, "max_bytes": 6 }), false),
        (json!({ "enabled": false, "max_bytes": 1_000_000 }), false),
    ] {
        practice.office.call("settings.update", json!({ "mail_documents": mail_documents })).await;
        let _ = fs::remove_dir_all(&caught);
        let request = json!({ "client_ids": [practice.cast.rinaldi], "subject": "Il 730", "body": "Ecco.",
            "attachments": [{ "document_id": id }] });
        practice.office.call("chats.create", request).await;
        practice.office.tick().await;
        let mails: Vec<_> = fs::read_dir(&caught).unwrap().collect();
        assert!(!mails.is_empty());
        for entry in mails {
            let mail = fs::read_to_string(entry.unwrap().path()).unwrap();
            assert_eq!(mail.contains("cmVkZGl0aQ=="), travels, "{mail_documents}: {mail}");
            assert!(mail.contains("730.txt"), "{mail}");
        }
    }
}

#[tokio::test]
async fn what_a_message_brings_is_saved_where_the_last_one_was() {
    let practice = Practice::open().await;
    let (root, from) = (practice.root().await, elsewhere());
    let folder = practice.folder("Dichiarazioni").await["folder_id"].clone();
    let send = async |file: &str, folder: Option<&Value>| {
        let mut attachment = json!({ "path": from.path().join(file) });
        if let Some(folder) = folder {
            attachment["folder_id"] = folder.clone();
        }
        let request = json!({ "client_ids": [practice.cast.rinaldi], "subject": "Ecco", "body": "Ecco.",
            "attachments": [attachment] });
        practice.office.call_from_shell("chats.create", request).await;
    };
    send("Fatture/Metalsider 218.txt", Some(&folder)).await;
    send("Estratto conto marzo.pdf", None).await;
    assert!(root.join("Dichiarazioni/Metalsider 218.txt").is_file());
    assert!(root.join("Dichiarazioni/Estratto conto marzo.pdf").is_file());
    // What the client sees no more is no place for it.
    practice.office.call("documents.set_access", json!({ "folder_id": folder, "access": "private" })).await;
    save(from.path(), "Nota.txt", "una nota");
    send("Nota.txt", None).await;
    assert!(root.join("Contratti e deleghe/Nota.txt").is_file());
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
    let actions = practice.actions().await;
    let count = |action: &str| actions.iter().filter(|one| *one == action).count();
    assert_eq!((count("documents.trash"), count("documents.restore")), (2, 2), "{actions:?}");

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
    assert!(practice.actions().await.contains(&"document.deleted".to_owned()));
}
