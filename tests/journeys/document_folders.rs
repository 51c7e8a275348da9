//! Whole folders of documents: renamed, moved and deleted from the office.

use std::fs;

use serde_json::{Value, json};
use studiolo_core::documents::scan;
use studiolo_testkit::rome;

use super::documents::{Practice, save};

/// Two documents of 2025 in a folder that the client sees, one of them deeper, and one beside.
async fn practice() -> Practice {
    let practice = Practice::open().await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/2025/Unico.txt", "unico");
    save(&root, "Dichiarazioni/2025/ricevute/F24.txt", "ricevuta");
    save(&root, "Dichiarazioni/IMU.txt", "imu");
    practice.office.tick().await;
    practice
}

async fn id(practice: &Practice, folder: &str) -> Value {
    practice.folder(folder).await["folder_id"].clone()
}

#[tokio::test]
async fn a_subfolder_is_renamed_and_its_documents_stay_what_they_are() {
    let practice = practice().await;
    let (folder, before) =
        (id(&practice, "Dichiarazioni").await, practice.document("Dichiarazioni/2025/Unico.txt").await);
    let request =
        json!({ "folder_id": folder, "below": "2025", "to_folder_id": folder, "to_below": "Anno 2025" });
    practice.office.call("documents.move_folder", request).await;
    let after = practice.document("Dichiarazioni/Anno 2025/Unico.txt").await;
    assert_eq!((&after["document_id"], &after["sha256"]), (&before["document_id"], &before["sha256"]));
    assert_eq!(after["published"], true);
    practice.document("Dichiarazioni/Anno 2025/ricevute/F24.txt").await;
    assert!(!practice.root().await.join("Dichiarazioni/2025").exists());
    assert!(practice.actions().await.contains(&"documents.move_folder".to_owned()));
    let case =
        json!({ "folder_id": folder, "below": "Anno 2025", "to_folder_id": folder, "to_below": "anno 2025" });
    practice.office.call("documents.move_folder", case).await;
    practice.document("Dichiarazioni/anno 2025/Unico.txt").await;
}

#[tokio::test]
async fn a_subfolder_moved_into_a_private_folder_is_seen_by_nobody_and_on_its_way_back_it_is_again() {
    let practice = practice().await;
    let (view, private) = (id(&practice, "Dichiarazioni").await, id(&practice, "Note interne").await);
    let there = json!({ "folder_id": view, "below": "2025", "to_folder_id": private, "to_below": "2025" });
    practice.office.call("documents.move_folder", there).await;
    let document = practice.document("Note interne/2025/Unico.txt").await;
    let back = json!({ "folder_id": private, "below": "2025", "to_folder_id": view, "to_below": "2025" });
    practice.office.call("documents.move_folder", back).await;
    let back = practice.document("Dichiarazioni/2025/Unico.txt").await;
    assert_eq!((&back["document_id"], &back["published"]), (&document["document_id"], &json!(true)));
}

#[tokio::test]
async fn a_folder_is_not_moved_where_it_can_not_be() {
    let practice = practice().await;
    let folder = id(&practice, "Dichiarazioni").await;
    let other =
        practice.office.call("clients.create", json!({ "name": "Nives Prati", "kind": "person" })).await;
    let theirs = practice.office.call("documents.list", json!({ "client_id": other["client_id"] })).await;
    let theirs = theirs["folders"][0]["folder_id"].clone();
    save(&practice.root().await, "Dichiarazioni/Altro/a.txt", "a");
    practice.office.tick().await;
    for (to_folder, to, code) in [
        (&folder, "2025/dentro", "invalid_request"),
        (&folder, "", "invalid_request"),
        (&folder, "../fuori", "invalid_request"),
        (&folder, "con", "invalid_request"),
        (&theirs, "2025", "invalid_request"),
        (&folder, "altro", "name_taken"),
        (&folder, "imu.txt", "name_taken"),
        (&folder, "non/c'è", "not_found"),
    ] {
        let request =
            json!({ "folder_id": folder, "below": "2025", "to_folder_id": to_folder, "to_below": to });
        let error = practice.office.try_call("documents.move_folder", request).await.unwrap_err();
        assert_eq!(error.code, code, "{to}: {}", error.message);
    }
    let nothing = json!({ "folder_id": folder, "below": "1999", "to_folder_id": folder, "to_below": "2000" });
    assert_eq!(
        practice.office.try_call("documents.move_folder", nothing).await.unwrap_err().code,
        "not_found"
    );
    practice.document("Dichiarazioni/2025/Unico.txt").await;
}

