//! Replies as mail programs write them.

use super::Kind::{Forwarded, Quoted, Said, Signature};
use super::*;

/// The kinds and texts of the parts, without white space around them.
fn told(text: &str) -> Vec<(Kind, &str)> {
    let parts = parts(text);
    assert_eq!(parts.iter().map(|part| part.text).collect::<String>(), text, "the parts are not the text");
    parts.into_iter().map(|part| (part.kind, part.text.trim())).collect()
}

#[track_caller]
fn assert_all_said(text: &str) {
    assert!(parts(text).iter().all(|part| part.kind == Said), "{:?}", told(text));
}

/// The reply stays as it is, and all that follows is folded.
#[track_caller]
fn assert_folds(reply: &str, folded: &str) {
    let text = format!("{reply}\n\n{folded}");
    let parts = parts(&text);
    assert_eq!(said(&parts), reply, "{:?}", told(&text));
    assert!(parts.iter().filter(|part| part.kind == Said).count() <= 1, "{:?}", told(&text));
}

/// What programs write above a quote, language by language.
pub(super) const ATTRIBUTIONS: &[&str] = &[
    "Il giorno mar 3 mar 2026 alle ore 10:00 Elena Vannini <elena@studio.example> ha scritto:",
    "Il giorno 3 mar 2026, alle ore 10:00, Elena Vannini <elena@studio.example> ha scritto:",
    "Il 03/03/2026 10:00, Elena Vannini ha scritto:",
    "Il martedì 3 marzo 2026 10:00:00 CET, Elena Vannini <elena@studio.example> ha scritto:",
    "On Tue, Mar 3, 2026 at 10:00 AM Elena Vannini <elena@studio.example> wrote:",
    "On 3 Mar 2026, at 10:00, Elena Vannini <elena@studio.example> wrote:",
    "On 03/03/2026 10:00, Elena Vannini wrote:",
    "\u{202A}On Tue, Mar 3, 2026 at 10:00 AM \u{202A}Elena\u{202C} <elena@studio.example> wrote:\u{202C}",
    "Le mar. 3 mars 2026 à 10:00, Elena Vannini <elena@studio.example> a écrit\u{a0}:",
    "Le 03/03/2026 à 10:00, Elena Vannini a écrit :",
    "Am Di., 3. März 2026 um 10:00 Uhr schrieb Elena Vannini <elena@studio.example>:",
    "Am 03.03.26 um 10:00 schrieb Elena Vannini:",
    "El mar, 3 mar 2026 a las 10:00, Elena Vannini (<elena@studio.example>) escribió:",
    "El 3/3/26 a las 10:00, Elena Vannini escribió:",
    "Em ter., 3 de mar. de 2026 às 10:00, Elena Vannini <elena@studio.example> escreveu:",
    "Em 03/03/2026 10:00, Elena Vannini escreveu:",
    "Elena Vannini <elena@studio.example> schrieb am Di., 3. März 2026, 10:00:",
    "Elena Vannini <elena@studio.example> ha scritto:",
    "2026-03-03 10:00 GMT+01:00 Elena Vannini <elena@studio.example>:",
    "03.03.2026, 10:00, \"Elena Vannini\" <elena@studio.example>:",
    "---- Elena Vannini ha scritto ----",
    "---- On Tue, 03 Mar 2026 10:00:00 +0100 Elena Vannini <elena@studio.example> wrote ----",
    "In data 3 marzo 2026 10:00:00 \"Elena Vannini\" <elena@studio.example> ha scritto:",
    "Il 2026-03-03 10:00 Elena Vannini ha scritto:",
    "Am Di., 3. März 2026 um 10:00 Uhr schrieb Studio Vannini <\nelena@studio.example>:",
    "El mar, 3 mar 2026 a las 10:00, Elena Vannini (<elena@studio.example>)\nescribió:",
    "Em 3 de março de 2026 às 10:00:35, Elena Vannini - Studio (\nelena@studio.example) escreveu:",
    "Il giorno mar 3 mar 2026 alle ore 10:00 Elena Vannini, dottore commercialista\n<elena@studio.example> ha scritto:",
    "On Tuesday, March 3, 2026 at 10:00:00 AM GMT+1, Studio Vannini e Associati\nElena Vannini <\nelena@studio.example> wrote:",
];

