//! Documents dragged by the pointer: out of the window onto another program, and files from there into it.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::documents::top_folder;
use crate::harness::{Desktop, DragSource, Driven, DropTarget, OfficeFolder, wait_until};

#[tokio::test]
async fn another_program_gets_the_file_of_a_document_or_of_all_that_are_ticked() {
    const ODD: &str = "100% più & #1.txt";
    let desktop = Desktop::start();
    let (office, target) = (OfficeFolder::demo(&desktop), DropTarget::open(&desktop));
    let window = documents_of_rinaldi(&desktop, &office).await;

    // A private document too: the computer is the owner's.
    window.click("Note interne").await;
    let private = dropped(&desktop, &target, &window, "Appunti.txt", 1).await;
    assert_eq!(names(&private), ["Appunti.txt"]);
    assert!(fs::read_to_string(&private[0]).unwrap().contains("leasing del tornio"));
    fs::write(private[0].with_file_name(ODD), "strano").unwrap();
    let odd = dropped(&desktop, &target, &window, ODD, 1).await;
    assert_eq!(fs::read_to_string(&odd[0]).unwrap(), "strano");

    window.click("1° trimestre").await;
    tick(&desktop, &window, "F24 maggio, bozza.pdf").await;
    tick(&desktop, &window, "Metalsider fattura 218.xml").await;
    let ticked = dropped(&desktop, &target, &window, "Metalsider fattura 218.xml", 2).await;
    let mut found = names(&ticked);
    found.sort_unstable();
    assert_eq!(found, ["F24 maggio, bozza.pdf", "Metalsider fattura 218.xml"]);
    // One that is not ticked goes alone.
    let other = dropped(&desktop, &target, &window, "Liquidazione IVA T1.csv", 1).await;
    assert_eq!(names(&other), ["Liquidazione IVA T1.csv"]);

    window.click("Liquidazione IVA T1.csv").await;
    window.see("Versioni").await;
    let viewed = dropped(&desktop, &target, &window, "Liquidazione IVA T1.csv", 1).await;
    assert_eq!(viewed, other);
    // They are copied: each still lies where it lay.
    for file in [private, odd, ticked, other].concat() {
        assert!(file.is_file(), "{}", file.display());
    }
    window.end().await;
    office.wait_until_closed();
    assert_eq!(copies(&desktop, &office), 6);
}

#[tokio::test]
async fn what_is_dropped_on_the_window_itself_or_is_no_document_goes_nowhere() {
    let desktop = Desktop::start();
    let (office, target) = (OfficeFolder::demo(&desktop), DropTarget::open(&desktop));
    let window = documents_of_rinaldi(&desktop, &office).await;
    window.click("1° trimestre").await;
    let begun = "window.ends = []; addEventListener('dragend', () => window.ends.push('end'))";
    window.see("Metalsider fattura 218.xml").await;
    window.run(begun).await;
    let (x, y) = place(&window, "Metalsider fattura 218.xml").await;
    desktop.drag(("Studiolo", (x, y)), ("Studiolo", (x, y + 250.0)));
    window.wait_for("the drag to end", "return window.ends.length", |ends| *ends == 1).await;
    assert_eq!(window.run("return document.querySelectorAll('[data-drop], [role=dialog]').length").await, 0);

    let gone = "const done = arguments[0];
        window.__TAURI_INTERNALS__.invoke('drag_documents', { document_ids: [crypto.randomUUID()] }).then(done, done)";
    let answer = window.client().execute_async(gone, vec![]).await.unwrap();
    assert_eq!(answer["code"], "not_found", "{answer}");
    assert_eq!(target.said(), Vec::<String>::new());
    window.end().await;
    office.wait_until_closed();
    assert_eq!(copies(&desktop, &office), 0);
}

