//! What is done with a received mail: pure, from what it says of itself and what the office knows.

use studiolo_mail::intake::authentication::Verdict;
use studiolo_mail::intake::message::MailKind;

use super::KnownSender;
use crate::id::{ChatId, ClientId, MailId};

/// Chats offered for a mail at most.
pub const MOST_OFFERED: usize = 5;

/// What a mail says of itself, as far as it decides. Nothing of it is proved.
#[derive(Debug, Clone)]
pub struct Claims {
    /// What kind of mail it is.
    pub kind: MailKind,
    /// The address in `From`, if there is one and only one.
    pub from: Option<String>,
    /// The mails of ours that it may answer, the nearest first: by the address that it was sent to, then by what it refers to.
    pub tokens: Vec<MailId>,
    /// What was checked of the sender.
    pub verdict: Verdict,
}

/// What the office knows about a mail.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    /// The contacts with the sender's address.
    pub senders: Vec<KnownSender>,
    /// The nearest mail of ours that it answers.
    pub answers: Option<Answers>,
    /// The sender's own chats, the newest first.
    pub recent: Vec<ChatId>,
}

/// A mail of ours that is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// To whose contact it went.
    pub client_id: ClientId,
    /// The chats that it spoke of and that are still there.
    pub chats: Vec<ChatId>,
}

/// Why a mail is kept aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum Reason {
    /// Its sender is no contact.
    UnknownSender,
    /// It answers no mail of ours.
    NoToken,
    /// Its sender is another client's contact.
    AnotherClient,
    /// The sender's domain disowns it.
    SenderRefused,
    /// It answers a mail that spoke of several chats.
    SeveralChats,
    /// What it answers is not there any more.
    UnknownChat,
    /// It is larger than what is taken in.
    TooLarge,
}

impl Reason {
    /// The word that is kept and goes over the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownSender => "unknown_sender",
            Self::NoToken => "no_token",
            Self::AnotherClient => "another_client",
            Self::SenderRefused => "sender_refused",
            Self::SeveralChats => "several_chats",
            Self::UnknownChat => "unknown_chat",
            Self::TooLarge => "too_large",
        }
    }
}

/// What is done with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// It is no business of ours, or no answer.
    Leave,
    /// It tells what became of a mail; whether it was ours is still to be seen.
    Report,
    /// It is a receipt of certified mail about a mail of ours, as its headers say.
    Receipt,
    /// It joins a thread.
    Join {
        /// Which.
        chat: ChatId,
        /// Who wrote.
        sender: KnownSender,
    },
    /// It is kept aside.
    Keep {
        /// Why.
        reason: Reason,
        /// The chats that it may belong to, the likeliest first.
        chats: Vec<ChatId>,
        /// Whether their reminders wait for the owner's decision: the answer to one of them is there.
        hold: bool,
    },
}

/// Whether a mail may be any business of ours, by its headers alone: whether it is worth fetching whole.
pub fn is_considered(claims: &Claims, knowledge: &Knowledge) -> bool {
    claims.kind == MailKind::DeliveryReport || judge(claims, knowledge) != Judgement::Leave
}

/// What is done with a mail.
pub fn judge(claims: &Claims, knowledge: &Knowledge) -> Judgement {
    match claims.kind {
        MailKind::DeliveryReport => return Judgement::Report,
        MailKind::PecReceipt if knowledge.answers.is_some() => return Judgement::Receipt,
        // None of these is an answer; it stays in the mailbox.
        MailKind::AutoReply | MailKind::ReadReceipt | MailKind::MailingList | MailKind::PecReceipt => {
            return Judgement::Leave;
        }
        MailKind::Ordinary | MailKind::PecTransport | MailKind::PecAnomaly => {}
    }
    let Knowledge { senders, answers, recent } = knowledge;
    // A sender who is no single address is nobody.
    let senders: &[KnownSender] = if claims.from.is_some() { senders } else { &[] };
    if senders.is_empty() && answers.is_none() {
        return Judgement::Leave;
    }
    let keep = |reason, chats: &[ChatId], hold| Judgement::Keep {
        reason,
        chats: chats.iter().take(MOST_OFFERED).copied().collect(),
        hold,
    };
    let chats = answers.as_ref().map_or(&recent[..], |answers| &answers.chats);
    if claims.verdict == Verdict::Failed {
        return keep(Reason::SenderRefused, chats, false);
    }
    let Some(answers) = answers else { return keep(Reason::NoToken, recent, false) };
    if senders.is_empty() {
        return keep(Reason::UnknownSender, chats, false);
    }
    let Some(sender) = senders.iter().find(|sender| sender.client_id == answers.client_id) else {
        return keep(Reason::AnotherClient, chats, false);
    };
    match answers.chats[..] {
        [chat] => Judgement::Join { chat, sender: sender.clone() },
        [] => keep(Reason::UnknownChat, recent, false),
        [..] => keep(Reason::SeveralChats, chats, true),
    }
}

/// Mails whose topmost result is looked at to learn how a server signs.
pub const LEARNT_FROM: u32 = 30;

/// How a server signs what it checks, learnt from the topmost results of the newest mails in a mailbox; `None`: it can't be told.
/// A sender can write such a header, but not one into most of somebody's mails: those without one count too.
pub fn signs_as(topmost: &[String]) -> Option<&str> {
    const FEWEST: usize = 3;
    let signed = || topmost.iter().filter(|id| !id.is_empty());
    let times = |id: &str| signed().filter(|one| one.eq_ignore_ascii_case(id)).count();
    let most = signed().max_by_key(|id| times(id))?;
    (times(most) >= FEWEST && 2 * times(most) > topmost.len()).then_some(most)
}

#[cfg(test)]
mod tests;
