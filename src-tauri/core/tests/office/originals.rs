//! Received mails as their sender laid them out.

use serde_json::json;
use studiolo_core::intake::Taken;
use studiolo_mail::pictures::Reach;
use studiolo_testkit::HttpsServer;

use crate::intake::{asked, mail_to, take_in};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n rest";
const PNG_ENCODED: &str = "iVBORw0KGgogcmVzdA==";

/// A mail of two alternatives with a picture of its own.
fn laid_out(from: &str, in_reply_to: &str, html: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: elena@studiovannini.example\r\nSubject: Re: Liquidazione IVA\r\nIn-Reply-To: {in_reply_to}\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=r\r\n\r\n--r\r\n\
         Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIn allegato.\r\n\
         --a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--a--\r\n\
         --r\r\nContent-Type: image/png\r\nContent-ID: <logo@rinaldi>\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n\
         {PNG_ENCODED}\r\n--r--\r\n"
    )
    .into_bytes()
}

#[tokio::test]
async fn a_mail_is_shown_as_it_was_laid_out_with_its_own_pictures_and_without_its_scripts() {
    let (office, _, chat, sent) = asked().await;
    let html = "<h1 style='color:#123456;position:fixed'>Offerta</h1><script>alert(1)</script><img src=cid:logo@rinaldi alt=Logo>\
                <a href=https://evil.example/>www.banca.example</a><img src=https://t.example/p.gif width=1 height=1>";
    let paolo = "Paolo Rinaldi <paolo@officinerinaldi.example>";
    assert_eq!(take_in(&office, laid_out(paolo, &sent, html)).await, Taken::Joined);
    let thread = office.thread(&chat).await;
    assert_eq!(thread["messages"][1]["text"], "In allegato.");
    let message = json!({ "message_id": thread["messages"][1]["message_id"] });
    let view = office.call("mails.view", message).await;
    let shown = view["html"].as_str().unwrap();
    assert!(shown.contains("<h1 style=\"color:#123456\">Offerta</h1>"), "{shown}");
    assert!(
        shown.contains(&format!("<img alt=\"Logo\" src=\"data:image/png;base64,{PNG_ENCODED}\">")),
        "{shown}"
    );
    assert!(!shown.contains("script>") && !shown.contains("t.example"), "{shown}");
    assert!(shown.contains("data-leads=\"evil.example\""), "{shown}");
    assert_eq!(
        (&view["from"], &view["subject"]),
        (&json!("paolo@officinerinaldi.example"), &json!("Re: Liquidazione IVA"))
    );
    let counts =
        ["remote_pictures", "loaded_pictures", "trackers", "misleading_links"].map(|name| &view[name]);
    assert_eq!(counts, [0, 0, 1, 1]);
    // What the office wrote is no received mail.
    let own = json!({ "message_id": thread["messages"][0]["message_id"] });
    assert_eq!(office.try_call("mails.view", own).await.unwrap_err().code, "not_found");
    for bad in [json!({}), json!({ "message_id": "x" })] {
        assert_eq!(office.try_call("mails.view", bad).await.unwrap_err().code, "invalid_request");
    }
}

#[tokio::test]
async fn pictures_elsewhere_are_fetched_only_when_the_owner_asks() {
    let server = HttpsServer::start(|path| match path {
        "/foto.png" => HttpsServer::found(PNG),
        _ => HttpsServer::nothing(),
    })
    .await;
    let (office, _, _, sent) = asked().await;
    let html = format!("<img src={}><img src={}>", server.url("/foto.png"), server.url("/manca.png"));
    let stranger = "Paolo <paolo71@posta.example>";
    assert_eq!(take_in(&office, laid_out(stranger, &sent, &html)).await, Taken::Kept);
    let kept = office.call("quarantine.list", json!({})).await;
    let which = json!({ "quarantine_id": kept["mails"][0]["quarantine_id"] });
    let counts =
        |view: &serde_json::Value| (view["remote_pictures"].clone(), view["loaded_pictures"].clone());
    let view = office.call("mails.view", which.clone()).await;
    assert_eq!(counts(&view), (json!(2), json!(0)));
    // An office never reaches this computer by itself, whatever a mail says.
    let view = office.call("mails.load_pictures", which.clone()).await;
    assert_eq!(counts(&view), (json!(2), json!(0)));
    assert_eq!(server.asked().len(), 0);

    office.office().pictures().reach_by(Reach::by(|address| address.ip().is_loopback(), server.ca_file()));
    let view = office.call("mails.load_pictures", which.clone()).await;
    assert_eq!(counts(&view), (json!(2), json!(1)));
    assert!(view["html"].as_str().unwrap().contains(PNG_ENCODED));
    assert!(!view["html"].as_str().unwrap().contains("localhost"));
    assert_eq!(server.asked().len(), 2);
    // Looked at again they are still there; nothing more is asked.
    assert_eq!(counts(&office.call("mails.view", which).await), (json!(2), json!(1)));
    assert_eq!(server.asked().len(), 2);
    let row = &office.call("audit.list", json!({})).await["rows"][0];
    assert_eq!((&row["action"], &row["details"]["pictures"]), (&json!("mails.load_pictures"), &json!(2)));
}

#[tokio::test]
async fn a_mail_of_text_alone_is_shown_as_text() {
    let (office, _, chat, _) = asked().await;
    let sent = mail_to(&office, "giulia@officinerinaldi.example").await;
    let text = format!(
        "From: Giulia <giulia@officinerinaldi.example>\r\nSubject: Re: IVA\r\nIn-Reply-To: {sent}\r\nContent-Type: text/plain\r\n\r\nUno < due.\r\n"
    );
    assert_eq!(take_in(&office, text.into_bytes()).await, Taken::Joined);
    let thread = office.thread(&chat).await;
    let message = json!({ "message_id": thread["messages"][1]["message_id"], "without_html": true });
    assert!(office.call("mails.view", message.clone()).await["html"].is_null());
    let whole = json!({ "message_id": message["message_id"] });
    let view = office.call("mails.view", whole).await;
    assert!(view["html"].as_str().unwrap().contains("Uno &lt; due."));
}
