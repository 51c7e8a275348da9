//! The screens of mail, of an office at real servers: mails that are kept aside, one as it came, accounts, receipts of
//! certified mail, a mailbox that refuses.

use serde_json::{Value, json};
use studiolo_core::time::Clock;
use studiolo_testkit::{Gateway, MailServer, Receipt, ReceivedMail};

use crate::harness::{Desktop, Driven, OfficeFolder, Screen, Step, Tour, Words};

use Step::{Click, Fill, Find, In, InFrame, On, Open, Press, Read, See};

const ELENA: &str = "elena@studiovannini.example";
const PEC: &str = "studiovannini@pec.example";
const PAOLO: &str = "paolo@officinerinaldi.example";
const METALSIDER: [&str; 2] = ["metalsider@pec.example", "amministrazione@pec.metalsider.example"];
const NIVES: &str = "nives@trattoriadanives.example";
const RENZO: &str = "renzo@autogallo.example";
const PASSWORD: &str = "parola d’ordine";

const VAT: &str = "Liquidazione IVA, 1° trimestre";
const BALANCE: &str = "Bilancio 2025, convocazione dell’assemblea";

/// From the mails that are kept aside to the settings, and the way from each screen to the next.
const SCREENS: &[Screen] = &[
    ("kept-line", &[In("rail_label", "room_inbox"), See("kept_line_hint")]),
    (
        "quarantine",
        &[On(".kept"), Open("Delega firmata"), Read("stampante del cantiere"), Find(".matter li")],
    ),
    ("quarantine-unfolded", &[On(".matter .link"), Read("chiudo la liquidazione")]),
    ("original", &[Press("F6"), Press("o"), InFrame("img[alt]"), See("original_hint")]),
    ("original-no-pictures", &[Click("original_load"), See("original_no_pictures")]),
    ("join-mail", &[Press("Escape"), Find(".window :focus"), Press("c"), See("join_meant")]),
    ("chat-of-mail", &[Press("Escape"), Find(".window :focus"), Press("n"), See("chat_create")]),
    ("contact-of-mail", &[Press("Escape"), Find(".window :focus"), Press("a"), See("contact_flags_hint")]),
    (
        "quarantine-refused",
        &[Press("Escape"), Find(".window :focus"), Open("Rimborso IVA in attesa"), See("check_dmarc_bad")],
    ),
    ("quarantine-dropped", &[Press("Delete"), Click("quarantine_dropped"), See("quarantine_restore")]),
    (
        "quarantine-none",
        &[Find(".window :focus"), Click("quarantine_restore"), See("quarantine_none_dropped")],
    ),
    ("pec-ladder", &[In("rail_label", "room_chats"), Open(BALANCE), Read("PEC")]),
    ("receipts", &[On(".ladder .receipts"), See("receipts_trust"), Find(".sheet dl")]),
    ("receipts-doubtful", &[Press("Escape"), On(".ladder p:last-child .receipts"), Find(".sheet .warn")]),
    ("chat-bounced", &[Press("Escape"), Open("IMU, dati per l’acconto"), Read("no such person here")]),
    (
        "client-refused",
        &[In("rail_label", "room_clients"), Open("Trattoria Da Nives S.n.c."), See("refusal_fact")],
    ),
    ("client-refused-mend", &[Click("refusal_correct"), Find(".sheet input:focus")]),
    (
        "settings-accounts",
        &[Press("Escape"), Press("Ctrl+,"), In("settings_sections", "settings_mail"), Read(PEC)],
    ),
    (
        "settings-accounts-failed",
        &[On("article[aria-label='PEC'] .top .btn"), See("account_test_failed"), See("account_main_works")],
    ),
    ("account-rename", &[On("article[aria-label='PEC'] .of-it .btn"), See("account_name_hint")]),
    (
        "account-remove",
        &[Press("Escape"), On("article[aria-label='PEC'] .of-it .btn:last-child"), See("account_remove_do")],
    ),
    ("account-sign-in", &[Press("Escape"), On(".oauth input"), See("oauth_client_needed")]),
    ("receiving", &[On("article .part + .part .acts .btn:nth-child(2)"), See("receiving_lede")]),
    ("receiving-more", &[Click("receiving_more"), See("receiving_folder")]),
    ("add-account", &[Press("Escape"), Click("account_add"), See("account_add_lede")]),
    (
        "add-account-known",
        &[Fill("mail_from_address", "elena.vannini@gmail.com"), Press("Tab"), Find(".sheet .note")],
    ),
    ("add-account-more", &[Click("receiving_more"), See("mail_username")]),
    ("morning-mail", &[Press("Escape"), In("settings_sections", "settings_notices"), See("digest_next")]),
];

#[tokio::test]
async fn every_screen_of_mail_fits_in_italian() {
    an_office("it").await;
}

