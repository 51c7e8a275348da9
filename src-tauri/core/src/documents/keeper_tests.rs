use std::future::Future;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sqlx::{Connection, SqliteConnection};

use super::super::plan::{Access, Client, Folder, Identity, Place, State};
use super::*;
use crate::id::OfficeId;

const FOLDERS: usize = 3;

/// What happens to documents, each named by its place among those there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Happening {
    Appear { folder: usize, count: usize },
    Read { from: usize, count: usize },
    Grow { from: usize },
    Move { from: usize, folder: usize },
    Hide { from: usize, count: usize },
    Gone { from: usize, count: usize },
    FolderGone { folder: usize },
}

fn happening() -> impl Strategy<Value = Happening> {
    let (from, folder) = (0..400_usize, 0..FOLDERS);
    prop_oneof![
        4 => (folder.clone(), 1..300_usize).prop_map(|(folder, count)| Happening::Appear { folder, count }),
        4 => (from.clone(), 1..200_usize).prop_map(|(from, count)| Happening::Read { from, count }),
        2 => from.clone().prop_map(|from| Happening::Grow { from }),
        2 => (from.clone(), folder.clone()).prop_map(|(from, folder)| Happening::Move { from, folder }),
        2 => (from.clone(), 1..20_usize).prop_map(|(from, count)| Happening::Hide { from, count }),
        2 => (from, 1..200_usize).prop_map(|(from, count)| Happening::Gone { from, count }),
        1 => folder.prop_map(|folder| Happening::FolderGone { folder }),
    ]
}

#[test]
fn what_is_on_record_is_the_tree_whatever_happens_to_documents() {
    let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
    let histories = prop::collection::vec(happening(), 1..16);
    let checked = TestRunner::new(config).run(&histories, |history| {
        block_on(live(&history));
        Ok(())
    });
    assert_eq!(checked, Ok(()));
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

async fn live(history: &[Happening]) {
    let mut db = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    sqlx::raw_sql(include_str!("../../schema.sql")).execute(&mut db).await.unwrap();
    let mut tree = begin(&mut db).await;
    for happening in history {
        let acts = acts(&tree, *happening);
        let mut writing = Writing::default();
        apply_each(&mut tree, &acts, |tree, one| writing.touch(tree, one));
        store::put(&mut db, OfficeId::new(), &tree, &writing.touched).await.unwrap();
        assert!(store::load(&mut db).await.unwrap() == tree, "{happening:?} is not on record");
    }
}

/// A client with a few folders, on record.
async fn begin(db: &mut SqliteConnection) -> Tree {
    let (mut tree, mut touched) = (Tree::default(), Touched::default());
    let client_id = ClientId::new();
    sqlx::query(
        "INSERT INTO clients (client_id, name, kind, created_at) VALUES ($1, 'Rinaldi', 'company', 0)",
    )
    .bind(client_id)
    .execute(&mut *db)
    .await
    .unwrap();
    let client = Client { folder: "Rinaldi".into(), identity: None, state: State::Present };
    tree.clients.insert(client_id, client);
    touched.clients.insert(client_id);
    for number in 0..FOLDERS {
        let folder_id = FolderId::new();
        let folder = Folder {
            client_id,
            name: format!("Archivio {number}"),
            access: Access::View,
            identity: None,
            flag: None,
            state: State::Present,
        };
        tree.folders.insert(folder_id, folder);
        touched.folders.insert(folder_id);
    }
    store::put(db, OfficeId::new(), &tree, &touched).await.unwrap();
    tree
}

fn acts(tree: &Tree, happening: Happening) -> Vec<Planned> {
    let folders: Vec<FolderId> = tree.folders.keys().copied().collect();
    let some = |from: usize, count: usize| {
        let from = from % tree.documents.len().max(1);
        tree.documents.iter().skip(from).take(count)
    };
    match happening {
        Happening::Appear { folder, count } => (0..count)
            .map(|number| Planned::AddDocument {
                document_id: DocumentId::new(),
                place: Place { folder_id: folders[folder], path: format!("2026/\"Perché\" {number}.pdf") },
                stat: stat(number),
                flag: None,
            })
            .collect(),
        Happening::Read { from, count } => {
            let content = Content { sha256: [7; 32], refused: false };
            let read = |(id, document): (&DocumentId, &super::super::plan::Document)| {
                Planned::DocumentPublished { document_id: *id, stat: document.stat, content, visible: false }
            };
            some(from, count).map(read).collect()
        }
        Happening::Grow { from } => some(from, 1)
            .map(|(id, _)| Planned::DocumentSeen { document_id: *id, stat: stat(from + 1_000) })
            .collect(),
        Happening::Move { from, folder } => some(from, 1)
            .map(|(id, document)| Planned::DocumentMoved {
                document_id: *id,
                from: Place { folder_id: document.folder_id, path: document.path.clone() },
                to: Place { folder_id: folders[folder], path: format!("{from}.pdf") },
                flag: None,
                published: false,
                visible: false,
            })
            .collect(),
        Happening::Hide { from, count } => {
            some(from, count).map(|(id, _)| Planned::DocumentHidden { document_id: *id, since: 9 }).collect()
        }
        Happening::Gone { from, count } => {
            some(from, count).map(|(id, _)| Planned::DocumentGone { document_id: *id }).collect()
        }
        Happening::FolderGone { folder } => {
            let folder_id = folders[folder];
            let lie = tree.documents.iter().filter(|(_, document)| document.folder_id == folder_id);
            vec![Planned::FolderGone { folder_id, documents: lie.map(|(id, _)| *id).collect() }]
        }
    }
}

fn stat(number: usize) -> Stat {
    let file = u128::MAX - number as u128;
    let born = (!number.is_multiple_of(3)).then_some(1_764_000_000_000_000_000);
    let identity = (!number.is_multiple_of(2)).then_some(Identity { device: 0, file, born });
    Stat { size: u64::MAX / 4 + number as u64, mtime: -1, identity }
}
