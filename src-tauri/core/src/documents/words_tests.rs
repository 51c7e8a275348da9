use std::sync::mpsc::{Sender, channel};

use super::*;

/// Never ends by itself; tells when it was made to.
fn until_stopped(stop: &AtomicBool, ended: &Sender<()>) -> String {
    while !stop.load(Ordering::Relaxed) {
        std::thread::sleep(Duration::from_millis(1));
    }
    ended.send(()).unwrap();
    "too late".to_owned()
}

#[tokio::test]
async fn what_takes_too_long_or_panics_has_no_words_and_ends() {
    let long = Duration::from_mins(10);
    assert_eq!(within(long, |_| "parole".to_owned()).await.as_deref(), Some("parole"));
    assert_eq!(within(long, |_| panic!("a file that nobody can read")).await, None);
    let (ended, ends) = channel();
    assert_eq!(within(Duration::from_millis(20), move |stop| until_stopped(stop, &ended)).await, None);
    ends.recv().unwrap();
}

#[tokio::test]
async fn what_nobody_waits_for_any_more_ends() {
    let (ended, ends) = channel();
    let reading = tokio::spawn(within(Duration::from_mins(10), move |stop| until_stopped(stop, &ended)));
    tokio::task::yield_now().await;
    reading.abort();
    assert!(reading.await.is_err());
    // One that was given up before it began says nothing.
    let _ = ends.recv();
}
