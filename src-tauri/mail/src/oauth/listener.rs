//! The port of this computer to which the browser brings the answer (RFC 8252 section 7.3).
//!
//! It answers one request, the one that bears our state; all others are refused, and it goes on listening. Browsers open
//! connections ahead that say nothing, so each is served beside the others.

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::OAuthError;
use super::redirect::{Arrived, read};

/// Connections that are served at once; more than a browser opens.
const MOST: usize = 32;

/// Most bytes of a request.
const MAX_REQUEST: usize = 32 * 1024;

/// The words of the pages that the browser shows at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// The language: `it`.
    pub language: String,
    /// Their title.
    pub title: String,
    /// When the person agreed.
    pub agreed: String,
    /// When they did not.
    pub refused: String,
    /// To whoever else asks.
    pub unknown: String,
}

/// The answer, until it is taken.
type Taken = Mutex<Option<Result<String, OAuthError>>>;

/// Listens at a free port.
pub(super) async fn open() -> Result<TcpListener, OAuthError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(|error| OAuthError::no_listener(&error))
}

/// Waits for the code, or for the provider's refusal; the browser has its page by then.
pub(super) async fn wait(listener: TcpListener, state: &str, pages: &Pages) -> Result<String, OAuthError> {
    let shared =
        Arc::new(Port { state: state.to_owned(), pages: pages.clone(), answered: Mutex::new(false) });
    let (answer, mut answers) = mpsc::channel(1);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            Some(answer) = answers.recv() => return answer,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => {
                let (stream, _) = accepted.map_err(|error| OAuthError::no_listener(&error))?;
                if connections.len() < MOST {
                    connections.spawn(serve(stream, shared.clone(), answer.clone()));
                }
            }
        }
    }
}

/// What the connections share.
struct Port {
    state: String,
    pages: Pages,
    answered: Mutex<bool>,
}

async fn serve(stream: TcpStream, port: Arc<Port>, answer: mpsc::Sender<Result<String, OAuthError>>) {
    let taken = Taken::new(None);
    let service = service_fn(|request: Request<Incoming>| {
        let page = port.answer(&request, &taken);
        async move { Ok::<_, Infallible>(page) }
    });
    let mut server = http1::Builder::new();
    server.keep_alive(false).max_buf_size(MAX_REQUEST);
    // Whether the browser read its page or not: what it brought counts.
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
    let taken = taken.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(brought) = taken {
        let _ = answer.send(brought).await;
    }
}

impl Port {
    fn answer(&self, request: &Request<Incoming>, taken: &Taken) -> Response<Full<Bytes>> {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        let (status, words) = match (request.method(), read(target, &self.state)) {
            (&Method::GET, Arrived::Answer(brought)) => {
                let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
                if *answered {
                    (StatusCode::GONE, &self.pages.unknown)
                } else {
                    *answered = true;
                    let words = if brought.is_ok() { &self.pages.agreed } else { &self.pages.refused };
                    *taken.lock().unwrap_or_else(PoisonError::into_inner) = Some(brought);
                    (StatusCode::OK, words)
                }
            }
            (&Method::GET, Arrived::Elsewhere) => (StatusCode::NOT_FOUND, &self.pages.unknown),
            (&Method::GET, Arrived::OtherState) => (StatusCode::FORBIDDEN, &self.pages.unknown),
            _ => (StatusCode::METHOD_NOT_ALLOWED, &self.pages.unknown),
        };
        let mut page = Response::new(Full::new(self.pages.page(words).into()));
        *page.status_mut() = status;
        for (name, value) in [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ] {
            page.headers_mut().insert(name, header::HeaderValue::from_static(value));
        }
        page
    }
}

impl Pages {
    fn page(&self, words: &str) -> String {
        let [language, title, words] = [&self.language, &self.title, words].map(escaped);
        format!(
            "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><title>{title}</title><style>\
             :root{{color-scheme:light dark}}body{{font:17px/1.5 system-ui,sans-serif;max-width:32rem;\
             margin:20vh auto 0;padding:0 1.5rem}}h1{{font-size:1.25rem}}</style><h1>{title}</h1><p>{words}</p></html>"
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
