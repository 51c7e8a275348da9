//! Documents are found by the words in them, which another process reads.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use studiolo_core::documents::WordReader;
use studiolo_core::jobs;

use crate::documents::{Practice, save};
use crate::documents_import::column;

/// Answers with the whole file; of one called so it dies, of another it never answers.
const FAKE: &str = "#!/usr/bin/python3
import os, signal, sys, time
come, go = sys.stdin.buffer, sys.stdout.buffer
part = lambda: come.read(int.from_bytes(come.read(4), 'big'))
with open(__file__ + '.started', 'a') as started:
    print(os.getpid(), file=started)
go.write(b'words 1\\n')
go.flush()
while True:
    name, text = part(), part()
    if name == b'Mortale.txt':
        os.kill(os.getpid(), signal.SIGSEGV)
    if name == b'Infinito.txt':
        time.sleep(1000)
    go.write(len(text).to_bytes(4, 'big') + text)
    go.flush()
";

/// A program of this text that says that it reads words.
fn fake(text: &str) -> (tempfile::TempDir, WordReader) {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("reader");
    fs::write(&program, text).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    (folder, WordReader { program, longest: Duration::from_secs(5) })
}

/// The processes of the fake, in the order of their starts.
fn started(reader: &WordReader) -> Vec<PathBuf> {
    let said = fs::read_to_string(reader.program.with_extension("started")).unwrap_or_default();
    said.lines().map(|process| Path::new("/proc").join(process)).collect()
}

/// Waits until something is so.
async fn until(what: &str, is: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !is() {
        assert!(Instant::now() < end, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn all_gone(reader: &WordReader) {
    until("its processes to be gone", || started(reader).iter().all(|process| !process.exists())).await;
}

async fn found(practice: &Practice, text: &str) -> Value {
    practice.office.call("documents.search", json!({ "text": text })).await["documents"].clone()
}

#[tokio::test]
async fn documents_are_found_by_words_of_their_names_and_in_their_text() {
    let reader =
        WordReader { program: env!("CARGO_BIN_EXE_studioloctl").into(), longest: Duration::from_mins(1) };
    let practice = Practice::reading_words(reader).await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/Contabilità di maggio.txt", "a");
    save(&root, "Note interne/Appunti.txt", "b");
    practice.office.tick().await;
    let may = found(&practice, "MAGGIO contabilita").await;
    assert_eq!(column(&may, "path"), ["Dichiarazioni/Contabilità di maggio.txt"]);
    save(&root, "Note interne/Appunti.txt", "Sentire l’avvocato per la causa dell’officina.");
    practice.office.tick().await;
    let lawyer = found(&practice, "OFFICINA avvoc").await;
    assert_eq!(column(&lawyer, "path"), ["Note interne/Appunti.txt"]);
    assert_eq!(column(&lawyer, "snippet"), ["Sentire l’avvocato per la causa dell’officina."]);
    assert_eq!(found(&practice, "giugno").await, json!([]));
}

#[tokio::test]
async fn a_document_that_hangs_its_reader_or_kills_it_stops_no_other() {
    let (_folder, reader) = fake(FAKE);
    let practice = Practice::reading_words(reader.clone()).await;
    let root = practice.root().await;
    for name in ["Primo.txt", "Mortale.txt", "Secondo.txt", "Infinito.txt", "Terzo.txt"] {
        save(&root, &format!("Dichiarazioni/{name}"), "la delega");
    }
    practice.office.tick().await;
    practice.office.tick().await;
    let mut read = column(&found(&practice, "delega").await, "path");
    read.sort_unstable();
    assert_eq!(read, ["Primo.txt", "Secondo.txt", "Terzo.txt"].map(|name| format!("Dichiarazioni/{name}")));
    all_gone(&reader).await;

    // They are not tried again until they are others.
    let before = started(&reader).len();
    practice.office.tick().await;
    assert_eq!(started(&reader).len(), before);
    save(&root, "Dichiarazioni/Infinito.txt", "nome nuovo");
    fs::rename(root.join("Dichiarazioni/Infinito.txt"), root.join("Dichiarazioni/Finito.txt")).unwrap();
    practice.office.tick().await;
    assert_eq!(column(&found(&practice, "nome nuovo").await, "path"), ["Dichiarazioni/Finito.txt"]);
}

#[tokio::test]
async fn an_office_that_is_closed_leaves_no_reader_behind() {
    let (_folder, reader) = fake(FAKE);
    let practice = Practice::reading_words(reader.clone()).await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/Infinito.txt", "la delega");
    let loops = jobs::start(practice.office.office());
    until("the reader to be started", || !started(&reader).is_empty()).await;
    assert!(loops.shutdown().await, "the loops end");
    all_gone(&reader).await;
}

#[tokio::test]
async fn a_program_that_reads_no_words_costs_no_document_its_own() {
    for text in ["#!/bin/sh\necho Usage: another program\n", "#!/bin/sh\nexit 1\n"] {
        let (_folder, reader) = fake(text);
        let practice = Practice::reading_words(reader.clone()).await;
        save(&practice.root().await, "Dichiarazioni/Delega.txt", "la delega di Paolo");
        let ticked = practice.office.tick_badly().await;
        assert_eq!(ticked.errors.len(), 1, "{:?}", ticked.errors);
        assert_eq!(ticked.errors[0].0, "words");
        assert_eq!(found(&practice, "Paolo").await, json!([]));
        // Once the program is there its words are found.
        fs::write(&reader.program, FAKE).unwrap();
        practice.office.tick().await;
        assert_eq!(column(&found(&practice, "Paolo").await, "path"), ["Dichiarazioni/Delega.txt"]);
    }
}