/// What programs write above a whole message.
pub(super) const BLOCKS: &[&str] = &[
    "Da: Elena Vannini <elena@studio.example>\nInviato: martedì 3 marzo 2026 10:00\nA: Paolo\nOggetto: R: Bilancio",
    "________________________________\nDa: Elena Vannini\nInviato: martedì 3 marzo 2026 10:00\nA: Paolo\nCc: Nives\nOggetto: Bilancio",
    "-----Messaggio originale-----\nDa: Elena [mailto:elena@studio.example]\nInviato: martedì 3 marzo 2026 10:00\nA: Paolo\nOggetto: Bilancio",
    "-------- Messaggio originale --------\nDa: Elena <elena@studio.example>\nData: 03/03/26 10:00 (GMT+01:00)\nA: Paolo\nOggetto: Bilancio",
    "From: Elena Vannini <elena@studio.example>\nSent: Tuesday, March 3, 2026 10:00 AM\nTo: Paolo\nSubject: RE: Accounts",
    "From: Studio Vannini \n<elena@studio.example> \nSent: Tuesday, March 3, 2026 10:00 AM\nTo: Paolo\nSubject: RE: Accounts",
    "----Messaggio originale----\nDa: elena@studio.example\nData: 3-mar-2026 10.00\nA: Paolo\nOgg: Bilancio",
    "*From:* Elena Vannini <elena@studio.example>\n*Sent:* Tuesday, March 3, 2026 10:00 AM\n*To:* Paolo\n*Subject:* RE: Accounts",
    "Date: Tue, 3 Mar 2026 10:00:00 +0100\nSubject: RE: Accounts\nFrom: elena@studio.example\nTo: Paolo",
    "-----Original Message-----\nFrom: Elena\nSent: 3 March\nTo: Paolo\nSubject: Accounts",
    "De : Elena Vannini <elena@studio.example>\nEnvoyé : mardi 3 mars 2026 10:00\nÀ : Paolo\nObjet : RE: Bilan",
    "-----Message d'origine-----\nDe : Elena\nEnvoyé : mardi 3 mars 2026 10:00\nÀ : Paolo\nObjet : Bilan",
    "Von: Elena Vannini <elena@studio.example>\nGesendet: Dienstag, 3. März 2026 10:00\nAn: Paolo\nBetreff: AW: Bilanz",
    "-----Ursprüngliche Nachricht-----\nVon: Elena\nGesendet: Dienstag, 3. März 2026 10:00\nAn: Paolo\nBetreff: Bilanz",
    "De: Elena Vannini <elena@studio.example>\nEnviado el: martes, 3 de marzo de 2026 10:00\nPara: Paolo\nAsunto: RE: Balance",
    "-----Mensaje original-----\nDe: Elena\nEnviado el: martes, 3 de marzo de 2026 10:00\nPara: Paolo\nAsunto: Balance",
    "De: Elena Vannini <elena@studio.example>\nEnviada em: terça-feira, 3 de março de 2026 10:00\nPara: Paolo\nAssunto: RES: Balanço",
    "-----Mensagem original-----\nDe: Elena\nEnviada em: terça-feira, 3 de março de 2026 10:00\nPara: Paolo\nAssunto: Balanço",
];

#[test]
fn a_reply_above_a_quote_is_said_and_the_quote_is_folded() {
    for attribution in ATTRIBUTIONS {
        assert_folds(
            "Ecco il bilancio.\n\nPaolo",
            &format!("{attribution}\n\n> Mi manda il bilancio?\n>\n> Elena\n"),
        );
        assert_folds(
            "Ecco il bilancio.",
            &format!("{attribution}\r\n>Mi manda il bilancio?\r\n>> Elena\r\n"),
        );
    }
}