#[tokio::test]
async fn files_folders_and_zips_dropped_on_the_window_are_shown_and_what_is_chosen_is_taken_in() {
    let desktop = Desktop::start();
    let (office, from) = (OfficeFolder::demo(&desktop), desktop.path("scaricati"));
    fs::create_dir_all(from.join("Banca/Da firmare")).unwrap();
    fs::create_dir_all(from.join("Fatture")).unwrap();
    fs::write(from.join("Bolletta.pdf"), "%PDF-1.4\n").unwrap();
    fs::write(from.join("Banca/Conto.txt"), "tassi").unwrap();
    fs::write(from.join("Fatture/Enel.txt"), "energia").unwrap();
    fs::write(from.join("Fatture/Acqua.txt"), "acqua").unwrap();
    fs::write(from.join("Fatture/gestionale.exe"), b"MZ\x90\0").unwrap();
    let (zip, fatture) = (from.join("pratica.zip"), from.join("Fatture"));
    desktop.answer("zip", &["-q", "-r", "-j", zip.to_str().unwrap(), fatture.to_str().unwrap()]).unwrap();
    let window = documents_of_rinaldi(&desktop, &office).await;
    window.click("Dichiarazioni").await;
    window.see("Aggiungi documenti").await;
    let files = ["Bolletta.pdf", "Banca", "pratica.zip"].map(|name| from.join(name));
    let _source = DragSource::open(&desktop, files.iter().map(PathBuf::as_path));
    desktop.drag(DragSource::MIDDLE, ("Studiolo", (800.0, 500.0)));

    window.see("Bolletta.pdf").await;
    window.see("Da firmare").await;
    window.see("1 file non si può aggiungere").await;
    window.see("È un programma: Studiolo accetta solo documenti.").await;
    window.photograph("e2e.dropped").await;
    window.click("Scegli Acqua.txt").await;
    window.click("Aggiungi 3 documenti").await;
    // The sheet names it too: it closes once all is taken in.
    let open = "return document.querySelectorAll('[role=dialog]').length";
    window.wait_for("the sheet to close", open, |open| *open == 0).await;
    window.see("Enel.txt").await;
    window.end().await;
    office.wait_until_closed();

    let folder = top_folder(&desktop, "Dichiarazioni");
    for (file, text) in
        [("Bolletta.pdf", "%PDF-1.4\n"), ("Banca/Conto.txt", "tassi"), ("Enel.txt", "energia")]
    {
        assert_eq!(fs::read_to_string(folder.join(file)).unwrap(), text);
    }
    assert!(folder.join("Banca/Da firmare").is_dir());
    assert!(!folder.join("Acqua.txt").exists() && !folder.join("gestionale.exe").exists());
}

async fn documents_of_rinaldi(desktop: &Desktop, office: &OfficeFolder) -> Driven {
    let window = Driven::open(desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    window.click_in("Principale", "Documenti").await;
    window.click("Officine Rinaldi S.r.l.").await;
    window
}

/// Drags what has this name onto another program, which says so many files.
async fn dropped(
    desktop: &Desktop,
    target: &DropTarget,
    window: &Driven,
    name: &str,
    count: usize,
) -> Vec<PathBuf> {
    window.see(name).await;
    let before = target.said().len();
    desktop.drag(("Studiolo", place(window, name).await), DropTarget::MIDDLE);
    wait_until(&format!("the other program had {name}"), || {
        (target.said().len() == before + count).then_some(())
    });
    let address =
        |said: &String| PathBuf::from(said.strip_prefix("file://").expect("it says addresses of files"));
    target.said()[before..].iter().map(address).collect()
}

/// Ticks a document with the pointer that drags: after the driver's own, WebKitGTK does not always let a drag begin.
async fn tick(desktop: &Desktop, window: &Driven, name: &str) {
    const BEFORE_ITS_NAME: f64 = 38.0;
    let (x, y) = place(window, name).await;
    desktop.point("Studiolo", (x - BEFORE_ITS_NAME, y));
    desktop.answer("xdotool", &["click", "1"]).expect("a button can be clicked");
    let ticked =
        format!("return document.querySelector('[aria-label={}]').checked", json!(format!("Scegli {name}")));
    window.wait_for(&format!("{name} to be ticked"), &ticked, |ticked| *ticked == true).await;
}

/// Where what has this name is in the window, once it can be touched: a document in the list, or the one that is open.
async fn place(window: &Driven, name: &str) -> (f64, f64) {
    let script = format!(
        "const named = [...document.querySelectorAll('.documents [data-row], .viewer h1')]
            .find((element) => element.innerText === {});
        const {{ x, y, height }} = named.getBoundingClientRect();
        const place = [x + 20, y + height / 2];
        return document.elementFromPoint(...place) === named && place",
        json!(name)
    );
    let place = window.wait_for(name, &script, Value::is_array).await;
    (place[0].as_f64().unwrap(), place[1].as_f64().unwrap())
}

fn names(files: &[PathBuf]) -> Vec<String> {
    files.iter().map(|file| file.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

fn copies(desktop: &Desktop, office: &OfficeFolder) -> usize {
    let trail: Value = office.call(desktop, "audit.list", &json!({}));
    trail["rows"].as_array().unwrap().iter().filter(|row| row["action"] == "document.copied").count()
}