#[tokio::test]
async fn every_screen_of_mail_fits_in_english() {
    an_office("en").await;
}

async fn an_office(language: &'static str) {
    let server = MailServer::start();
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, language);
    server.refuse(NIVES);
    set_up(&office, &desktop, &server, language);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    let tour = Tour::begin(&window, language);
    mail_comes(&window, &server, &tour.words).await;
    tour.go(SCREENS).await;
    tour.end();
    window.end().await;
}

/// Three accounts: one that works, one with a wrong password, one whose provider wants a sign-in in the browser; and
/// clients that were written to.
fn set_up(office: &OfficeFolder, desktop: &Desktop, server: &MailServer, language: &str) {
    let call = |command: &str, request: Value| office.call(desktop, command, &request);
    server.add_user(ELENA, PASSWORD);
    call(
        "settings.update",
        json!({ "language": language, "sending_window": null,
        "digest": { "enabled": true, "at": "07:30" } }),
    );
    let sending = |account: Option<&Value>, address: &str, password: Option<&str>| {
        let mut request = json!({ "host": server.host(), "port": server.submission_port(), "security": "starttls",
            "username": address, "from_name": "Elena Vannini", "from_address": address, "ca_file": server.ca_file() });
        if let Some(account) = account {
            request["account_id"] = account.clone();
        }
        if let Some(password) = password {
            request["password"] = json!(password);
        }
        call("mail.set_sending", request);
    };
    sending(None, ELENA, Some(PASSWORD));
    let mailbox = json!({ "host": server.host(), "port": server.imaps_port(), "security": "tls", "username": ELENA,
        "password": PASSWORD, "ca_file": server.ca_file(), "plus_addresses": true });
    call("mail.set_receiving", mailbox);
    let pec = call("mail.add_account", json!({ "label": "PEC" }))["account_id"].clone();
    sending(Some(&pec), PEC, Some("scaduta"));
    let google = call("mail.add_account", json!({}))["account_id"].clone();
    sending(Some(&google), "elena.vannini@gmail.com", None);

    let client = |name: &str, contacts: &[(&str, &str)]| {
        let contacts: Vec<Value> = contacts
            .iter()
            .map(|(name, email)| json!({ "name": name, "email": email, "notify": true, "login": false }))
            .collect();
        let made = call("clients.create", json!({ "name": name, "kind": "company", "contacts": contacts }));
        made["client_id"].clone()
    };
    let write = |client: &Value, subject: &str, body: &str| {
        let chat = json!({ "client_ids": [client], "subject": subject, "body": body,
            "reminder": { "every_days": 3, "max_count": 2 } });
        call("chats.create", chat);
    };
    let rinaldi = client("Officine Rinaldi S.r.l.", &[("Paolo Rinaldi", PAOLO)]);
    let metalsider = client(
        "Metalsider S.p.A.",
        &[("Bruno Sala", METALSIDER[0]), ("Ufficio amministrazione", METALSIDER[1])],
    );
    let nives = client(
        "Trattoria Da Nives S.n.c.",
        &[("Nives Zanetti", NIVES), ("Ivo Zanetti", "ivo@trattoriadanives.example")],
    );
    let gallo = client("Autotrasporti Gallo S.r.l.", &[("Renzo Gallo", RENZO)]);
    call("clients.update", json!({ "client_id": gallo, "account_id": pec }));
    write(
        &rinaldi,
        VAT,
        "Buongiorno Paolo, chiudo la liquidazione del trimestre: mi manca la delega firmata.",
    );
    write(&metalsider, BALANCE, "Vi convoco per l’approvazione del bilancio, venerdì alle 15 in studio.");
    write(
        &nives,
        "IMU, dati per l’acconto",
        "Buongiorno Nives, avete comprato o venduto immobili quest’anno?",
    );
    write(&gallo, "Quietanza F24", "Buongiorno Renzo, mi serve la quietanza dell’F24 di marzo.");
    write(&gallo, "Cronotachigrafi", "Mi mandi lo scarico dei cronotachigrafi di marzo?");
}

/// Waits until the office has sent what it can; then come its receipts, and mails that nobody can place.
async fn mail_comes(window: &Driven, server: &MailServer, words: &Words) {
    let asked = server.wait_for_mail(PAOLO, 1).await.remove(0);
    let [first, second] = METALSIDER;
    let certified =
        [server.wait_for_mail(first, 1).await.remove(0), server.wait_for_mail(second, 1).await.remove(0)];
    let gateway = Gateway::of("pec.gestore.example");
    let at = today();
    for (mail, recipient) in certified.iter().zip(METALSIDER) {
        let receipt = |kind| Receipt {
            sender: ELENA,
            subject: BALANCE,
            at: &at,
            zone: "+0000",
            ..Receipt::of(kind, &mail.message_id, recipient)
        };
        let receipts = [
            gateway.receipt(&receipt("accettazione")),
            if recipient == first {
                gateway.receipt(&receipt("avvenuta-consegna"))
            } else {
                gateway.by_a_stranger(&receipt("avvenuta-consegna"))
            },
        ];
        for receipt in receipts {
            server.send(&gateway.address(), ELENA, &receipt).await;
        }
    }
    for mail in kept(&asked) {
        server.send("bounces@posta.example", ELENA, mail.as_bytes()).await;
    }
    window.click_in(&words.say("rail_label"), &words.say("room_inbox")).await;
    window.see(&words.say("kept_line").replace("{count}", "4")).await;
}

