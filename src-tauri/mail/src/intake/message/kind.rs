//! What kind of mail it is, by what its sender's program says in the headers.

use crate::intake::mime::{Content, Headers, Structure};

/// What kind of mail it is. Only an ordinary one is an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MailKind {
    /// Somebody wrote it, as far as the headers tell.
    Ordinary,
    /// A program wrote it: an out-of-office notice, a confirmation (RFC 3834).
    AutoReply,
    /// Somebody's program tells that a mail was shown, or not (RFC 8098).
    ReadReceipt,
    /// A server tells what became of a mail.
    DeliveryReport,
    /// It came by a mailing list, or is a newsletter (RFC 2369, RFC 2919).
    MailingList,
    /// A receipt of Italian certified mail (RFC 6109, 2.1.1).
    PecReceipt,
    /// A mail that came by certified mail: the mail itself is within it (RFC 6109, 2.1.1.1.2).
    PecTransport,
    /// An ordinary mail that came to a certified mailbox: the mail itself is within it.
    PecAnomaly,
}

pub(super) fn of(headers: &Headers<'_>, structure: &Structure<'_>) -> MailKind {
    if let Some(kind) = certified(headers) {
        return kind;
    }
    let content = Content::of(headers, "Content-Type").unwrap_or_default();
    let report_type = content.word("report-type").filter(|_| content.kind == "multipart/report");
    let report_type = report_type.map(|word| word.to_ascii_lowercase());
    let has = |kind: &str| structure.parts.iter().any(|part| part.content.kind == kind);
    if report_type.as_deref() == Some("disposition-notification") || has("message/disposition-notification") {
        // A recipient's filter that refuses a mail says so by a receipt (RFC 5429, 2.2).
        let refused = headers.line("Auto-Submitted").is_some_and(|line| line.contains("(rejected)"));
        return if refused { MailKind::DeliveryReport } else { MailKind::ReadReceipt };
    }
    let is_report = report_type.as_deref() == Some("delivery-status") || has("message/delivery-status");
    if is_report || is_from_a_server(headers) {
        return MailKind::DeliveryReport;
    }
    // Any other report is a program's too: complaints (RFC 5965), failed DMARC.
    if is_automatic(headers) || content.kind == "multipart/report" {
        return MailKind::AutoReply;
    }
    let precedence = word(headers, "Precedence");
    let is_bulk = matches!(precedence.as_str(), "list" | "bulk");
    if headers.has("List-Id") || (headers.has("List-Unsubscribe") && is_bulk) {
        return MailKind::MailingList;
    }
    MailKind::Ordinary
}

/// What the gateways of Italian certified mail write. Anybody can write it: their signature is what counts.
fn certified(headers: &Headers<'_>) -> Option<MailKind> {
    if headers.has("X-Ricevuta") {
        return Some(MailKind::PecReceipt);
    }
    match word(headers, "X-Trasporto").as_str() {
        "posta-certificata" => Some(MailKind::PecTransport),
        "errore" => Some(MailKind::PecAnomaly),
        _ => None,
    }
}

/// How servers begin the subject of a report that they write in their own words.
const UNDELIVERED: [&str; 21] = [
    "undeliver",
    "mail delivery",
    "mail could not be delivered",
    "message delivery",
    "message could not be delivered",
    "delivery status",
    "delivery failure",
    "permanent delivery failure",
    "non-delivery",
    "delivery has failed",
    "failure notice",
    "returned mail",
    "message undeliverable",
    "warning: message",
    "non recapitabile",
    "mancato recapito",
    "mancata consegna",
    "messaggio non recapitato",
    "unzustellbar",
    "no se puede entregar",
    "non remis",
];

/// Whether a server wrote it about another mail, by its sender and its headers.
fn is_from_a_server(headers: &Headers<'_>) -> bool {
    if headers.has("X-Failed-Recipients") {
        return true;
    }
    let from = headers.addresses("From").into_iter().next().unwrap_or_default();
    let address = from.address.to_ascii_lowercase();
    let local = address.split('@').next().unwrap_or_default();
    let name = from.name.to_lowercase();
    if is_daemon(local)
        || local.starts_with("microsoftexchange")
        || name.starts_with("mail delivery system")
        || name.starts_with("mail delivery subsystem")
    {
        return true;
    }
    let subject = headers.text("Subject").unwrap_or_default().to_lowercase();
    let speaks_of_it = UNDELIVERED.iter().any(|begin| subject.starts_with(begin));
    let is_postmaster = local == "postmaster" || local == "mdaemon";
    (is_postmaster && (is_by_nobody(headers) || speaks_of_it))
        || (speaks_of_it && (is_by_nobody(headers) || is_automatic(headers)))
}

/// Whether nobody wants to be answered: the sender of the envelope is empty, or was when some server filled it in.
fn is_by_nobody(headers: &Headers<'_>) -> bool {
    let path = headers.line("Return-Path").unwrap_or_default().to_ascii_lowercase();
    path == "<>" || is_daemon(path.trim_matches(['<', '>', ' ']).split('@').next().unwrap_or_default())
}

/// What servers call themselves.
fn is_daemon(local: &str) -> bool {
    matches!(local, "mailer-daemon" | "mail-daemon" | "mailerdaemon")
}

/// `Auto-Submitted` other than `no` (RFC 3834, 5), and what programs wrote before there was one.
fn is_automatic(headers: &Headers<'_>) -> bool {
    let submitted = word(headers, "Auto-Submitted");
    if !submitted.is_empty() && submitted != "no" {
        return true;
    }
    let told = [
        "X-Autoreply",
        "X-Autorespond",
        "X-Auto-Reply",
        "X-AutoReply-From",
        "X-Mail-Autoreply",
        "X-Autogenerated",
    ];
    if told.into_iter().any(|name| headers.has(name) && word(headers, name) != "no") {
        return true;
    }
    let precedence = word(headers, "Precedence");
    if matches!(precedence.as_str(), "auto_reply" | "auto-reply") {
        return true;
    }
    // Subjects alone tell nothing: a client may write one.
    let hints = matches!(precedence.as_str(), "bulk" | "junk" | "list")
        || headers.has("X-Auto-Response-Suppress")
        || is_by_nobody(headers);
    hints && is_out_of_office(&headers.text("Subject").unwrap_or_default())
}

/// How programs begin the subject of an out-of-office notice.
const OUT_OF_OFFICE: [&str; 22] = [
    "risposta automatica",
    "fuori sede",
    "fuori ufficio",
    "assenza dall'ufficio",
    "assente",
    "automatic reply",
    "out of office",
    "auto:",
    "auto reply",
    "autoreply",
    "out of the office",
    "réponse automatique",
    "absence du bureau",
    "automatische antwort",
    "abwesenheitsnotiz",
    "abwesenheit",
    "respuesta automática",
    "fuera de la oficina",
    "resposta automática",
    "fora do escritório",
    "ausência",
    "i: risposta automatica",
];

fn is_out_of_office(subject: &str) -> bool {
    let subject = subject.to_lowercase();
    OUT_OF_OFFICE.iter().any(|begin| subject.starts_with(begin))
}

/// The first word of a header in lower case; empty without one.
fn word(headers: &Headers<'_>, name: &str) -> String {
    let line = headers.line(name).unwrap_or_default();
    let word = line.split(|end: char| end.is_whitespace() || ";(,".contains(end)).next().unwrap_or_default();
    word.to_ascii_lowercase()
}