#[test]
fn a_reply_above_a_header_block_is_said_and_all_below_is_folded() {
    for block in BLOCKS {
        assert_folds("Ecco il bilancio.\n\nPaolo", &format!("{block}\n\nMi manda il bilancio?\n\nElena\n"));
        assert_folds("Ecco il bilancio.", &format!("{}\r\n\r\nMi manda?\r\n", block.replace('\n', "\r\n")));
        if !block.contains("\n<") {
            assert_folds("Ecco il bilancio.", &format!("{}\n\nMi manda?\n", block.replace('\n', "\n\n")));
        }
    }
}

#[test]
fn an_attribution_with_an_address_needs_no_marked_quote() {
    for attribution in ATTRIBUTIONS.iter().filter(|text| {
        let begins_with_date = text.starts_with(|first: char| first.is_ascii_digit());
        text.contains('@') && text.contains("2026") && !text.starts_with("Elena") && !begins_with_date
    }) {
        assert_folds("Ecco.", &format!("{attribution}\n\nMi manda il bilancio?\n\nElena"));
    }
    assert_all_said("Il 3/3/2026 Mario ha scritto:\n\nnon pago");
    assert_all_said("Elena Vannini <elena@studio.example> ha scritto:\n\nmi manda il bilancio?");
}

#[test]
fn words_that_other_programs_drop_are_said() {
    for text in [
        "Peut-être demain",
        "Step a -> b is fine",
        "On Monday I wrote to the bank.",
        "She wrote: please call me back.",
        "Il notaio ha scritto: venga domani.\nVado io?",
        "Le scrivo perché il 3 marzo non posso.\nMario ha scritto:\nvenga",
        "From: Rome to Milan, the fare is 20.",
        "The line From: elena@studio.example was missing",
        "Da: Roma\nA: Milano\nquando posso?",
        "Data: 3 marzo 2026\nOggetto: bilancio\nDa: me\nA: lei",
        ">>> >>> www.studio.example <<<",
        "---- Mario ha scritto ----\nnon pago",
        "Am Montag schrieb ich Ihnen:\nes geht nicht.",
        "On 3 March 2026 we agreed on:\n- a\n- b",
        "El 3 de marzo le dije lo siguiente:\nno",
        "Risponde lei?\n-----\nGrazie",
        "--\nprima voce lunga: la fattura di marzo che le ho mandato la settimana scorsa con la posta elettronica certificata, e poi\nseconda",
        "Inviato da Samsung ieri la fattura",
        "Sent from my office in Rome",
        "Get the invoice from my mail",
        "Scarica tu il 730?",
        "Le informazioni riservate le mando domani",
        "Privacy: ho firmato il modulo.",
        "Messaggio originale",
        "- a\n- b\n- c",
        "",
        "\n\n",
        "   ",
    ] {
        assert_all_said(text);
    }
}

#[test]
fn a_comparison_is_no_quote() {
    assert_all_said("Il saldo è\n> 1000 euro\nva bene?");
    assert_all_said("vale se x\n>= 5");
    let text = "Vede?\n\n> 1000 euro\n\nno";
    assert_eq!(told(text), [(Said, "Vede?"), (Quoted, "> 1000 euro"), (Said, "no")]);
}

#[test]
fn answers_between_quoted_lines_are_said() {
    let text = "Il 03/03/26 10:00, Elena ha scritto:\n> Ha il bilancio?\nSì, allegato.\n\n> E la fattura?\n\nDomani.\n";
    assert_eq!(
        told(text),
        [
            (Quoted, "Il 03/03/26 10:00, Elena ha scritto:\n> Ha il bilancio?"),
            (Said, "Sì, allegato."),
            (Quoted, "> E la fattura?"),
            (Said, "Domani."),
        ]
    );
    assert_eq!(said(&parts(text)), "Sì, allegato.\n\nDomani.");
}