/// Four mails that the office keeps aside, each for a reason of its own.
fn kept(asked: &ReceivedMail) -> [String; 4] {
    let answers = format!("In-Reply-To: {}\r\n", asked.message_id);
    let checked = |dmarc: &str, domain: &str| {
        format!(
            "Authentication-Results: mx.studiovannini.example; dkim={dmarc} header.d={domain}; dmarc={dmarc} header.from={domain}\r\n"
        )
    };
    let plain = "Content-Type: text/plain; charset=utf-8\n";
    let mail = |from: &str, subject: &str, headers: &[&str], body: &str| {
        let id = from.len() + subject.len();
        format!(
            "{}From: {from}\r\nTo: {ELENA}\r\nSubject: {subject}\r\nMessage-ID: <{id}@posta.example>\r\nMIME-Version: 1.0\r\n{}\r\n",
            headers.concat(),
            body.replace('\n', "\r\n")
        )
    };
    [
        mail(
            &format!("Renzo Gallo <{RENZO}>"),
            "Re: Documenti per la dichiarazione dei redditi di tutti i soci e della società collegata",
            &[&answers],
            &format!("{plain}\nEcco la quietanza, manca solo quella di febbraio."),
        ),
        mail(
            &format!("Bruno Sala <{}>", METALSIDER[0]),
            "Re: Bilancio 2025, ultima lettura",
            &[&checked("pass", "pec.example")],
            &format!("{plain}\nHo riletto la nota integrativa: per me va bene così."),
        ),
        mail(
            &format!("Nives Zanetti <{NIVES}>"),
            "Rimborso IVA in attesa",
            &[&checked("fail", "trattoriadanives.example")],
            &format!(
                "{plain}\nGentile contribuente, un rimborso di € 1.284,00 attende conferma dei dati bancari."
            ),
        ),
        mail(
            "Paolo Rinaldi <paolo.rinaldi71@posta.example>",
            "Delega firmata",
            &[&checked("pass", "posta.example"), &answers],
            DELEGA,
        ),
    ]
}

/// With words and layout, quoted lines, pictures that lie elsewhere, a link that leads astray, and a file.
const DELEGA: &str = "Content-Type: multipart/mixed; boundary=outer

--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8

Buongiorno dottoressa, le scrivo dalla mia posta di casa. In allegato la delega firmata, ho usato la stampante del cantiere e si legge abbastanza bene.

Se serve la rifaccio lunedì dall’ufficio con Giulia. Mi dica anche se l’importo di maggio è quello definitivo, così avviso la banca.

Saluti, Paolo

> Buongiorno Paolo, chiudo la liquidazione del trimestre:
> mi manca la delega firmata.
>
> Elena Vannini

--inner
Content-Type: text/html; charset=utf-8

<div style='font-family:sans-serif'>
<p>Buongiorno dottoressa, le scrivo dalla mia posta di casa. In allegato la delega firmata, ho usato la <b>stampante del cantiere</b> e si legge abbastanza bene.</p>
<table width=100% bgcolor=#eef2f3 cellpadding=8><tr><td>Importo di maggio</td><td align=right>3.482,16 €</td></tr><tr><td>Scadenza</td><td align=right>16 giugno</td></tr></table>
<p>Se serve la rifaccio lunedì dall’ufficio con Giulia. La copia sta anche su <a href='https://altrove.example/delega'>www.posta.example/delega</a>.</p>
<p>Saluti, Paolo</p>
<img src='https://localhost/logo.png' alt='Officine Rinaldi' width=220 height=64>
<img src='https://localhost/stand.jpg' alt='Il nostro stand in fiera' width=320 height=120>
<img src='https://localhost/open.gif' width=1 height=1>
</div>

--inner--
--outer
Content-Type: application/pdf; name=\"Delega F24 firmata.pdf\"
Content-Disposition: attachment; filename=\"Delega F24 firmata.pdf\"
Content-Transfer-Encoding: base64

JVBERi0xLjQKJSVFT0YK
--outer--
";

/// Day and time of now, as a gateway in Greenwich writes them.
fn today() -> String {
    Clock::System.now().format("%d/%m/%Y %H:%M:%S").to_string()
}
