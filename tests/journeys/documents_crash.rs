//! kill -9 in the middle of an import, and programs that work on the watched folder: all or nothing, and nothing half.
//!
//! 200 kills, spread evenly over the time that an import takes.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::ctl::{Ctl, Verb};

const KILLS: u32 = 200;

/// Files of one import.
const FILES: usize = 40;

/// How many files lie at or below this folder.
fn files_below(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let count = |path: &Path| if path.is_dir() { files_below(path) } else { 1 };
    entries.map(|entry| count(&entry.unwrap().path())).sum()
}

async fn client_with_folder(ctl: &Ctl) -> (Value, Value) {
    let client = ctl.call("clients.create", &json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company" }));
    let client = client.done().await.json()["client_id"].clone();
    let listing = ctl.call("documents.list", &json!({ "client_id": client })).done().await.json();
    let folders = listing["folders"].as_array().unwrap();
    let folder = folders.iter().find(|folder| folder["name"] == "Dichiarazioni").unwrap();
    (client, folder["folder_id"].clone())
}

#[tokio::test]
async fn an_import_that_is_killed_at_any_instant_has_taken_in_all_or_nothing() {
    let ctl = Ctl::with_office().await;
    let (client, folder_id) = client_with_folder(&ctl).await;
    let from = ctl.path("pratica");
    for number in 0..FILES {
        let folder = from.join(format!("{}", number % 4));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{number}.txt")), format!("{number} ").repeat(2_000)).unwrap();
    }
    let import = |below: String, salt: u32| {
        // Other bytes each time, or the same ones would be recognised.
        fs::write(from.join("0/0.txt"), format!("salt {salt}")).unwrap();
        for number in 1..FILES {
            let file = from.join(format!("{}/{number}.txt", number % 4));
            fs::write(file, format!("{salt} {number} ").repeat(2_000)).unwrap();
        }
        // In turns as a folder and as a zip of it.
        let zip = ctl.path(&format!("{below}.zip"));
        let given = if salt % 4 < 2 {
            &from
        } else {
            run("zip", &["-q", "-r", zip.to_str().unwrap(), "pratica"], from.parent().unwrap());
            &zip
        };
        let request = json!({ "folder_id": folder_id, "below": below, "paths": [given], "dry_run": false });
        ctl.call("documents.import", &request)
    };
    let began = Instant::now();
    import("intera".into(), KILLS).done().await.json();
    let whole = began.elapsed();
    let root = ctl.office().join("Documents/Officine Rinaldi S.r.l/Dichiarazioni");
    assert_eq!(files_below(&root.join("intera")), FILES);
    let (mut all, mut none) = (0, 0);
    for kill in 0..KILLS {
        if kill % 2 == 0 {
            // Some folders move whole, and this one is filled file by file.
            fs::create_dir_all(root.join(format!("k{kill}/pratica/0"))).unwrap();
        }
        let mut child = import(format!("k{kill}"), kill).start();
        tokio::time::sleep(whole * kill / KILLS + Duration::from_millis(1)).await;
        child.kill().await.unwrap();
        // Whoever opens the office next takes up what was left.
        ctl.call("settings.get", &json!({})).done().await.json();
        let landed = files_below(&root.join(format!("k{kill}")));
        assert!(landed == 0 || landed == FILES, "{landed} of {FILES} files after kill {kill}");
        assert_eq!(
            files_below(&ctl.office().join("Documents/.studiolo/staging")),
            0,
            "kill {kill} left something staged"
        );
        if landed == 0 { none += 1 } else { all += 1 }
    }
    assert!(all > 0 && none > 0, "{all} imports were whole, {none} were nothing");
    let ticked = ctl.verb(&["tick"]).done().await.json();
    assert_eq!(ticked["unsettled"], 0);
    let listing = ctl.call("documents.list", &json!({ "client_id": client })).done().await.json();
    let known = listing["documents"].as_array().unwrap();
    assert_eq!(known.len(), (all + 1) * FILES);
    assert!(known.iter().all(|document| document["published"] == true));
    assert_eq!(ctl.verb(&["verify"]).done().await.json()["ok"], true);
}

#[tokio::test]
async fn an_office_program_that_saves_in_place_makes_a_new_version_of_the_same_document() {
    let ctl = Ctl::with_office().await;
    let (client, _) = client_with_folder(&ctl).await;
    let root = ctl.office().join("Documents/Officine Rinaldi S.r.l/Dichiarazioni");
    let profile = format!("-env:UserInstallation=file://{}", ctl.path("profile").display());
    let save = |file: &Path| {
        let words = [
            &profile,
            "--headless",
            "--convert-to",
            "docx",
            "--outdir",
            root.to_str().unwrap(),
            file.to_str().unwrap(),
        ];
        run("soffice", &words, &root);
    };
    let text = ctl.path("Lettera.txt");
    fs::write(&text, "Gentile Paolo, le mando la delega.").unwrap();
    let serving = ctl.verb(&["serve"]).serving().await;
    save(&text);
    // Whole for a moment before it is written over.
    tokio::time::sleep(Duration::from_secs(4)).await;
    fs::write(&text, "Gentile Paolo, le rimando la delega corretta.").unwrap();
    save(&text);
    tokio::time::sleep(Duration::from_secs(4)).await;
    serving.signal("TERM").await;
    assert_eq!(serving.ended().await.status, Some(0));
    assert_eq!(ctl.verb(&["tick"]).done().await.json()["unsettled"], 0);
    let listing = ctl.call("documents.list", &json!({ "client_id": client })).done().await.json();
    let known = listing["documents"].as_array().unwrap();
    assert_eq!(known.len(), 1, "no lock, no half-saved file is a document: {known:#?}");
    assert_eq!((&known[0]["path"], &known[0]["version"]), (&json!("Dichiarazioni/Lettera.docx"), &json!(2)));
    let found = ctl.call("documents.search", &json!({ "text": "delega corretta" })).done().await.json();
    assert_eq!(found["documents"][0]["document_id"], known[0]["document_id"], "its words were read");
}

#[tokio::test]
async fn what_an_office_program_prints_into_a_pdf_is_found_by_its_words() {
    let ctl = Ctl::with_office().await;
    client_with_folder(&ctl).await;
    let root = ctl.office().join("Documents/Officine Rinaldi S.r.l/Dichiarazioni");
    let (profile, text) =
        (format!("-env:UserInstallation=file://{}", ctl.path("profile").display()), ctl.path("Verbale.txt"));
    fs::write(&text, "Verbale dell’assemblea ordinaria dei soci.").unwrap();
    let (outdir, text) = (root.to_str().unwrap(), text.to_str().unwrap());
    run("soffice", &[&profile, "--headless", "--convert-to", "pdf", "--outdir", outdir, text], &root);
    ctl.verb(&["tick"]).done().await.json();
    let found = ctl.call("documents.search", &json!({ "text": "assemblea ordinaria" })).done().await.json();
    assert_eq!(found["documents"][0]["path"], "Dichiarazioni/Verbale.pdf", "{found}");
}

/// Runs a program, which must go well.
fn run(program: &str, arguments: &[&str], folder: &Path) {
    let ended = Command::new(program).args(arguments).current_dir(folder).output();
    let ended = ended
        .unwrap_or_else(|error| panic!("{program}: {error}; `cargo xtask test` installs what is missing"));
    assert!(ended.status.success(), "{program}: {}", String::from_utf8_lossy(&ended.stderr));
}

#[tokio::test]
async fn what_programs_do_to_the_watched_folder_is_known_as_what_it_is() {
    let ctl = Ctl::with_office().await;
    let (client, _) = client_with_folder(&ctl).await;
    let root = ctl.office().join("Documents/Officine Rinaldi S.r.l/Dichiarazioni");
    let elsewhere = ctl.path("elsewhere");
    fs::create_dir_all(elsewhere.join("Fatture")).unwrap();
    for number in 0..30 {
        fs::write(elsewhere.join(format!("Fatture/{number}.txt")), format!("fattura {number}")).unwrap();
    }
    run("zip", &["-q", "-r", "fatture.zip", "Fatture"], &elsewhere);
    let serving = ctl.verb(&["serve"]).serving().await;

    run("unzip", &["-q", elsewhere.join("fatture.zip").to_str().unwrap()], &root);
    run("rsync", &["-a", "Fatture/", root.join("Copia").to_str().unwrap()], &elsewhere);
    run("git", &["init", "-q", "."], &elsewhere);
    run("git", &["add", "Fatture"], &elsewhere);
    let as_elena = ["-c", "user.name=Elena", "-c", "user.email=elena@studiovannini.example"];
    run("git", &[&as_elena[..], &["commit", "-qm", "prima"]].concat(), &elsewhere);
    fs::write(elsewhere.join("Fatture/0.txt"), "corretta").unwrap();
    run("git", &[&as_elena[..], &["commit", "-qam", "seconda"]].concat(), &elsewhere);
    let archive = root.join("Archivio");
    run("git", &["clone", "-q", elsewhere.to_str().unwrap(), archive.to_str().unwrap()], &root);
    run("git", &["checkout", "-q", "HEAD~1"], &archive);
    fs::write(elsewhere.join("Fatture/1.txt"), "fattura 1, corretta").unwrap();
    // All of it is whole for a moment before it changes.
    tokio::time::sleep(Duration::from_secs(8)).await;
    run("git", &["checkout", "-q", "-"], &archive);
    run("rsync", &["-a", "Fatture/", root.join("Copia").to_str().unwrap()], &elsewhere);
    tokio::time::sleep(Duration::from_secs(8)).await;
    // A mass rename by a shell, and a large file of 210 MB that comes slowly.
    run("sh", &["-c", "for f in Copia/*.txt; do mv \"$f\" \"${f%.txt} bis.txt\"; done"], &root);
    run(
        "sh",
        &["-c", "for i in 1 2 3 4 5 6; do head -c 35000000 /dev/zero; sleep 0.5; done > lento.bin"],
        &root,
    );
    // Ended and asked in a process of its own: one process has the office.
    tokio::time::sleep(Duration::from_secs(6)).await;
    serving.signal("TERM").await;
    assert_eq!(serving.ended().await.status, Some(0));
    let list = async || ctl.call("documents.list", &json!({ "client_id": client })).done().await.json();
    let paths = |listing: &Value| {
        let documents = listing["documents"].as_array().unwrap().iter();
        documents.map(|it| it["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let watched = list().await;
    let ticked = ctl.verb(&["tick"]).done().await.json();
    assert_eq!(ticked["unsettled"], 0, "{ticked}");
    let listing = list().await;
    assert_eq!(paths(&watched), paths(&listing), "a look at everything finds what the watch had found");
    let known = listing["documents"].as_array().unwrap();
    let below =
        |start: &str| known.iter().filter(|it| it["path"].as_str().unwrap().starts_with(start)).count();
    assert_eq!(below("Dichiarazioni/Fatture/"), 30);
    assert_eq!(below("Dichiarazioni/Copia/"), 30);
    let version = |path: &str| {
        let found = known.iter().find(|it| it["path"] == format!("Dichiarazioni/{path}"));
        found.unwrap_or_else(|| panic!("{path} is not among {known:#?}"))["version"].as_i64().unwrap()
    };
    // What rsync and git changed has a version more, and keeps it through the rename.
    assert_eq!((version("Copia/7 bis.txt"), version("Copia/1 bis.txt")), (1, 2));
    assert_eq!((version("Archivio/Fatture/7.txt"), version("Archivio/Fatture/0.txt")), (1, 2));
    assert_eq!(below("Dichiarazioni/Archivio/Fatture/"), 30);
    let slow = known.iter().find(|it| it["path"] == "Dichiarazioni/lento.bin").unwrap();
    assert_eq!(
        (&slow["size"], &slow["version"]),
        (&json!(210_000_000), &json!(1)),
        "it was published once, whole"
    );
}

#[tokio::test]
async fn a_drive_that_goes_and_comes_back_is_watched_again() {
    let ctl = Ctl::with_office().await;
    let (client, _) = client_with_folder(&ctl).await;
    let (drive, away) = (ctl.office().join("Documents"), ctl.path("away"));
    let below = "Officine Rinaldi S.r.l/Dichiarazioni";
    fs::write(drive.join(below).join("prima.txt"), "prima").unwrap();
    let serving = ctl.verb(&["serve"]).serving().await;
    // Longer than it takes until the folder is asked for again.
    let pause = || tokio::time::sleep(Duration::from_secs(8));
    pause().await;
    fs::rename(&drive, &away).unwrap();
    pause().await;
    fs::write(away.join(below).join("altrove.txt"), "altrove").unwrap();
    fs::rename(&away, &drive).unwrap();
    pause().await;
    fs::write(drive.join(below).join("dopo.txt"), "dopo").unwrap();
    pause().await;
    serving.signal("TERM").await;
    assert_eq!(serving.ended().await.status, Some(0));
    let listing = ctl.call("documents.list", &json!({ "client_id": client })).done().await.json();
    let known = listing["documents"].as_array().unwrap();
    let paths: Vec<_> = known.iter().map(|it| it["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["altrove", "dopo", "prima"].map(|name| format!("Dichiarazioni/{name}.txt")));
    let gone = ctl.call("audit.list", &json!({})).done().await.json();
    assert!(!gone["rows"].as_array().unwrap().iter().any(|row| row["action"] == "document.gone"));
}

#[tokio::test]
async fn in_a_restored_office_documents_are_themselves_again_once_their_files_are_back() {
    let ctl = Ctl::with_office().await;
    let (client, _) = client_with_folder(&ctl).await;
    let below = "Documents/Officine Rinaldi S.r.l/Dichiarazioni/Unico.txt";
    fs::write(ctl.office().join(below), "redditi").unwrap();
    ctl.verb(&["tick"]).done().await.json();
    let before = ctl.call("documents.list", &json!({ "client_id": client })).done().await.json();
    let (backup, restored) = (ctl.path("copia.studiolo-backup"), ctl.path("restored"));
    let (backup, restored) = (backup.to_str().unwrap(), restored.to_str().unwrap());
    ctl.verb(&["backup", backup]).done().await.json();
    ctl.verb(&["restore", backup, restored]).done().await.json();

    let key = ctl.key_file();
    let place = ["--office", restored, "--key-file", key.to_str().unwrap()];
    let tick = async || Verb::bare(&[&place[..], &["tick"]].concat()).done().await.json();
    let request = json!({ "client_id": client }).to_string();
    let list = async || {
        Verb::bare(&[&place[..], &["call", "documents.list", &request]].concat()).done().await.json()
    };
    tick().await;
    let empty = list().await;
    assert_eq!(empty["documents"], json!([]), "a backup holds no files");
    let file = Path::new(restored).join(below);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::copy(ctl.office().join(below), file).unwrap();
    tick().await;
    let after = list().await;
    assert_eq!(after["documents"][0]["document_id"], before["documents"][0]["document_id"]);
    assert_eq!(after["documents"][0]["version"], 1);
}
