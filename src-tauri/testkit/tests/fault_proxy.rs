//! The proxy, in front of a server that echoes.

// Helpers of tests fail by panicking.
#![allow(clippy::unwrap_used)]

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use studiolo_testkit::{Direction, Fault, FaultProxy};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// A server that sends back what it gets; it ends with the test's runtime.
async fn echo() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut reader, mut writer) = stream.split();
                copy(&mut reader, &mut writer).await
            });
        }
    });
    address
}

async fn said_back(stream: &mut TcpStream, text: &str) -> String {
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut back = vec![0; text.len()];
    stream.read_exact(&mut back).await.unwrap();
    String::from_utf8(back).unwrap()
}

/// What still comes until the connection ends.
async fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest).await {
        Ok(_) => rest,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::ConnectionReset);
            rest
        }
    }
}

#[tokio::test]
async fn bytes_pass_both_ways() {
    let proxy = FaultProxy::start(echo().await);
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(said_back(&mut stream, "buongiorno").await, "buongiorno");
    assert_eq!(proxy.connections(), 1);
}

#[tokio::test]
async fn refusing_closes_the_port_and_ends_what_was_open() {
    let proxy = FaultProxy::start(echo().await);
    let mut before = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(said_back(&mut before, "uno").await, "uno");

    proxy.set(Fault::Refuse);
    assert_eq!(rest(&mut before).await, b"");
    let refused = TcpStream::connect(proxy.address()).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);

    proxy.set(Fault::Pass);
    let mut after = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(said_back(&mut after, "due").await, "due");
}

#[tokio::test]
async fn a_stall_holds_the_bytes_back_until_it_ends() {
    let proxy = FaultProxy::start(echo().await);
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(said_back(&mut stream, "uno").await, "uno");
    proxy.set(Fault::Stall);
    stream.write_all(b"due").await.unwrap();
    let mut back = [0; 3];
    assert!(timeout(Duration::from_millis(100), stream.read_exact(&mut back)).await.is_err());
    proxy.set(Fault::Pass);
    stream.read_exact(&mut back).await.unwrap();
    assert_eq!(&back, b"due");
}

#[tokio::test]
async fn a_cut_lets_exactly_so_many_bytes_through() {
    let proxy = FaultProxy::start(echo().await);
    proxy.set(Fault::CutAfter(Direction::ToClient, 4));
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    stream.write_all(b"buongiorno").await.unwrap();
    assert_eq!(rest(&mut stream).await, b"buon");
}

#[tokio::test]
async fn a_cut_towards_the_server_counts_from_when_it_was_set() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = FaultProxy::start(listener.local_addr().unwrap());
    let mut client = TcpStream::connect(proxy.address()).await.unwrap();
    let (mut server, _) = listener.accept().await.unwrap();
    client.write_all(b"primo").await.unwrap();
    let mut first = [0; 5];
    server.read_exact(&mut first).await.unwrap();

    proxy.set(Fault::CutAfter(Direction::ToServer, 3));
    client.write_all(b"secondo").await.unwrap();
    assert_eq!(rest(&mut server).await, b"sec");
    assert_eq!(rest(&mut client).await, b"");
}

#[tokio::test]
async fn a_cut_now_ends_open_connections_and_no_later_ones() {
    let proxy = FaultProxy::start(echo().await);
    let mut before = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(said_back(&mut before, "uno").await, "uno");
    proxy.cut_now();
    assert_eq!(rest(&mut before).await, b"");
    let mut after = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(said_back(&mut after, "due").await, "due");
}

#[tokio::test]
async fn a_delay_makes_bytes_late() {
    let proxy = FaultProxy::start(echo().await);
    proxy.set(Fault::Delay(Duration::from_millis(60)));
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    let begin = Instant::now();
    assert_eq!(said_back(&mut stream, "uno").await, "uno");
    assert!(begin.elapsed() >= Duration::from_millis(120), "once in each direction");
}

#[tokio::test]
async fn a_server_that_is_away_hangs_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let proxy = FaultProxy::start(address);
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(rest(&mut stream).await, b"");
}

#[tokio::test]
async fn a_connection_falls_silent_after_so_many_bytes_and_loses_none() {
    let proxy = FaultProxy::start(echo().await);
    proxy.set(Fault::StallAfter(Direction::ToClient, 4));
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    stream.write_all(b"buongiorno").await.unwrap();
    let mut back = [0; 10];
    stream.read_exact(&mut back[..4]).await.unwrap();
    assert!(timeout(Duration::from_millis(100), stream.read(&mut back[4..])).await.is_err());
    proxy.set(Fault::Pass);
    stream.read_exact(&mut back[4..]).await.unwrap();
    assert_eq!(&back, b"buongiorno");
}
