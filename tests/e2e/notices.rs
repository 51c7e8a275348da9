//! Notices on the desktop: what happened while the owner was elsewhere, and a click that leads there.

use serde_json::{Value, json};
use studiolo_testkit::{Answer, SmtpSink};

use crate::harness::{Desktop, Driven, NoticeDaemon, OfficeFolder, wait_until};

const PAOLO: &str = "paolo@officinerinaldi.example";

#[tokio::test]
async fn a_mail_that_is_refused_is_told_and_a_click_opens_its_thread() {
    let desktop = Desktop::start();
    let daemon = NoticeDaemon::start(&desktop);
    let (sink, office, client) = office(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    minimise(&desktop);

    refuse(&sink, 1);
    write(&window, &client, "IVA & <b>saldo</b>").await;
    let notice = daemon.wait();
    assert_eq!(notice.title, "E-mail non inviata a Officine Rinaldi S.r.l.");
    assert!(notice.body.starts_with("IVA &amp; &lt;b&gt;saldo&lt;/b&gt;"), "{}", notice.body);

    daemon.click(&notice);
    wait_until("the window was in front", || in_front(&desktop));
    window.see("mi mandi l’estratto conto?").await;
    window.photograph("e2e.notice").await;
    window.end().await;
}

#[tokio::test]
async fn what_comes_in_a_burst_is_one_notice_without_names_if_so_wanted() {
    let desktop = Desktop::start();
    let daemon = NoticeDaemon::start(&desktop);
    let (sink, office, client) = office(&desktop);
    let hidden = json!({ "notices": { "enabled": true, "hide_content": true, "quiet": null } });
    office.call(&desktop, "settings.update", &hidden);
    // They wait in the outbox until the office runs.
    refuse(&sink, 3);
    for subject in ["Visura", "Liquidazione IVA", "Quietanza F24"] {
        office.call(&desktop, "chats.create", &chat(&client, subject));
    }
    let arguments = [&office.arguments()[..], &["--hidden"]].concat();
    let mut app = desktop.start_app(&arguments);
    let notice = daemon.wait();
    assert_eq!((notice.title.as_str(), notice.body.as_str()), ("3 e-mail non sono partite", ""));
    assert_eq!(daemon.shown().len(), 1);

    // A click brings the window that there was none of.
    daemon.click(&notice);
    desktop.wait_for_window("Studiolo");
    app.signal("TERM");
    assert_eq!(app.wait().code(), Some(0));
}

#[tokio::test]
async fn an_owner_at_the_window_is_not_told_what_they_see() {
    let desktop = Desktop::start();
    let daemon = NoticeDaemon::start(&desktop);
    let (sink, office, client) = office(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    wait_until("the window was in front", || in_front(&desktop));

    refuse(&sink, 1);
    write(&window, &client, "Visura").await;
    window.see("Non inviato").await;
    // Longer than a burst lasts: what was not told by then is not told any more.
    window.run("const end = Date.now() + 4000; while (Date.now() < end);").await;
    minimise(&desktop);
    refuse(&sink, 1);
    write(&window, &client, "Quietanza F24").await;
    assert!(daemon.wait().body.starts_with("Quietanza F24"));
    assert_eq!(daemon.shown().len(), 1);
    window.end().await;
}

#[tokio::test]
async fn without_a_daemon_the_office_runs_on_and_the_log_says_so_once() {
    let desktop = Desktop::start();
    let (sink, office, client) = office(&desktop);
    refuse(&sink, 1);
    office.call(&desktop, "chats.create", &chat(&client, "Visura"));
    let arguments = [&office.arguments()[..], &["--hidden"]].concat();
    let mut app = desktop.start_app(&arguments);
    let log = desktop.path("studiolo.log");
    let said = || std::fs::read_to_string(&log).unwrap_or_default().matches("shows no notices").count();
    wait_until("the log said so", || (said() > 0).then_some(()));
    assert!(app.runs());
    app.signal("TERM");
    assert_eq!(app.wait().code(), Some(0));
    assert_eq!(said(), 1);
}

// Elena's office with Paolo's company, sending to a server that answers as it is told; and that client's id.
fn office(desktop: &Desktop) -> (SmtpSink, OfficeFolder, String) {
    let sink = SmtpSink::start();
    let office = OfficeFolder::make(desktop, "it");
    let contact = json!({ "name": "Paolo Rinaldi", "email": PAOLO, "notify": true, "login": false });
    let client = json!({ "name": "Officine Rinaldi S.r.l.", "kind": "company", "contacts": [contact] });
    let made = office.call(desktop, "clients.create", &client);
    let account = json!({ "host": sink.address().ip().to_string(), "port": sink.address().port(), "security": "none",
        "from_name": "Elena Vannini", "from_address": "elena@studiovannini.example" });
    office.call(desktop, "mail.set_sending", &account);
    (sink, office, made["client_id"].as_str().unwrap().to_owned())
}

fn refuse(sink: &SmtpSink, mails: usize) {
    sink.answer(PAOLO, std::iter::repeat_n(Answer::AtRecipient(550, "no such mailbox"), mails));
}

fn chat(client: &str, subject: &str) -> Value {
    json!({ "client_ids": [client], "subject": subject, "body": "Buongiorno Paolo, mi mandi l’estratto conto?" })
}

// As the window's own page does.
async fn write(window: &Driven, client: &str, subject: &str) {
    let script = "const [request, done] = arguments;
        window.__TAURI_INTERNALS__.invoke('call', { command: 'chats.create', request })
            .then(() => done('written'), (error) => done(error));";
    let done = window.client().execute_async(script, vec![chat(client, subject)]).await;
    assert_eq!(done.unwrap(), "written");
}

fn minimise(desktop: &Desktop) {
    // Without a tray a window that is closed is only minimised.
    desktop.close_window("Studiolo");
    wait_until("the window was out of sight", || {
        let state = desktop.answer("xprop", &["-name", "Studiolo", "_NET_WM_STATE"])?;
        state.contains("_NET_WM_STATE_HIDDEN").then_some(())
    });
}

fn in_front(desktop: &Desktop) -> Option<()> {
    (desktop.answer("xdotool", &["getactivewindow", "getwindowname"])?.trim() == "Studiolo").then_some(())
}
