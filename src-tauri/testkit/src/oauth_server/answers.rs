//! What the provider says.

use std::collections::HashMap;
use std::sync::Mutex;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response, StatusCode, header};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Agreed, Book, CLIENT_ID, Refresh};
use crate::mail_server::tokens::{YEAR_2001, YEAR_2100, access_token};

pub(super) const CLIENT_SECRET: &str = "not much of a secret";
pub(super) const SCOPE: &str = "https://mail.example.test/";

type Form = HashMap<String, String>;

pub(super) async fn answer(request: Request<Incoming>, book: &Mutex<Book>) -> Response<Full<Bytes>> {
    let path = request.uri().path().to_owned();
    let query = form(request.uri().query().unwrap_or_default());
    let body = request.into_body().collect().await.unwrap().to_bytes();
    let body = form(std::str::from_utf8(&body).unwrap());
    let mut book = book.lock().unwrap();
    match path.as_str() {
        "/authorize" => book.authorize(&query),
        "/token" => book.token(&body),
        "/revoke" => {
            book.end(&body["token"]);
            reply(StatusCode::OK, &json!({}))
        }
        _ => reply(StatusCode::NOT_FOUND, &json!({})),
    }
}

impl Book {
    fn authorize(&mut self, asked: &Form) -> Response<Full<Bytes>> {
        let redirect = &asked["redirect_uri"];
        let known = asked["client_id"] == CLIENT_ID
            && asked["response_type"] == "code"
            && asked["code_challenge_method"] == "S256"
            && asked["state"].len() >= 16
            && ["http://127.0.0.1:", "http://localhost:"].iter().any(|here| redirect.starts_with(here));
        if !known {
            return reply(StatusCode::BAD_REQUEST, &json!({ "error": "invalid_request" }));
        }
        let said = match self.person.clone() {
            None => "error=access_denied&error_description=Not%20today".to_owned(),
            Some(address) => {
                let code = self.next("code");
                let agreed = Agreed {
                    address,
                    redirect: redirect.clone(),
                    challenge: asked["code_challenge"].clone(),
                    scope: asked["scope"].clone(),
                };
                self.codes.insert(code.clone(), agreed);
                format!("code={code}")
            }
        };
        let mut answer = reply(StatusCode::FOUND, &json!({}));
        let location = format!("{redirect}/?{said}&state={}", asked["state"]);
        answer.headers_mut().insert(header::LOCATION, location.parse().unwrap());
        answer
    }

    fn token(&mut self, asked: &Form) -> Response<Full<Bytes>> {
        let said = |name: &str| asked.get(name).map(String::as_str);
        if said("client_id") != Some(CLIENT_ID) || said("client_secret") != Some(CLIENT_SECRET) {
            return refusal(StatusCode::UNAUTHORIZED, "invalid_client");
        }
        match said("grant_type") {
            Some("authorization_code") => {
                // A code is good once, whatever comes of it.
                let agreed = self.codes.remove(said("code").unwrap_or_default());
                let verifier = said("code_verifier").unwrap_or_default();
                let digest = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
                match agreed {
                    Some(agreed)
                        if said("redirect_uri") == Some(&agreed.redirect) && digest == agreed.challenge =>
                    {
                        self.grant(&agreed.address, &agreed.scope, YEAR_2100)
                    }
                    _ => refusal(StatusCode::BAD_REQUEST, "invalid_grant"),
                }
            }
            Some("refresh_token") => self.refresh(said("refresh_token").unwrap_or_default()),
            _ => refusal(StatusCode::BAD_REQUEST, "unsupported_grant_type"),
        }
    }

    fn refresh(&mut self, token: &str) -> Response<Full<Bytes>> {
        let expires = match self.refresh {
            Refresh::Busy => return refusal(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable"),
            Refresh::Revoked => {
                self.end(token);
                return refusal(StatusCode::BAD_REQUEST, "invalid_grant");
            }
            Refresh::Granted => YEAR_2100,
            Refresh::Stale => YEAR_2001,
        };
        match self.end(token) {
            None => refusal(StatusCode::BAD_REQUEST, "invalid_grant"),
            Some(address) => {
                self.refreshed += 1;
                self.grant(&address, SCOPE, expires)
            }
        }
    }

    fn grant(&mut self, address: &str, scope: &str, expires: i64) -> Response<Full<Bytes>> {
        let refresh = self.next("refresh");
        self.grants.insert(refresh.clone(), address.to_owned());
        let tokens = json!({ "access_token": access_token(address, expires), "token_type": "Bearer",
            "expires_in": self.lasts, "refresh_token": refresh, "scope": scope,
            "id_token": access_token(address, expires) });
        reply(StatusCode::OK, &tokens)
    }

    /// A refresh token is good no more; whose it was, if it was good.
    fn end(&mut self, token: &str) -> Option<String> {
        self.ended.insert(token.to_owned());
        self.grants.remove(token)
    }

    fn next(&mut self, what: &str) -> String {
        self.made += 1;
        format!("{what}-{}", self.made)
    }
}

fn refusal(status: StatusCode, error: &str) -> Response<Full<Bytes>> {
    reply(status, &json!({ "error": error, "error_description": format!("{error}, says the provider") }))
}

fn reply(status: StatusCode, body: &Value) -> Response<Full<Bytes>> {
    let mut reply = Response::new(Full::new(body.to_string().into()));
    *reply.status_mut() = status;
    let json = header::HeaderValue::from_static("application/json");
    reply.headers_mut().insert(header::CONTENT_TYPE, json);
    reply
}

/// The pairs of `application/x-www-form-urlencoded`.
fn form(text: &str) -> Form {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let hex: Vec<u8> = rest.by_ref().take(2).collect();
                u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}
