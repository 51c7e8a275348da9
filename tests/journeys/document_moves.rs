//! Documents moved from folder to folder, and back.

use std::fs;

use serde_json::{Value, json};

use super::documents::{Practice, save};

async fn id(practice: &Practice, folder: &str) -> Value {
    practice.folder(folder).await["folder_id"].clone()
}

#[tokio::test]
async fn a_move_is_taken_back_by_another_and_refused_where_something_lies_or_nothing_is_any_more() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    save(&root, "Dichiarazioni/2025/Unico.txt", "unico");
    practice.office.tick().await;
    let (view, private) = (id(&practice, "Dichiarazioni").await, id(&practice, "Note interne").await);
    let before = practice.document("Dichiarazioni/2025/Unico.txt").await;
    let document = json!([before["document_id"]]);
    let there = json!({ "document_ids": document, "folder_id": private });
    let back = json!({ "document_ids": document, "folder_id": view, "below": "2025" });

    practice.office.call("documents.move", there.clone()).await;
    practice.document("Note interne/Unico.txt").await;
    practice.office.call("documents.move", back.clone()).await;
    assert_eq!(practice.document("Dichiarazioni/2025/Unico.txt").await, before);
    assert_eq!(practice.actions().await[..2], ["documents.move", "documents.move"]);

    practice.office.call("documents.move", there).await;
    save(&root, "Dichiarazioni/2025/Unico.txt", "un altro");
    let refused = practice.office.try_call("documents.move", back.clone()).await.unwrap_err();
    assert_eq!((refused.code.as_str(), &refused.params["name"]), ("name_taken", &json!("Unico.txt")));
    assert_eq!(fs::read_to_string(root.join("Dichiarazioni/2025/Unico.txt")).unwrap(), "un altro");

    fs::remove_dir_all(root.join("Dichiarazioni/2025")).unwrap();
    let refused = practice.office.try_call("documents.move", back.clone()).await.unwrap_err();
    assert_eq!(refused.code, "not_found");
    practice.document("Note interne/Unico.txt").await;

    practice.office.call("documents.trash", json!({ "document_ids": document })).await;
    assert_eq!(practice.office.try_call("documents.move", back).await.unwrap_err().code, "not_found");
}

#[tokio::test]
async fn two_of_one_name_are_not_moved_on_top_of_each_other() {
    let practice = Practice::open().await;
    let root = practice.root().await;
    let both = ["Dichiarazioni/2024/Unico.txt", "Dichiarazioni/2025/Unico.txt"];
    for path in both {
        save(&root, path, path);
    }
    practice.office.tick().await;
    let mut ids = Vec::new();
    for path in both {
        ids.push(practice.document(path).await["document_id"].clone());
    }
    let together = json!({ "document_ids": ids, "folder_id": id(&practice, "Note interne").await });
    let refused = practice.office.try_call("documents.move", together).await.unwrap_err();
    assert_eq!((refused.code.as_str(), &refused.params["name"]), ("name_taken", &json!("Unico.txt")));
    for path in both {
        assert_eq!(fs::read_to_string(root.join(path)).unwrap(), path);
    }
}
