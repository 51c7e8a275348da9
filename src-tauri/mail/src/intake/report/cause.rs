//! Why a mail did not arrive, as far as it matters for what to do.

use super::Action;
use super::status::{Status, reply_code};

/// Why a mail did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// There is no such mailbox, or it is closed: the address wants correcting.
    MailboxUnknown,
    /// The mailbox is full: call, or try later.
    MailboxFull,
    /// There is no such domain, or it takes no mail: the address wants correcting.
    DomainNotFound,
    /// Taken for spam or against somebody's rules: the sending account, or the text, wants looking at.
    Refused,
    /// Too large: send less.
    TooLarge,
    /// Nobody answered, or not now: it may work later.
    Temporary,
    /// Anything else: the server's words tell.
    Other,
}

/// What servers say, in lower case, most telling first.
const WORDS: &[(Cause, &[&str])] = &[
    (
        Cause::MailboxFull,
        &[
            "mailbox full",
            "mailbox is full",
            "over quota",
            "overquota",
            "quota exceeded",
            "exceeded quota",
            "exceeds quota",
            "quota exceed",
            "exceeded storage",
            "out of storage",
            "storage full",
            "insufficient storage",
            "no space left",
            "inbox is full",
            "mailbox has exceeded",
            "mailbox exceeds",
            "mailbox size",
            "exceeding their quota",
            "quota violation",
            "disk quota",
            "folder is full",
            "zu viele mails",
            "zuviele mails",
            "is over its quota",
            "casella piena",
            "casella di posta piena",
            "casella è piena",
            "casella del destinatario è piena",
            "spazio esaurito",
            "spazio insufficiente",
            "postfach voll",
            "postfach ist voll",
            "boîte pleine",
            "buzón lleno",
            "caixa cheia",
        ],
    ),
    (
        Cause::TooLarge,
        &[
            "too large",
            "too big",
            "size limit",
            "message size",
            "exceeds size",
            "exceeds the maximum",
            "maximum message",
            "size exceeds",
            "larger than",
            "troppo grande",
            "dimensione massima",
            "dimensioni massime",
            "zu groß",
            "trop volumineux",
            "demasiado grande",
        ],
    ),
    (
        Cause::DomainNotFound,
        &[
            "domain not found",
            "domain name not found",
            "host not found",
            "host unknown",
            "unknown host",
            "no such domain",
            "unrouteable mail domain",
            "name or service not known",
            "nxdomain",
            "bad destination host",
            "domain does not exist",
            "domain couldn't be found",
            "domain could not be found",
            "couldn't find any host",
            "non-existent domain",
            "dns error",
            "unable to find mx",
            "because the domain",
            "no mx",
            "does not accept mail",
            "nullmx",
            "all relevant mx records point to non-existent hosts",
            "dominio inesistente",
            "dominio non trovato",
            "dominio non esiste",
            "lookup failed",
        ],
    ),
    (
        Cause::MailboxUnknown,
        &[
            "user unknown",
            "unrouteable address",
            "unroutable address",
            "address couldn't be found",
            "name is not recognized",
            "unknown user",
            "no such user",
            "user doesn't exist",
            "user does not exist",
            "does not exist",
            "doesn't exist",
            "no such recipient",
            "mailbox unavailable",
            "mailbox not found",
            "recipient not found",
            "recipientnotfound",
            "recipient unknown",
            "unknown recipient",
            "invalid recipient",
            "recipient rejected",
            "address rejected",
            "invalid mailbox",
            "unknown address",
            "not a known user",
            "not an active address",
            "deactivated mailbox",
            "deactivated account",
            "no mail box",
            "no mailbox",
            "mail-box not found",
            "invalid final delivery",
            "address not found",
            "account is disabled",
            "account disabled",
            "account that you tried to reach",
            "account has been disabled",
            "mailbox disabled",
            "inactive",
            "not a valid mailbox",
            "not our customer",
            "no longer valid",
            "wasn't found",
            "unknown or illegal",
            "unknown local part",
            "no such address",
            "no such mailbox",
            "user not found",
            "not listed in",
            "utente sconosciuto",
            "utente inesistente",
            "indirizzo inesistente",
            "casella inesistente",
            "destinatario sconosciuto",
            "casella non esiste",
            "destinatario inesistente",
            "casella disabilitata",
            "unbekannter empfänger",
            "empfänger unbekannt",
            "utilisateur inconnu",
            "n'existe pas",
            "destinataire inconnu",
            "usuario desconocido",
            "no existe",
        ],
    ),
    (
        Cause::Refused,
        &[
            "spam",
            "blacklist",
            "blocklist",
            "black list",
            "block list",
            "spamhaus",
            "barracuda",
            "dnsbl",
            "policy",
            "reputation",
            "dmarc",
            "spf",
            "dkim",
            "access denied",
            "message rejected",
            "message blocked",
            "content rejected",
            "banned",
            "virus",
            "blocked",
            "not authorized",
            "not authorised",
            "not permitted",
            "not allowed to send",
            "unsolicited",
            "refused to accept",
            "relay access denied",
            "relaying denied",
            "relay not permitted",
            "authentication required",
            "sender rejected",
            "rifiutato",
            "respinto",
            "unauthenticated",
        ],
    ),
    (
        Cause::Temporary,
        &[
            "try again",
            "retry",
            "temporar",
            "timed out",
            "timeout",
            "time out",
            "greylist",
            "graylist",
            "connection refused",
            "could not connect",
            "couldn't connect",
            "no route to host",
            "network is unreachable",
            "deferred",
            "too many connections",
            "too many messages",
            "rate limit",
            "throttl",
            "service unavailable",
            "has expired",
            "expired",
            "riprova",
            "temporane",
        ],
    ),
];