#[test]
fn an_answer_below_the_quote_is_said() {
    let text = "> Ha il bilancio?\n> Elena\n\nSì, allegato.\nPaolo\n";
    assert_eq!(told(text), [(Quoted, "> Ha il bilancio?\n> Elena"), (Said, "Sì, allegato.\nPaolo")]);
    let text =
        "-----Messaggio originale-----\nDa: Elena\nInviato: 3 marzo\n\n> Ha il bilancio?\n\nSì, allegato.";
    assert_eq!(said(&parts(text)), "Sì, allegato.");
}

#[test]
fn text_from_right_to_left_is_said() {
    assert_all_said("\u{200F}שלום, הקובץ מצורף.\n\u{200F}תודה");
    assert_folds(
        "\u{200F}مرحبا، الملف مرفق.",
        "On Tue, Mar 3, 2026 at 10:00 AM Elena <e@studio.example> wrote:\n\n\u{200F}> text\n",
    );
}

#[test]
fn signatures_are_folded_apart() {
    let text = "Ecco.\n\n-- \nPaolo Rinaldi\nOfficine Rinaldi\n\nIl 03/03/26 10:00, Elena ha scritto:\n> Ha il bilancio?\n";
    let told = told(text);
    assert_eq!(told[0], (Said, "Ecco."));
    assert_eq!(told[1], (Signature, "-- \nPaolo Rinaldi\nOfficine Rinaldi"));
    assert_eq!((told[2].0, told.len()), (Quoted, 3));
    assert_folds("Ecco.", "--\nPaolo Rinaldi\n051 123456");
}

#[test]
fn the_line_of_a_phone_is_a_signature() {
    for line in [
        "Inviato da iPhone",
        "Inviato dal mio iPhone",
        "Inviato da Outlook per Android<https://aka.ms/AAb9ysg>",
        "Inviato da Outlook per iOS",
        "Inviato dal mio dispositivo Samsung Galaxy",
        "Inviato dal mio smartphone Samsung Galaxy.",
        "Inviato da smartphone Xiaomi",
        "Scarica Outlook per Android<https://aka.ms/ghei36>",
        "Inviato da Posta<https://go.microsoft.com/fwlink/?LinkId=550986> per Windows 10",
        "Inviato da Yahoo Mail su Android",
        "Inviato da Libero Mail",
        "Sent from my iPhone",
        "Sent from my Galaxy A52s 5G",
        "Sent from my SM-G991B using mail app",
        "Sent from Mail for Windows 10",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Sent from Yahoo Mail on Android",
        "Sent from Proton Mail for iOS",
        "Envoyé de mon iPhone",
        "Envoyé depuis mon téléphone portable",
        "Obtenez Outlook pour iOS",
        "Von meinem iPhone gesendet",
        "Gesendet mit der GMX Mail App",
        "Gesendet von Outlook für Android",
        "Enviado desde mi iPhone",
        "Obtener Outlook para Android",
        "Enviado do meu iPhone",
        "Obter o Outlook para iOS",
        "Sent from my iPhone\n<https://www.example.com/very/long>",
    ] {
        assert_folds("Ecco la fattura.", line);
        assert_folds(
            "Ecco la fattura.",
            &format!("{line}\n\nIl 3/3/26 10:00, Elena ha scritto:\n> Ha la fattura?"),
        );
        assert_eq!(told(line)[0].0, Signature, "{line}");
    }
}

