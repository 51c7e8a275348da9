//! Templates of messages: their words are filled in for each client, their documents saved among each client's.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use studiolo_testkit::{Cast, TestOffice, rome};

/// Elena's office with Officine Rinaldi, Lucia Ferretti and a template.
struct Practice {
    office: TestOffice,
    cast: Cast,
    lucia: Value,
    template: Value,
}

impl Practice {
    async fn open() -> Self {
        let office = TestOffice::new().await;
        office.clock_to(rome(2026, 4, 22, 10, 0));
        let cast = office.cast().await;
        let lucia = client(&office, "Lucia Ferretti", "Dott.ssa Lucia Ferretti").await;
        let words = json!({ "name": "Scadenza F24", "subject": "F24 di {month}, {client}",
            "body": "Buongiorno {first_name},\n\nmi risponda entro {today+5}.\n\n{owner}, {firm}" });
        let template = office.call("templates.create", words).await["template_id"].take();
        Self { office, cast, lucia, template }
    }

    async fn add(&self, files: &[(&str, &[u8])]) -> Value {
        let folder = tempfile::tempdir().unwrap();
        let mut paths: Vec<PathBuf> = Vec::new();
        for (name, bytes) in files {
            paths.push(folder.path().join(name));
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        let request = json!({ "template_id": self.template, "paths": paths });
        self.office.call_from_shell("templates.add_documents", request).await
    }

    /// The chats made of the template, by client.
    async fn send(&self, more: Value) -> Vec<Value> {
        let mut request =
            json!({ "client_ids": [self.cast.rinaldi, self.lucia], "template_id": self.template });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = self.office.call("chats.create", request).await;
        let mut threads = Vec::new();
        for chat in made["chats"].as_array().unwrap() {
            threads.push(self.office.thread(chat["chat_id"].as_str().unwrap()).await);
        }
        threads
    }
}

async fn client(office: &TestOffice, name: &str, contact: &str) -> Value {
    let contacts =
        json!([{ "name": contact, "email": "lucia@ferretti.example", "notify": true, "login": false }]);
    let request = json!({ "name": name, "kind": "person", "contacts": contacts });
    office.call("clients.create", request).await["client_id"].take()
}

#[tokio::test]
async fn the_words_are_filled_in_for_each_client() {
    let practice = Practice::open().await;
    let threads = practice.send(json!({})).await;
    assert_eq!(threads[0]["chat"]["subject"], "F24 di aprile, Officine Rinaldi S.r.l.");
    assert_eq!(threads[1]["chat"]["subject"], "F24 di aprile, Lucia Ferretti");
    assert_eq!(
        threads[1]["messages"][0]["text"],
        "Buongiorno Lucia,\n\nmi risponda entro lunedì 27 aprile.\n\nElena Vannini, Studio Vannini"
    );
    let request = json!({ "client_id": practice.lucia, "subject": "", "body": "{today+253} {today+254}" });
    let preview = practice.office.call("templates.preview", request).await;
    assert_eq!(preview["text"], "giovedì 31 dicembre venerdì 1° gennaio 2027");
    let listed = practice.office.call("templates.list", json!({})).await;
    assert_eq!(listed["templates"][0]["used_at"], "2026-04-22T08:00:00Z");
    assert!(practice.office.actions().await.iter().any(|action| action == "templates.create"));
}

#[tokio::test]
async fn what_the_owner_changed_counts_and_braces_of_a_message_without_a_template_are_words() {
    let practice = Practice::open().await;
    let threads = practice.send(json!({ "subject": "", "body": "{client}: {today}?" })).await;
    assert_eq!(threads[1]["chat"]["subject"], "Lucia Ferretti: mercoledì 22 aprile?");
    let plain = json!({ "client_ids": [practice.lucia], "subject": "{client}", "body": "{today}" });
    let made = practice.office.call("chats.create", plain).await;
    let thread = practice.office.thread(made["chats"][0]["chat_id"].as_str().unwrap()).await;
    assert_eq!(
        (&thread["chat"]["subject"], &thread["messages"][0]["text"]),
        (&json!("{client}"), &json!("{today}"))
    );
}

#[tokio::test]
async fn a_client_of_whom_something_is_missing_is_named_and_nothing_is_made_for_anybody() {
    let practice = Practice::open().await;
    practice.add(&[("Informativa.txt", b"informativa")]).await;
    let aurora = json!({ "name": "Immobiliare Aurora", "kind": "company" });
    let aurora = practice.office.call("clients.create", aurora).await["client_id"].take();
    let request = json!({ "client_ids": [practice.cast.rinaldi, aurora], "template_id": practice.template,
        "allow_no_recipient": true });
    let error = practice.office.try_call("chats.create", request).await.unwrap_err();
    assert_eq!(error.code, "missing_value");
    let wanting = json!([{ "client_id": aurora, "name": "Immobiliare Aurora", "missing": ["first_name"] }]);
    assert_eq!(error.params["clients"], wanting);
    assert_eq!(practice.office.call("chats.list", json!({})).await["chats"], json!([]));
    let documents = json!({ "client_id": practice.cast.rinaldi });
    assert_eq!(practice.office.call("documents.list", documents).await["documents"], json!([]));

    let words = json!({ "subject": "", "body": "{first_name} {client}" });
    let missing = practice.office.call("templates.missing", words).await;
    assert_eq!(missing, json!({ "clients": wanting, "complete": 2 }));
    let preview = json!({ "client_id": aurora, "subject": "{client}", "body": "Gentile {first_name}" });
    let preview = practice.office.call("templates.preview", preview).await;
    let expected = json!({ "subject": "Immobiliare Aurora", "text": "Gentile {first_name}",
        "values": { "client": "Immobiliare Aurora" }, "missing": ["first_name"] });
    assert_eq!(preview, expected);
}

#[tokio::test]
async fn its_documents_are_saved_among_those_of_each_client() {
    let practice = Practice::open().await;
    let added = practice.add(&[("Informativa.txt", b"informativa"), ("corso.exe", b"MZ\x90\0")]).await;
    assert_eq!(added["added"][0]["name"], "Informativa.txt");
    assert_eq!(added["refused"], json!([{ "path": "corso.exe", "reason": "program" }]));
    let threads = practice.send(json!({})).await;
    let mut ids = Vec::new();
    for (thread, client) in threads.iter().zip([&json!(practice.cast.rinaldi), &practice.lucia]) {
        let brought = &thread["messages"][0]["attachments"][0];
        assert_eq!((&brought["name"], &brought["size"]), (&json!("Informativa.txt"), &json!(11)));
        let listed = practice.office.call("documents.list", json!({ "client_id": client })).await;
        let document = &listed["documents"][0];
        assert_eq!(document["document_id"], brought["document_id"]);
        let path = PathBuf::from(listed["root"].as_str().unwrap()).join(document["path"].as_str().unwrap());
        assert_eq!(fs::read(path).unwrap(), b"informativa");
        ids.push(brought["document_id"].clone());
    }
    assert_ne!(ids[0], ids[1]);

    // Sent once more, the same bytes are there already.
    let again = practice.send(json!({})).await;
    assert_eq!(again[0]["messages"][0]["attachments"][0]["document_id"], ids[0]);
    let none = practice.send(json!({ "attachments": [] })).await;
    assert_eq!(none[0]["messages"][0]["attachments"], json!([]));
}

#[tokio::test]
async fn a_chat_that_brings_no_document_is_made_while_the_documents_are_away() {
    let practice = Practice::open().await;
    let documents = practice.office.folder().join("Documents");
    fs::rename(&documents, documents.with_file_name("Away")).unwrap();
    let threads = practice.send(json!({})).await;
    assert_eq!(threads[1]["chat"]["subject"], "F24 di aprile, Lucia Ferretti");
    let plain = json!({ "client_ids": [practice.lucia], "subject": "IMU", "body": "Buongiorno" });
    practice.office.call("chats.create", plain).await;
}

#[tokio::test]
async fn one_of_its_documents_goes_into_the_folder_that_is_chosen_but_never_a_private_one() {
    let practice = Practice::open().await;
    let added = practice.add(&[("a.txt", b"a"), ("b.txt", b"b")]).await;
    let rinaldi = json!({ "client_id": practice.cast.rinaldi });
    let folders = practice.office.call("documents.list", rinaldi).await["folders"].take();
    let folder = |name: &str| {
        let found = folders.as_array().unwrap().iter().find(|folder| folder["name"] == name).unwrap();
        found["folder_id"].clone()
    };
    let request = |folder: Value| {
        let document = &added["added"][1]["template_document_id"];
        json!({ "client_ids": [practice.cast.rinaldi], "template_id": practice.template,
            "attachments": [{ "template_document_id": document, "folder_id": folder }] })
    };
    let refused =
        practice.office.try_call("chats.create", request(folder("Note interne"))).await.unwrap_err();
    assert_eq!(refused.code, "private_document");
    practice.office.call("chats.create", request(folder("Contabilità 2026"))).await;
    let listed = practice.office.call("documents.list", json!({ "client_id": practice.cast.rinaldi })).await;
    assert_eq!(listed["documents"][0]["path"], "Contabilità 2026/b.txt");
    let folder = practice.office.folder().join("Documents");
    let left = fs::read_dir(folder.join(".studiolo/staging")).map_or(0, Iterator::count);
    assert_eq!(left, 0, "nothing of it is left where it was put together");
}

#[tokio::test]
async fn a_template_keeps_so_many_documents_and_no_more() {
    let practice = Practice::open().await;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a-large.bin"), vec![7; 25_000_000]).unwrap();
    fs::create_dir(folder.path().join("b")).unwrap();
    for n in 0..21 {
        fs::write(folder.path().join(format!("b/{n:02}.txt")), [n]).unwrap();
    }
    let request = json!({ "template_id": practice.template,
        "paths": [folder.path().join("b"), folder.path().join("a-large.bin")] });
    let added = practice.office.call_from_shell("templates.add_documents", request).await;
    assert_eq!(added["added"].as_array().unwrap().len(), 20);
    let refused = json!([{ "path": "b/20.txt", "reason": "too_many" },
        { "path": "a-large.bin", "reason": "too_many" }]);
    assert_eq!(added["refused"], refused);

    let removed = json!({ "template_document_id": added["added"][0]["template_document_id"] });
    practice.office.call("templates.remove_document", removed).await;
    let request = json!({ "template_id": practice.template, "paths": [folder.path().join("a-large.bin")] });
    let large = practice.office.call_from_shell("templates.add_documents", request).await;
    assert_eq!(large["refused"], json!([{ "path": "a-large.bin", "reason": "too_large" }]));
    let request = json!({ "template_id": practice.template, "paths": [folder.path().join("b/01.txt")] });
    let same = practice.office.call_from_shell("templates.add_documents", request).await;
    assert_eq!(same["added"], json!([added["added"][1]]), "its bytes are there already");
    let template = practice.office.call("templates.get", json!({ "template_id": practice.template })).await;
    assert_eq!(template["documents"].as_array().unwrap().len(), 19);
}

#[tokio::test]
async fn a_message_taken_back_is_a_draft_with_its_variables() {
    let practice = Practice::open().await;
    let threads = practice.send(json!({ "undo_seconds": 10 })).await;
    let chats: Vec<_> = threads.iter().map(|thread| thread["chat"]["chat_id"].clone()).collect();
    let taken = practice.office.call("chats.undo_send", json!({ "chat_ids": chats })).await;
    let drafts = practice.office.call("drafts.list", json!({})).await;
    let draft = &drafts["drafts"][0];
    assert_eq!(draft["draft_id"], taken["draft_id"]);
    assert_eq!(
        (&draft["template_id"], &draft["subject"]),
        (&practice.template, &json!("F24 di {month}, {client}"))
    );
    assert!(draft["text"].as_str().unwrap().starts_with("Buongiorno {first_name},"), "{draft}");
    assert_eq!(draft["client_ids"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_draft_keeps_the_template_also_when_that_is_deleted() {
    let practice = Practice::open().await;
    let added = practice.add(&[("a.txt", b"a"), ("b.txt", b"b")]).await;
    let [a, b] = [0, 1].map(|n| added["added"][n]["template_document_id"].clone());
    let draft = json!({ "client_ids": [practice.lucia], "subject": "{client}", "body": "{year}",
        "template_id": practice.template, "template_document_ids": [b, a] });
    let draft = practice.office.call("drafts.save", draft).await["draft_id"].take();
    practice.office.call("templates.delete", json!({ "template_id": practice.template })).await;
    practice.office.at(rome(2026, 9, 22, 10, 0)).await;
    let drafts = practice.office.call("drafts.list", json!({})).await["drafts"].take();
    assert_eq!(drafts[0]["template_id"], practice.template);
    let names: Vec<_> =
        drafts[0]["template_documents"].as_array().unwrap().iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["b.txt", "a.txt"]);

    let send = json!({ "client_ids": [practice.lucia], "subject": "{client}", "body": "{year}",
        "template_id": practice.template, "draft_id": draft });
    let made = practice.office.call("chats.create", send).await;
    let thread = practice.office.thread(made["chats"][0]["chat_id"].as_str().unwrap()).await;
    assert_eq!(thread["messages"][0]["text"], "2026");

    practice.office.at(rome(2026, 9, 22, 11, 0)).await;
    let gone = json!({ "template_id": practice.template });
    let gone = practice.office.try_call("templates.restore", gone).await.unwrap_err();
    assert_eq!(gone.code, "not_found", "no draft needs it any more, and its time is over");
}

#[tokio::test]
async fn a_template_is_deleted_put_back_and_copied_under_a_name_of_its_own() {
    let practice = Practice::open().await;
    practice.add(&[("a.txt", b"a")]).await;
    let name = |name: &str| json!({ "template_id": practice.template, "name": name });
    let id = json!({ "template_id": practice.template });
    let taken = practice.office.try_call("templates.duplicate", name("SCADENZA f24")).await.unwrap_err();
    assert_eq!((taken.code.as_str(), &taken.params["name"]), ("name_taken", &json!("SCADENZA f24")));
    let copy = practice.office.call("templates.duplicate", name("Saldo IVA")).await;
    let copied = practice.office.call("templates.get", copy.clone()).await;
    assert_eq!(
        (&copied["subject"], &copied["documents"][0]["name"]),
        (&json!("F24 di {month}, {client}"), &json!("a.txt"))
    );

    practice.office.call("templates.delete", id.clone()).await;
    let twice = practice.office.try_call("templates.delete", id.clone()).await.unwrap_err();
    assert_eq!(twice.code, "not_found");
    let rename = json!({ "template_id": copy["template_id"], "name": "Scadenza F24" });
    practice.office.call("templates.update", rename).await;
    let taken = practice.office.try_call("templates.restore", id.clone()).await.unwrap_err();
    assert_eq!(taken.code, "name_taken");
    let rename = json!({ "template_id": copy["template_id"], "name": "Saldo IVA" });
    practice.office.call("templates.update", rename).await;
    practice.office.call("templates.restore", id).await;
    let listed = practice.office.call("templates.list", json!({})).await;
    let names: Vec<_> = listed["templates"].as_array().unwrap().iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["Saldo IVA", "Scadenza F24"]);
}

#[tokio::test]
async fn what_can_not_be_a_template_is_refused_and_says_why() {
    let practice = Practice::open().await;
    for (field, value, reason) in [
        ("subject", "{importo}", "is no variable"),
        ("subject", "due\nrighe", "more than one line"),
        ("body", "{today+4000}", "is no variable"),
        ("name", " ", "empty"),
    ] {
        let mut request = json!({ "template_id": practice.template });
        request[field] = json!(value);
        let refused = practice.office.try_call("templates.update", request).await.unwrap_err();
        assert_eq!((refused.code.as_str(), &refused.params["field"]), ("invalid_request", &json!(field)));
        assert!(refused.message.contains(reason), "{}", refused.message);
    }
    let request = json!({ "template_id": practice.template, "paths": ["/etc/hostname"] });
    let refused = practice.office.try_call("templates.add_documents", request).await.unwrap_err();
    assert_eq!(refused.params["field"], "paths", "the window never sends a path");
}
