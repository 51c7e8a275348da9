use studiolo_testkit::HttpsServer;

use super::*;
use crate::https::is_public;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n rest";

fn answer(path: &str) -> Vec<u8> {
    match path {
        "/a.png?x=1" => HttpsServer::found(PNG),
        "/page" => HttpsServer::found(b"<script>alert(1)</script>"),
        "/large" => HttpsServer::found(&[PNG, &vec![0; LARGEST]].concat()),
        "/on" => HttpsServer::elsewhere("/a.png?x=1"),
        "/round" => HttpsServer::elsewhere("/round"),
        "/away" => HttpsServer::elsewhere("file:///etc/passwd"),
        _ => HttpsServer::nothing(),
    }
}

#[tokio::test]
async fn a_picture_is_fetched_and_all_else_is_left_out() {
    let server = HttpsServer::start(answer).await;
    let reach = Reach::by(|address| address.ip().is_loopback(), server.ca_file());
    let paths = ["/a.png?x=1", "/on", "/page", "/large", "/round", "/away", "/none"];
    let mut addresses: Vec<String> = paths.into_iter().map(|path| server.url(path)).collect();
    addresses.push(server.url("/a.png?x=1").replace("https:", "http:"));
    addresses.extend(["ftp://localhost/a.png", "nonsense", "https://"].map(str::to_owned));
    let found = fetch(&reach, &addresses).await;
    let mut names: Vec<&String> = found.keys().collect();
    names.sort();
    assert_eq!(
        names,
        [&addresses[7], &addresses[0], &addresses[1]],
        "over HTTPS, even where HTTP is asked for"
    );
    assert_eq!(found.get(&addresses[0]), data_url(PNG).as_ref());
    let asked = server.asked();
    assert!(!asked.is_empty());
    for request in &asked {
        let lower = request.to_lowercase();
        assert!(
            !lower.contains("cookie") && !lower.contains("referer") && lower.contains("accept: image/png"),
            "{request}"
        );
    }
    assert_eq!(asked.iter().filter(|request| request.contains("/round")).count(), 4);
}

#[tokio::test]
async fn this_computer_is_never_reached_nor_a_server_that_nobody_vouches_for() {
    let server = HttpsServer::start(answer).await;
    let url = server.url("/a.png?x=1");
    let addresses = [url.replace("localhost", "[::ffff:127.0.0.1]"), url];
    assert_eq!(fetch(&Reach::default(), &addresses).await, HashMap::new());
    let public_at_any_port = Reach::by(|address| is_public(address.ip()), server.ca_file());
    assert_eq!(fetch(&public_at_any_port, &addresses).await, HashMap::new());
    let of_loopback = Reach::by(|address| address.ip().is_loopback(), server.ca_file());
    assert_eq!(fetch(&Reach { ca_file: None, ..of_loopback }, &addresses).await, HashMap::new());
    assert_eq!(server.asked().len(), 0);
}
