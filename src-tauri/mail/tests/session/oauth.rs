//! Signing in by a provider: the browser's way back, the tokens, and a server that takes them.

use std::time::Duration;

use studiolo_mail::oauth::{Flow, OAuthError, Pages, Registration, Tokens, refresh, revoke};
use studiolo_mail::providers::OAuth;
use studiolo_mail::{Account, Credential, ImapSession, Secret, Security, Session, Timeouts};
use studiolo_testkit::{MailServer, OAuthServer, Refresh, free_port};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

const ELENA: &str = "elena@example.test";
const LIMIT: Duration = Duration::from_mins(1);

fn registration(server: &OAuthServer) -> Registration {
    let endpoints = server.endpoints();
    let word = |name: &str| endpoints[name].as_str().unwrap().to_owned();
    let scopes = endpoints["scopes"].as_array().unwrap().iter();
    Registration {
        service: OAuth {
            name: "Prova".into(),
            authorization: word("authorization"),
            token: word("token"),
            revocation: Some(word("revocation")),
            loopback: "127.0.0.1".into(),
            scopes: scopes.map(|scope| scope.as_str().unwrap().to_owned()).collect(),
        },
        client_id: server.client_id().into(),
        client_secret: Some(Secret::new(server.client_secret())),
        ca_file: Some(server.ca_file().to_owned()),
    }
}

fn pages() -> Pages {
    Pages {
        language: "it".into(),
        title: "Studiolo".into(),
        agreed: "Può chiudere questa finestra.".into(),
        refused: "L’accesso <non> è stato concesso.".into(),
        unknown: "Niente per lei.".into(),
    }
}

async fn begin(registration: Registration) -> (String, JoinHandle<Result<Tokens, OAuthError>>) {
    let flow = Flow::begin(registration, Some(ELENA)).await.unwrap();
    let url = flow.url().to_owned();
    (url, tokio::spawn(async move { flow.finish(&pages(), LIMIT, Timeouts::default()).await }))
}

async fn sign_in(server: &OAuthServer) -> Tokens {
    server.sit_down(Some(ELENA));
    let (url, finished) = begin(registration(server)).await;
    let page = server.browse(&url).await;
    assert!(page.contains("Può chiudere questa finestra.") && page.contains("lang=\"it\""), "{page}");
    finished.await.unwrap().unwrap()
}

/// Where the browser is sent back to, out of the page's address, and the state.
fn way_back(url: &str) -> (String, String) {
    let value = |name: &str| {
        let from = url.split_once(&format!("{name}=")).unwrap().1;
        from.split('&').next().unwrap().to_owned()
    };
    let host = value("redirect_uri").replace("http%3A%2F%2F", "").replace("%3A", ":");
    (host, value("state"))
}