#[test]
fn a_disclaimer_at_the_end_is_a_signature() {
    for disclaimer in [
        "Le informazioni contenute in questo messaggio sono riservate e destinate esclusivamente al destinatario; chi lo riceve per errore\nlo distrugga (Reg. UE 2016/679).",
        "*****\nQuesto messaggio è riservato ai soli destinatari. Se lo avete ricevuto per errore siete pregati di cancellarlo e di avvisare chi lo manda.\n\nThis e-mail is confidential and intended for the recipient only; if you have it in error, delete it.",
        "CONFIDENTIALITY NOTICE: this message is confidential and may be legally privileged. If you are not the intended recipient, delete it at once.",
        "Diese E-Mail ist vertraulich und nur für den Empfänger bestimmt. Wer sie irrtümlich erhalten hat, möge sie vernichten und uns Bescheid geben.",
        "Ce message est confidentiel et réservé à son destinataire. S'il vous est parvenu par erreur, merci de le supprimer et de nous en aviser.",
        "Este mensaje es confidencial y va dirigido solo a su destinatario. Si lo ha recibido por error, le rogamos que lo elimine y nos avise.",
        "Esta mensagem é confidencial e dirige-se apenas ao destinatário. Se a recebeu por engano, pedimos que a elimine e que nos avise disso.",
    ] {
        assert_folds("Va bene così.\n\nPaolo", disclaimer);
        assert_folds(
            "Va bene così.",
            &format!("{disclaimer}\n\n-----Original Message-----\nFrom: Elena\n\nok?"),
        );
    }
}

#[test]
fn what_the_client_passes_on_is_told_apart() {
    for head in [
        "---------- Forwarded message ---------\nDa: Banca <a@banca.example>\nDate: mar 3 mar 2026\nSubject: Mutuo\nTo: Paolo",
        "Inizio messaggio inoltrato:\n\nDa: Banca <a@banca.example>\nOggetto: Mutuo\nData: 3 marzo 2026 10:00\nA: Paolo",
        "-------- Messaggio Inoltrato --------\nOggetto: \tMutuo\nData: \tTue, 3 Mar 2026\nMittente: \tBanca\nA: \tPaolo",
    ] {
        let text = format!("Le giro questa.\n\n{head}\n\nGentile cliente,\nil mutuo è pronto.\n");
        let told = told(&text);
        assert_eq!((told[0], told[1].0, told.len()), ((Said, "Le giro questa."), Forwarded, 2), "{told:?}");
    }
    let apple = "Ecco.\n\nBegin forwarded message:\n\n> From: Bank <a@bank.example>\n> Subject: Loan\n\nCosa ne dice?";
    let told = told(apple);
    assert_eq!((told[1].0, told[2]), (Forwarded, (Said, "Cosa ne dice?")));
}

#[test]
fn a_mail_of_nothing_but_a_quote_says_nothing() {
    assert_eq!(said(&parts("> Ha il bilancio?\n")), "");
    assert_eq!(said(&parts("-----Messaggio originale-----\nDa: Elena\n\nHa il bilancio?")), "");
}

#[test]
fn blank_lines_beside_a_fold_are_folded() {
    let parts = parts("\nSì.\n\n> no?\n\n");
    let texts: Vec<&str> = parts.iter().map(|part| part.text).collect();
    assert_eq!(texts, ["\nSì.\n", "\n> no?\n\n"]);
}

#[test]
fn a_megabyte_of_anything_is_looked_through_once() {
    for piece in [">", "\n", "On ", "-", "<@>"] {
        assert_is_looked_through(piece, 1 << 20);
    }
    for piece in [
        "> \n",
        "a:\n",
        "Il 3 <a@b>\n",
        "-- \n",
        ">\nx\n",
        "Da: 3\nA: x\n",
        "Inviato da iPhone\n",
        "questo messaggio riservato\n\n",
    ] {
        assert_is_looked_through(piece, 1 << 17);
    }
}

/// What invites to look again and again ends at once, or the test would not.
#[track_caller]
fn assert_is_looked_through(piece: &str, bytes: usize) {
    let text = piece.repeat(bytes / piece.len());
    let parts = parts(&text);
    assert_eq!(parts.iter().map(|part| part.text.len()).sum::<usize>(), text.len());
}

#[test]
fn what_is_beyond_the_limit_is_said() {
    let text = format!("> {}\n> x\n", "a\n> ".repeat(MAX_LOOKED_AT / 3));
    let parts = parts(&text);
    assert_eq!(parts.last().map(|part| part.kind), Some(Said));
}