impl Cause {
    /// The cause that a server's words tell, of a mail that it refused.
    pub fn of_words(words: &str) -> Self {
        of(Action::Failed, None, words)
    }

    /// Its stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MailboxUnknown => "mailbox_unknown",
            Self::MailboxFull => "mailbox_full",
            Self::DomainNotFound => "domain_not_found",
            Self::Refused => "refused",
            Self::TooLarge => "too_large",
            Self::Temporary => "temporary",
            Self::Other => "other",
        }
    }
}

/// The cause that a code and the server's words tell.
pub(super) fn of(action: Action, status: Option<Status>, words: &str) -> Cause {
    if !matches!(action, Action::Failed | Action::Delayed) {
        return Cause::Other;
    }
    let in_words = Status::find(words);
    let status = status.filter(|status| !status.is_bare()).or(in_words).or(status);
    if let Some(cause) = status.and_then(by_status) {
        return cause;
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let code = reply_code(&words);
    let is_temporary = status.map_or(code.is_some_and(|code| code < 500), |status| status.class == 4);
    let said =
        WORDS.iter().find(|(_, list)| list.iter().any(|one| words.contains(one))).map(|(cause, _)| *cause);
    match said {
        // "Not now" outweighs the reason, unless it is one that time does not mend soon.
        Some(Cause::MailboxUnknown | Cause::Refused) if is_temporary => Cause::Temporary,
        Some(cause) => cause,
        None if status.is_some_and(|status| status.subject == 7) && !is_temporary => Cause::Refused,
        None if is_temporary || action == Action::Delayed => Cause::Temporary,
        None => Cause::Other,
    }
}

/// The codes that say one thing only (RFC 3463, 3; RFC 7505; what Exchange adds).
fn by_status(status: Status) -> Option<Cause> {
    match (status.class, status.subject, status.detail) {
        (_, 2, 2) => Some(Cause::MailboxFull),
        (_, 2, 3) | (5, 3, 4) => Some(Cause::TooLarge),
        (5, 1, 1 | 3 | 6 | 10) | (5, 2, 1) => Some(Cause::MailboxUnknown),
        (5, 1, 2) | (5, 4, 4 | 310) => Some(Cause::DomainNotFound),
        (4, 4, _) | (5, 4, 7) => Some(Cause::Temporary),
        _ => None,
    }
}