async fn request(host: &str, line: &str) -> String {
    let Ok(mut stream) = TcpStream::connect(host).await else { return "closed".into() };
    let asked = stream.write_all(format!("{line} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).await;
    let mut answer = String::new();
    if asked.is_err() || stream.read_to_string(&mut answer).await.is_err() || answer.is_empty() {
        return "closed".into();
    }
    answer.split(' ').nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn what_the_person_agreed_to_signs_in_at_postfix_and_dovecot() {
    let mail = MailServer::start();
    let server = mail.start_oauth();
    let tokens = sign_in(&server).await;
    assert_eq!(tokens.address.as_deref(), Some(ELENA));
    assert_eq!(tokens.lasts, Some(Duration::from_hours(1)));
    let renewed =
        refresh(&registration(&server), tokens.refresh.as_ref().unwrap(), Timeouts::default()).await;
    for access in [tokens.access, renewed.unwrap().access] {
        let mut account = Account {
            host: mail.host().into(),
            port: mail.submission_port(),
            security: Security::StartTls,
            credential: Credential::XOAuth2 { username: ELENA.into(), token: access },
            ca_file: Some(mail.ca_file()),
            allow_plain: false,
        };
        let mut session = Session::connect(&account, Timeouts::default()).await.unwrap();
        let letter = b"Subject: Prova\r\n\r\nCiao\r\n";
        session.send(&ELENA.parse().unwrap(), &"paolo@example.test".parse().unwrap(), letter).await.unwrap();
        session.quit().await;
        (account.port, account.security) = (mail.imaps_port(), Security::Tls);
        let mut session = ImapSession::connect(&account, Timeouts::default()).await.unwrap();
        session.open("INBOX").await.unwrap();
        session.logout().await;
    }
    assert_eq!(mail.wait_for_mail("paolo@example.test", 2).await.len(), 2);
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_a_grant_can_be_given_back() {
    let server = OAuthServer::start();
    let registration = registration(&server);
    let first = sign_in(&server).await.refresh.unwrap();
    let again = |token: Secret| {
        let registration = registration.clone();
        async move { refresh(&registration, &token, Timeouts::default()).await }
    };
    let second = again(first.clone()).await.unwrap().refresh.unwrap();
    assert_ne!(first, second);
    assert_eq!(again(first).await.unwrap_err().code(), "oauth_grant_refused");
    server.set_refresh(Refresh::Busy);
    let busy = again(second.clone()).await.unwrap_err();
    assert_eq!((busy.code(), busy.is_temporary()), ("oauth_unavailable", true));
    server.set_refresh(Refresh::Granted);
    revoke(&registration, &second, Timeouts::default()).await.unwrap();
    assert_eq!((again(second).await.unwrap_err().code(), server.grants()), ("oauth_grant_refused", 0));
}

#[tokio::test]
async fn only_the_answer_to_our_request_is_taken_and_only_once() {
    let server = OAuthServer::start();
    server.sit_down(Some(ELENA));
    let (url, finished) = begin(registration(&server)).await;
    let (host, state) = way_back(&url);
    // A browser opens a connection ahead and says nothing.
    let silent = TcpStream::connect(&host).await.unwrap();
    assert_eq!(request(&host, "GET /favicon.ico").await, "404");
    assert_eq!(request(&host, "GET /?code=of-somebody-else&state=guessed").await, "403");
    assert_eq!(request(&host, &format!("POST /?code=x&state={state}")).await, "405");
    assert!(!finished.is_finished());
    server.browse(&url).await;
    assert_eq!(finished.await.unwrap().unwrap().address.as_deref(), Some(ELENA));
    assert_eq!(request(&host, &format!("GET /?code=x&state={state}")).await, "closed");
    drop(silent);
}

#[tokio::test]
async fn a_code_that_is_not_ours_is_refused_by_the_provider() {
    let server = OAuthServer::start();
    let (url, finished) = begin(registration(&server)).await;
    let (host, state) = way_back(&url);
    assert_eq!(request(&host, &format!("GET /?code=invented&state={state}")).await, "200");
    assert_eq!(finished.await.unwrap().unwrap_err().code(), "oauth_grant_refused");
}

#[tokio::test]
async fn no_is_no_and_silence_ends() {
    let server = OAuthServer::start();
    let (url, finished) = begin(registration(&server)).await;
    let page = server.browse(&url).await;
    assert!(page.contains("L’accesso &lt;non&gt; è stato concesso."), "{page}");
    let denied = finished.await.unwrap().unwrap_err();
    assert_eq!(denied, OAuthError::Denied { detail: "Not today".into() });

    let flow = Flow::begin(registration(&server), None).await.unwrap();
    let (host, _) = way_back(flow.url());
    let silence = flow.finish(&pages(), Duration::from_millis(20), Timeouts::default()).await;
    assert_eq!(silence, Err(OAuthError::TimedOut));
    assert_eq!(request(&host, "GET /").await, "closed");
}

#[tokio::test]
async fn a_provider_that_is_away_unknown_or_strange_is_told_apart() {
    let server = OAuthServer::start();
    let good = registration(&server);
    let token = Secret::new("refresh-1");
    let mut cases = Vec::new();
    let mut other = good.clone();
    other.service.token = format!("https://localhost:{}/token", free_port());
    cases.push((other, "port_closed"));
    let mut other = good.clone();
    other.ca_file = None;
    cases.push((other, "certificate_of_unknown_authority"));
    let mut other = good.clone();
    other.service.token = good.service.token.replace("localhost", "127.0.0.1");
    cases.push((other, "certificate_of_another_name"));
    let mut other = good.clone();
    other.client_secret = None;
    cases.push((other, "oauth_client_refused"));
    let mut other = good.clone();
    other.service.token = good.service.token.replace("/token", "/elsewhere");
    cases.push((other, "oauth_unreadable"));
    let mut other = good.clone();
    other.client_id = String::new();
    cases.push((other, "no_client_id"));
    for (registration, code) in cases {
        let error = refresh(&registration, &token, Timeouts::default()).await.unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(!error.to_string().contains("refresh-1"), "{error}");
    }
}
