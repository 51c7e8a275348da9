use std::net::IpAddr;

use studiolo_testkit::HttpsServer;

use super::*;

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

#[test]
fn addresses_of_this_computer_and_its_neighbours_are_not_public() {
    let is = |ip: &str| is_public(ip.parse::<IpAddr>().unwrap());
    for ip in [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "203.0.113.9",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:192.168.1.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001:db8::1",
        "2001::1",
    ] {
        assert!(!is(ip), "{ip}");
    }
    for ip in [
        "1.1.1.1",
        "172.32.0.1",
        "100.128.0.1",
        "192.1.0.1",
        "2606:4700::1111",
        "2001:4860:4860::8888",
        "::ffff:8.8.8.8",
    ] {
        assert!(is(ip), "{ip}");
    }
}