#[tokio::test]
async fn a_deleted_folder_lies_in_the_trash_document_by_document_and_comes_back() {
    let practice = practice().await;
    let folder = id(&practice, "Dichiarazioni").await;
    fs::write(practice.root().await.join("Dichiarazioni/2025/.DS_Store"), "of the system").unwrap();
    let request = json!({ "folder_id": folder, "below": "2025" });
    let trashed = practice.office.call("documents.trash_folder", request).await;
    assert_eq!(trashed["trash_ids"].as_array().unwrap().len(), 2);
    assert_eq!(practice.paths().await, ["Dichiarazioni/IMU.txt"]);
    let root = practice.root().await;
    assert!(!root.join("Dichiarazioni/2025").exists() && root.join("Dichiarazioni").exists());
    practice.office.call("documents.restore", json!({ "trash_ids": trashed["trash_ids"] })).await;
    assert_eq!(practice.paths().await.len(), 3);
    assert!(root.join("Dichiarazioni/2025/ricevute/F24.txt").exists());
}

#[tokio::test]
async fn a_deleted_top_level_folder_is_gone_from_the_list_at_once_and_comes_back_as_private() {
    let practice = practice().await;
    let folder = id(&practice, "Dichiarazioni").await;
    let trashed = practice.office.call("documents.trash_folder", json!({ "folder_id": folder })).await;
    assert_eq!(trashed["trash_ids"].as_array().unwrap().len(), 3);
    let names = practice.listing().await["folders"].to_string();
    assert!(!names.contains("Dichiarazioni"), "{names}");
    assert!(!practice.root().await.join("Dichiarazioni").exists());
    practice.office.at(rome(2026, 7, 1, 10, 0)).await;
    practice.office.call("documents.restore", json!({ "trash_ids": trashed["trash_ids"] })).await;
    assert_eq!(practice.folder("Dichiarazioni").await["access"], "private");
}

#[tokio::test]
async fn what_is_no_document_stays_where_it_was_when_its_folder_is_deleted() {
    let practice = practice().await;
    let root = practice.root().await;
    fs::write(root.join("Dichiarazioni/2025/~$Unico.txt"), "held open").unwrap();
    let folder = id(&practice, "Dichiarazioni").await;
    practice.office.call("documents.trash_folder", json!({ "folder_id": folder, "below": "2025" })).await;
    assert!(root.join("Dichiarazioni/2025/~$Unico.txt").exists());
    assert_eq!(practice.paths().await, ["Dichiarazioni/IMU.txt"]);
}

#[tokio::test]
async fn a_document_that_has_just_come_can_be_deleted_too() {
    let practice = practice().await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/Nuovo.txt", "appena arrivato");
    scan::look_at_all(practice.office.office()).await.unwrap();
    let new = practice.document("Dichiarazioni/Nuovo.txt").await;
    let trashed =
        practice.office.call("documents.trash", json!({ "document_ids": [new["document_id"]] })).await;
    assert!(!root.join("Dichiarazioni/Nuovo.txt").exists());
    practice.office.call("documents.restore", json!({ "trash_ids": trashed["trash_ids"] })).await;
    assert_eq!(fs::read(root.join("Dichiarazioni/Nuovo.txt")).unwrap(), b"appena arrivato");
}
