//! Whole conversations with a client who answers by mail, each played in a real office and written down in `tests/golden/conversations`
//! as the owner sees it in the end. `UPDATE_GOLDEN=1` writes the files anew.

mod programs;
mod shown;
mod stage;

use serde_json::json;
use studiolo_testkit::{Gateway, Receipt};

use crate::intake::bounce_of;
use programs::{Answer, Program, certified};
use stage::Stage;

const PAOLO: (&str, &str) = ("Paolo Rinaldi", "paolo@officinerinaldi.example");
const GIULIA: (&str, &str) = ("Giulia Rinaldi", "giulia@officinerinaldi.example");
const BODY: &str = "Buongiorno, chiudo la liquidazione del trimestre entro martedì 28: mi manca l’estratto conto di marzo. L’importo dell’F24 sarà di circa 3.482,16 €.";

fn by(program: Program, from: (&'static str, &'static str), text: &'static str) -> Answer<'static> {
    Answer { program, from, text, files: &[] }
}

#[tokio::test]
async fn a_document_is_asked_for_and_comes_by_gmail() {
    let mut stage = Stage::set("Paolo sends from Gmail what Elena asked for, and they go on").await;
    let chat = stage.elena_writes("Liquidazione IVA, 1° trimestre", BODY, &["Estratto conto di marzo"]).await;
    stage.at(4, 22, 18, 40).await;
    let text = "Buonasera Elena,\necco l'estratto conto. Va bene così o serve anche la lista movimenti?\n\nPaolo\n\n-- \nPaolo Rinaldi\nOfficine Rinaldi S.r.l.\nTel. 0575 123456";
    let files = [("estratto conto marzo.pdf", "%PDF-1.4 saldo 12"), ("movimenti.exe", "MZ")];
    stage.answers(PAOLO.1, &Answer { files: &files, ..by(Program::Gmail, PAOLO, text) }).await;
    stage.at(4, 23, 9, 10).await;
    stage.elena_replies(&chat, "Va benissimo così, grazie.").await;
    stage.at(4, 23, 9, 30).await;
    stage.answers(PAOLO.1, &by(Program::Gmail, PAOLO, "Perfetto, grazie!")).await;
    stage.ends("gmail").await;
}

#[tokio::test]
async fn a_company_answers_by_outlook_between_the_lines_of_its_papers() {
    let mut stage =
        Stage::set("Giulia answers from Outlook at her desk and on her phone, with signature and disclaimer")
            .await;
    stage
        .elena_writes(
            "Bilancio 2025, bozza 3",
            "Buongiorno, la bozza del bilancio è pronta. Confermate gli importi del magazzino?",
            &[],
        )
        .await;
    stage.at(4, 23, 8, 55).await;
    let text = "Buongiorno Elena,\n\nil magazzino è di 48.200 €, non 42.800 €: le mando l’inventario corretto.\n\nCordiali saluti\n\nGiulia Rinaldi\nAmministrazione\nOfficine Rinaldi S.r.l.\nVia Fiorentina 12 – 52100 Arezzo\nTel. 0575 123457\n\nLe informazioni contenute in questo messaggio sono riservate e destinate esclusivamente al destinatario. Chi lo riceve per errore è pregato di cancellarlo (Reg. UE 2016/679).";
    let files = [("inventario 2025.csv", "articolo;valore\nlamiere;48200\n")];
    stage.answers(GIULIA.1, &Answer { files: &files, ..by(Program::Outlook, GIULIA, text) }).await;
    stage.at(4, 23, 13, 5).await;
    stage.answers(GIULIA.1, &by(Program::OutlookMobile, GIULIA, "Scusi, l’importo giusto è 48.020 €.")).await;
    stage.at(4, 24, 9, 40).await;
    let letter = stage.letter_to(GIULIA.1).with("importi del magazzino?", "Sì, confermiamo 48.020 €.");
    let answer = by(Program::Outlook, GIULIA, "Buongiorno, vedi risposta in rosso qui sotto.");
    stage.comes("Giulia answers within the mail, in red", answer.to(&letter)).await;
    stage.ends("outlook").await;
}

#[tokio::test]
async fn two_contacts_answer_each_from_their_own_program() {
    let mut stage = Stage::set(
        "Paolo answers from his iPhone, Giulia from the webmail of Aruba, and Paolo from Roundcube",
    )
    .await;
    stage
        .elena_writes(
            "Scontrini carburante di marzo",
            "Buongiorno, mi mancano gli scontrini del carburante di marzo. Vanno bene anche in foto.",
            &["Scontrini di marzo"],
        )
        .await;
    stage.at(4, 22, 19, 2).await;
    let files = [("IMG_0231.jpg", "not really a picture")];
    stage
        .answers(
            PAOLO.1,
            &Answer { files: &files, ..by(Program::IPhone, PAOLO, "Ecco la prima, le altre domani") },
        )
        .await;
    stage.at(4, 23, 10, 15).await;
    stage
        .answers(
            GIULIA.1,
            &by(Program::Aruba, GIULIA, "Buongiorno dottoressa,\ngli altri scontrini li ha Paolo.\nGiulia"),
        )
        .await;
    stage.at(4, 23, 18, 0).await;
    stage.answers(PAOLO.1, &by(Program::Roundcube, PAOLO, "Gli altri li ho persi, mi dispiace.")).await;
    stage.ends("phone_and_webmail").await;
}

#[tokio::test]
async fn nobody_is_there_and_the_reminder_goes_until_somebody_answers_it() {
    let mut stage =
        Stage::set("Paolo is away: his program says so, the reminder goes all the same, and he answers that")
            .await;
    stage.elena_writes("Liquidazione IVA, 1° trimestre", BODY, &["Estratto conto di marzo"]).await;
    let sent = stage.sent_to(PAOLO.1).await;
    let away = format!(
        "Return-Path: <>\r\nFrom: {} <{}>\r\nTo: elena@studiovannini.example\r\nSubject: Risposta automatica: Liquidazione IVA\r\n\
         Message-ID: <away@officinerinaldi.example>\r\nIn-Reply-To: {sent}\r\nAuto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nSono fuori sede fino al 27 aprile.\r\n",
        PAOLO.0, PAOLO.1
    );
    stage.at(4, 22, 16, 6).await;
    stage.comes("an out-of-office notice comes from Paolo", away.into_bytes()).await;
    stage.at(4, 27, 9, 0).await;
    stage.at(4, 28, 8, 12).await;
    stage.answers(PAOLO.1, &by(Program::IPhone, PAOLO, "Appena rientrato, glielo mando in giornata")).await;
    stage.at(5, 15, 9, 0).await;
    stage.ends("away").await;
}

#[tokio::test]
async fn a_mail_comes_back_and_goes_to_the_corrected_address() {
    let mut stage =
        Stage::set("Paolo's address is no more: the mail comes back, Elena corrects it and writes again")
            .await;
    let chat = stage.elena_writes("Liquidazione IVA, 1° trimestre", BODY, &[]).await;
    let sent = stage.sent_to(PAOLO.1).await;
    stage.at(4, 22, 16, 7).await;
    let bounce = bounce_of(
        &sent,
        PAOLO.1,
        "5.1.1",
        "550 5.1.1 <paolo@officinerinaldi.example>: Recipient address rejected: User unknown",
    );
    stage.comes("a server sends the mail to Paolo back", bounce).await;
    stage.at(4, 22, 16, 30).await;
    let sent = stage.sent_to(GIULIA.1).await;
    let full = format!(
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@smtp.provider.example>\r\nTo: elena@studiovannini.example\r\nSubject: Mancata consegna\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nIl messaggio non è stato consegnato ai seguenti destinatari:\r\n\r\n* {}: casella di posta piena\r\n\r\n\
         --- Messaggio originale ---\r\nMessage-Id: {sent}\r\nSubject: Liquidazione IVA\r\n",
        GIULIA.1
    );
    stage.comes("another one the mail to Giulia, in its own words", full.into_bytes()).await;
    stage.looks().await;
    stage.at(4, 22, 16, 45).await;
    let change = json!({ "contact_id": stage.cast.paolo, "email": "p.rinaldi@officinerinaldi.example" });
    stage.elena("corrects Paolo's address", "contacts.update", change).await;
    stage.elena("sends the message again", "chats.send_again", json!({ "chat_id": chat })).await;
    stage.at(4, 23, 8, 0).await;
    let new = (PAOLO.0, "p.rinaldi@officinerinaldi.example");
    stage.answers(new.1, &by(Program::Gmail, new, "Ora sì che arriva. Eccomi.")).await;
    stage.ends("bounced").await;
}

#[tokio::test]
async fn a_client_writes_from_home_answers_an_old_mail_and_writes_anew() {
    let mut stage = Stage::set(
        "Paolo answers from an address that nobody knows, later an old mail, then writes without answering",
    )
    .await;
    let old = stage.elena_writes("Bilancio 2025, bozza 3", "Buongiorno Paolo, la bozza è pronta.", &[]).await;
    let chat = stage.elena_writes("Liquidazione IVA, 1° trimestre", BODY, &[]).await;
    stage.at(4, 22, 21, 30).await;
    let home = ("Paolo", "paolo71@posta.example");
    stage
        .answers(
            PAOLO.1,
            &by(Program::Gmail, home, "Le scrivo dalla posta di casa: l'estratto conto lo porto io venerdì."),
        )
        .await;
    stage.looks().await;
    let kept = stage.office.call("quarantine.list", json!({})).await["mails"][0]["quarantine_id"].clone();
    stage.at(4, 23, 9, 0).await;
    stage
        .elena("joins it to the chat", "quarantine.join", json!({ "quarantine_id": kept, "chat_id": chat }))
        .await;
    stage.elena("archives the other chat", "chats.archive", json!({ "chat_id": old })).await;
    stage.looks().await;
    stage.at(5, 20, 11, 0).await;
    let first = stage.first_letter_to(GIULIA.1);
    let late =
        by(Program::Outlook, GIULIA, "Buongiorno, riprendo questa mail: il bilancio è poi stato depositato?")
            .to(&first);
    stage.comes("Giulia answers the mail of four weeks ago", late).await;
    stage.at(5, 21, 9, 0).await;
    let new = format!(
        "From: {} <{}>\r\nTo: elena@studiovannini.example\r\nSubject: Appuntamento\r\nMessage-ID: <new@officinerinaldi.example>\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nBuongiorno, possiamo vederci giovedì?\r\n",
        PAOLO.0, PAOLO.1
    );
    stage.comes("Paolo writes without answering anything", new.into_bytes()).await;
    stage.ends("from_elsewhere").await;
}

#[tokio::test]
async fn an_answer_to_a_mail_of_several_requests_waits_for_elena() {
    let mut stage = Stage::set(
        "One reminder speaks of two requests, Giulia answers it, and Elena says which one she means",
    )
    .await;
    let vat = stage.elena_writes("Liquidazione IVA, 1° trimestre", BODY, &[]).await;
    stage
        .elena_writes("Bilancio 2025, bozza 3", "Buongiorno, confermate gli importi del magazzino?", &[])
        .await;
    stage.at(4, 27, 9, 0).await;
    stage.at(4, 27, 10, 20).await;
    stage
        .answers(
            GIULIA.1,
            &by(Program::Outlook, GIULIA, "Buongiorno,\nla prima: l’estratto conto arriva domani.\n\nGiulia"),
        )
        .await;
    stage.at(4, 27, 11, 0).await;
    stage.looks().await;
    let kept = stage.office.call("quarantine.list", json!({})).await["mails"][0]["quarantine_id"].clone();
    stage
        .elena("joins it to the first", "quarantine.join", json!({ "quarantine_id": kept, "chat_id": vat }))
        .await;
    stage.ends("several_requests").await;
}

#[tokio::test]
async fn certified_mail_is_accepted_delivered_and_answered() {
    let mut stage = Stage::set(
        "The gateways of certified mail tell what became of the mails: Paolo's arrived, Giulia's did not",
    )
    .await;
    stage.elena_writes("Liquidazione IVA, 1° trimestre", BODY, &[]).await;
    let gateway = Gateway::of("pec.gestore.example");
    let (paolo, giulia) = (stage.sent_to(PAOLO.1).await, stage.sent_to(GIULIA.1).await);
    stage.at(4, 22, 16, 9).await;
    let of =
        |kind, sent, to| Receipt { sender: "elena@studiovannini.example", ..Receipt::of(kind, sent, to) };
    let delivered = Receipt { at: "22/04/2026 16:07:02", ..of("avvenuta-consegna", &paolo, PAOLO.1) };
    let refused = Receipt {
        error: "no-dest",
        detail: "5.1.1 - la casella non esiste",
        at: "22/04/2026 16:08:10",
        ..of("errore-consegna", &giulia, GIULIA.1)
    };
    for (told, receipt) in [
        ("accettazione for Paolo", of("accettazione", &paolo, PAOLO.1)),
        ("avvenuta consegna for Paolo", delivered),
        ("accettazione for Giulia", of("accettazione", &giulia, GIULIA.1)),
        ("errore di consegna for Giulia", refused),
    ] {
        stage.comes(told, gateway.receipt(&receipt)).await;
    }
    stage.looks().await;
    stage.at(4, 23, 9, 0).await;
    stage.answers(PAOLO.1, &by(Program::Aruba, PAOLO, "Ricevuto, provvedo.")).await;
    stage.at(4, 23, 11, 0).await;
    let pec = ("Officine Rinaldi S.r.l.", "officinerinaldi@pec.example");
    let answer = by(Program::Aruba, pec, "Confermiamo quanto anticipato da Paolo.");
    let mail = certified(&answer.to(&stage.letter_to(PAOLO.1)), pec.1, "Re: Liquidazione IVA");
    stage.comes("an answer comes by certified mail, from an address that nobody knows", mail).await;
    stage.ends("certified").await;
}
