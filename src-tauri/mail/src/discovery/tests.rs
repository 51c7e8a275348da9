use studiolo_testkit::NameRecord::{Mx, Srv};
use studiolo_testkit::{HttpsServer, NameServer};

use super::*;

const FILE: &str = "<clientConfig version=\"1.1\"><emailProvider id=\"posta.example\"><domain>studio.example</domain><displayName>Posta</displayName>\
    <incomingServer type=\"imap\"><hostname>in.posta.example</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></incomingServer>\
    <outgoingServer type=\"smtp\"><hostname>out.posta.example</hostname><port>465</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username><authentication>password-cleartext</authentication></outgoingServer>\
    </emailProvider></clientConfig>";

fn address() -> EmailAddress {
    "elena+studio@studio.example".parse().unwrap()
}

/// Nowhere but at this name server.
fn places(names: &NameServer) -> Places {
    let by = Some(names.address());
    Places { name_server: by, published: vec![], imap: vec![], smtp: vec![], reach: Reach::default() }
}

fn answer(path: &str) -> Vec<u8> {
    match path.split_once('?') {
        Some(("/file.xml", "emailaddress=elena%2Bstudio%40studio.example")) => {
            HttpsServer::found(FILE.as_bytes())
        }
        Some(("/page", _)) => HttpsServer::found(b"<html>Benvenuti</html>"),
        _ => HttpsServer::nothing(),
    }
}

/// With a web server of this computer in the domain's place.
fn publishing(places: Places, server: &HttpsServer) -> Places {
    let reach = Reach::by(|address| address.ip().is_loopback(), server.ca_file());
    let published = ["/none", "/page", "/file.xml"].map(|path| server.url(path)).into();
    Places { published, reach, ..places }
}

#[tokio::test]
async fn a_domain_whose_mail_a_known_provider_keeps_has_its_servers() {
    let names = NameServer::start(&[
        ("studio.example", Mx(20, "mx.posta.example")),
        ("studio.example", Mx(10, "ASPMX.L.Google.com")),
    ]);
    let server = HttpsServer::start(answer).await;
    let (provider, by) = find(&publishing(places(&names), &server), &address()).await.unwrap();
    assert_eq!((provider.id.as_str(), by), ("gmail", FoundBy::MailServer));
    assert_eq!(provider.imap.username_for(&address()).as_deref(), Some("elena+studio@studio.example"));
    assert!(names.asked().iter().all(|name| name.ends_with("studio.example.")), "{:?}", names.asked());
}

#[tokio::test]
async fn the_file_that_a_domain_publishes_is_found_behind_places_that_have_none() {
    let names = NameServer::start(&[("studio.example", Mx(10, "mx.posta.example"))]);
    let server = HttpsServer::start(answer).await;
    let (provider, by) = find(&publishing(places(&names), &server), &address()).await.unwrap();
    assert_eq!((provider.name.as_str(), by), ("Posta", FoundBy::Published));
    assert_eq!(
        (provider.imap.host.as_str(), provider.smtp.host.as_str()),
        ("in.posta.example", "out.posta.example")
    );
    // Nobody is believed who can't show a certificate that is trusted.
    let reach = Reach { ca_file: None, ..Reach::by(|_| true, server.ca_file()) };
    assert!(find(&Places { reach, ..publishing(places(&names), &server) }, &address()).await.is_none());
}

#[tokio::test]
async fn services_that_answer_are_found_by_their_records() {
    let names = NameServer::start(&[]);
    let none = Records::new(Some(names.address())).services("studio.example").await;
    assert!(none.0.is_empty() && none.1.is_empty());
    let names = NameServer::start(&[
        ("_imaps._tcp.studio.example", Srv(20, 993, "spare.posta.example")),
        ("_imaps._tcp.studio.example", Srv(10, 993, "In.Posta.example")),
        ("_imap._tcp.studio.example", Srv(0, 0, ".")),
        ("_submission._tcp.studio.example", Srv(0, 587, "out.posta.example")),
    ]);
    let (imap, smtp) = Records::new(Some(names.address())).services("studio.example").await;
    let hosts = |all: &[Usual]| all.iter().map(|one| (one.host.clone(), one.port)).collect::<Vec<_>>();
    assert_eq!(hosts(&imap), [("in.posta.example".into(), 993), ("spare.posta.example".into(), 993)]);
    assert_eq!(hosts(&smtp), [("out.posta.example".into(), 587)]);
    assert_eq!(smtp.first().map(|one| one.security), Some(Security::StartTls));
}

#[tokio::test]
async fn where_nothing_answers_nothing_is_found() {
    let names = NameServer::start(&[]);
    // Ports on which nobody listens.
    let closed = |security| Usual { host: "localhost".into(), port: studiolo_testkit::free_port(), security };
    let (imap, smtp) = (vec![closed(Security::Tls)], vec![closed(Security::Tls), closed(Security::StartTls)]);
    assert!(find(&Places { imap, smtp, ..places(&names) }, &address()).await.is_none());
}

#[test]
fn the_usual_places_are_of_the_domain_and_protected() {
    let places = Places::default();
    for place in &places.published {
        let url = Url::parse(&filled(place, &address())).unwrap();
        assert_eq!(url.scheme(), "https");
        assert!(url.host_str().unwrap().ends_with("studio.example"), "{url}");
    }
    for usual in places.imap.iter().chain(&places.smtp) {
        assert!(usual.host.ends_with(".%EMAILDOMAIN%") && usual.security != Security::None);
    }
}

#[tokio::test]
async fn the_first_in_order_that_comes_to_something_is_taken_and_later_ones_are_not_waited_for() {
    type One = Pin<Box<dyn Future<Output = Option<u8>>>>;
    let slow: One = Box::pin(async {
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        Some(2)
    });
    let all: [One; 4] =
        [Box::pin(async { None }), slow, Box::pin(async { Some(3) }), Box::pin(std::future::pending())];
    assert_eq!(first(all).await, Some(2));
    assert_eq!(first([async { None::<u8> }]).await, None);
}
