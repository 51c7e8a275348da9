use std::time::Duration;

use studiolo_core::events::{Change, ChangeKind};
use tokio::sync::broadcast;

use super::{News, next_batch};
use crate::office::Changes;

fn commit(ids: &[&str]) -> Changes {
    ids.iter().map(|id| Change::of(ChangeKind::Chat, *id)).collect()
}

fn chat(id: &str) -> News {
    News::Change(Change::of(ChangeKind::Chat, id))
}

#[tokio::test]
async fn commits_that_came_together_are_one_batch_with_each_change_once() {
    let (sender, mut receiver) = broadcast::channel(8);
    sender.send(commit(&["a", "b"])).unwrap();
    sender.send(commit(&["b", "c"])).unwrap();
    let batch = next_batch(&mut receiver, Duration::ZERO).await.unwrap();
    assert_eq!(batch.changes, [chat("a"), chat("b"), chat("c")]);
}

#[tokio::test]
async fn a_window_that_lagged_is_told_to_fetch_everything() {
    let (sender, mut receiver) = broadcast::channel(1);
    sender.send(commit(&["a"])).unwrap();
    sender.send(commit(&["b"])).unwrap();
    let batch = next_batch(&mut receiver, Duration::ZERO).await.unwrap();
    assert_eq!(batch.changes, [News::Everything { kind: "everything" }, chat("b")]);
}

#[tokio::test]
async fn news_end_with_the_office() {
    let (sender, mut receiver) = broadcast::channel::<Changes>(1);
    drop(sender);
    assert!(next_batch(&mut receiver, Duration::ZERO).await.is_none());
}

#[test]
fn the_window_reads_kind_and_id() {
    let batch = super::Batch { changes: vec![chat("a"), News::Everything { kind: "everything" }] };
    let text = serde_json::to_string(&batch).unwrap();
    assert_eq!(text, r#"{"changes":[{"kind":"chat","id":"a"},{"kind":"everything"}]}"#);
}
