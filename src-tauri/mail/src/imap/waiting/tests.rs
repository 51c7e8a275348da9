use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, duplex};

use crate::Timeouts;
use crate::imap::line::Line;
use crate::imap::{ImapSession, Woke};

/// Waits with the client until it leaves; returns how often it began.
async fn server(stream: DuplexStream) -> usize {
    let mut lines = BufReader::new(stream);
    let mut begun = 0;
    let mut line = String::new();
    while lines.read_line(&mut line).await.unwrap() > 0 {
        begun += 1;
        let tag = line.strip_suffix(" IDLE\r\n").unwrap().to_owned();
        lines.get_mut().write_all(b"+ idling\r\n").await.unwrap();
        line.clear();
        lines.read_line(&mut line).await.unwrap();
        assert_eq!(line, "DONE\r\n");
        lines.get_mut().write_all(format!("{tag} OK done\r\n").as_bytes()).await.unwrap();
        line.clear();
    }
    begun
}

#[tokio::test]
async fn a_long_wait_is_renewed() {
    let (client, there) = duplex(1024);
    let server = tokio::spawn(server(there));
    let line = Line::new(Box::new(client));
    let timeouts = Timeouts::default();
    let mut session = ImapSession { line, timeouts, offered: vec!["IDLE".into()], uid_next: 0 };
    let woke = session.wait_renewing(Duration::from_millis(300), Duration::from_millis(1)).await;
    assert_eq!(woke, Ok(Woke::Nothing));
    drop(session);
    assert!(server.await.unwrap() > 1);
}
