//! What mail programs make of an answer to a mail of the office's, byte by byte as far as it matters: how they write above the
//! quote, how they quote, which headers they set, in which characters.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};
use studiolo_mail::intake::message::Message;

/// A mail of the office's as somebody reads it.
pub struct Letter {
    id: String,
    from: (String, String),
    to: (String, String),
    reply_to: String,
    date: DateTime<FixedOffset>,
    subject: String,
    text: String,
    html: String,
}

/// A mail program, in Italian unless it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    Gmail,
    Outlook,
    /// Outlook in English, from a phone.
    OutlookMobile,
    /// The webmail of Aruba, which writes HTML alone.
    Aruba,
    IPhone,
    /// Roundcube, as many providers have it.
    Roundcube,
}

/// What somebody writes, with the files that go along.
pub struct Answer<'a> {
    pub program: Program,
    pub from: (&'a str, &'a str),
    pub text: &'a str,
    pub files: &'a [(&'a str, &'a str)],
}

const MONTHS: [&str; 12] =
    ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"];
const DAYS: [&str; 7] = ["lun", "mar", "mer", "gio", "ven", "sab", "dom"];

impl Letter {
    pub fn read(bytes: &[u8]) -> Self {
        let mail = Message::read(bytes).unwrap();
        let one = |list: &[studiolo_mail::intake::Correspondent]| {
            let first = list.first().unwrap();
            (first.name.clone(), first.address.clone())
        };
        Self {
            id: mail.message_id.clone().unwrap(),
            from: one(&mail.from),
            to: one(&mail.to),
            reply_to: mail.reply_to.first().or(mail.from.first()).unwrap().address.clone(),
            date: mail.date.unwrap().with_timezone(&FixedOffset::east_opt(7_200).unwrap()),
            subject: mail.subject.clone(),
            text: mail.plain.clone().unwrap().replace("\r\n", "\n").trim_end().to_owned(),
            html: mail.html.clone().unwrap(),
        }
    }

    /// The same with words that its reader wrote in between, below those of ours.
    pub fn with(mut self, ours: &str, words: &str) -> Self {
        assert!(self.text.contains(ours) && self.html.contains(ours));
        self.text = self.text.replace(ours, &format!("{ours}\n{words}"));
        self.html = self.html.replace(ours, &format!("{ours}<br><span style=\"color:red\">{words}</span>"));
        self
    }

    /// "mer 22 apr 2026" and the time.
    fn day(&self) -> (String, String) {
        let at = self.date;
        let weekday = DAYS[at.weekday().num_days_from_monday() as usize];
        let day = format!("{weekday} {} {} {}", at.day(), MONTHS[at.month0() as usize], at.year());
        (day, format!("{:02}:{:02}", at.hour(), at.minute()))
    }

    fn quoted(&self) -> String {
        let lines =
            self.text.lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// A mail as a gateway of certified mail hands it over (RFC 6109, 2.1.1.1.2).
pub fn certified(mail: &[u8], from: &str, subject: &str) -> Vec<u8> {
    let head = format!(
        "From: \"Per conto di: {from}\" <posta-certificata@pec.gestore.example>\nReply-To: {from}\nSubject: POSTA CERTIFICATA: {subject}\n\
         Message-ID: <transport@pec.gestore.example>\nX-Trasporto: posta-certificata\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=envelope\n\n--envelope\nContent-Type: text/plain; charset=utf-8\n\n\
         Messaggio di posta certificata\n--envelope\nContent-Type: message/rfc822; name=\"postacert.eml\"\n\n"
    );
    [head.replace('\n', "\r\n").as_bytes(), mail, b"\r\n--envelope--\r\n"].concat()
}

impl Answer<'_> {
    /// The mail that the program sends in answer to a letter.
    pub fn to(&self, letter: &Letter) -> Vec<u8> {
        let (plain, html) = self.bodies(letter);
        let text = match (self.program, &plain) {
            (Program::Aruba, _) => part("text/html; charset=utf-8", "8bit", html.as_deref().unwrap()),
            (Program::Outlook, Some(plain)) => alternatives(
                &part("text/plain; charset=\"Windows-1252\"", "quoted-printable", &western(plain)),
                &part(
                    "text/html; charset=\"Windows-1252\"",
                    "quoted-printable",
                    &western(html.as_deref().unwrap()),
                ),
            ),
            (_, Some(plain)) => {
                let plain = part("text/plain; charset=utf-8", "8bit", plain);
                html.map_or(plain.clone(), |html| {
                    alternatives(&plain, &part("text/html; charset=utf-8", "8bit", &html))
                })
            }
            (_, None) => unreachable!("a program writes plain text or HTML"),
        };
        let body = self.files.iter().fold(text, |body, file| with_file(&body, file));
        let (name, address) = self.from;
        let re = if self.program == Program::Outlook { "R" } else { "Re" };
        let mail = format!(
            "Return-Path: <{address}>\nFrom: {name} <{address}>\nTo: {} <{}>\nSubject: {re}: {}\nDate: {}\nMessage-ID: <{:x}@{}>\n\
             In-Reply-To: {id}\nReferences: {id}\nMIME-Version: 1.0\n{body}",
            letter.from.0,
            letter.reply_to,
            letter.subject,
            letter.date.to_rfc2822(),
            self.text.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())),
            address.split('@').nth(1).unwrap(),
            id = letter.id,
        );
        mail.replace('\n', "\r\n").into_bytes()
    }

    fn bodies(&self, letter: &Letter) -> (Option<String>, Option<String>) {
        let (day, time) = letter.day();
        let (name, address) = (&letter.from.0, &letter.from.1);
        let said = self.text;
        let lines = said.replace('\n', "<br>\n");
        let (html, quoted) = (&letter.html, letter.quoted());
        match self.program {
            Program::Gmail => (
                Some(format!(
                    "{said}\n\nIl giorno {day} alle ore {time} {name} <\n{address}> ha scritto:\n\n{quoted}\n"
                )),
                Some(format!(
                    "<div dir=\"ltr\">{lines}</div><br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">\
                     Il giorno {day} alle ore {time} {name} &lt;<a href=\"mailto:{address}\">{address}</a>&gt; ha scritto:<br></div>\
                     <blockquote class=\"gmail_quote\">{html}</blockquote></div>"
                )),
            ),
            Program::Outlook => {
                let head = [
                    ("Da", format!("{name} <{address}>")),
                    ("Inviato", long(letter)),
                    ("A", whom(letter)),
                    ("Oggetto", letter.subject.clone()),
                ];
                (
                    Some(format!("{said}\n\n{}\n{}\n", labels(&head, " "), letter.text)),
                    Some(outlook_html(&lines, &head, html)),
                )
            }
            Program::OutlookMobile => {
                let head = [
                    ("From", format!("{name} <{address}>")),
                    ("Sent", letter.date.format("%A, %B %-d, %Y %-I:%M:%S %p").to_string()),
                    ("To", whom(letter)),
                    ("Subject", letter.subject.clone()),
                ];
                let app = "Get Outlook for iOS<https://aka.ms/o0ukef>";
                let rule = "_".repeat(32);
                (
                    Some(format!("{said}\n\n{app}\n{rule}\n{}\n{}\n", labels(&head, ""), letter.text)),
                    Some(outlook_html(
                        &format!("{lines}<br><br>Get <a href=\"https://aka.ms/o0ukef\">Outlook for iOS</a>"),
                        &head,
                        html,
                    )),
                )
            }
            Program::Aruba => {
                let from = format!("\"{name}\" {address}");
                let to = format!("\"{}\" {}", letter.to.0, letter.to.1);
                let date = letter.date.to_rfc2822();
                let head = [
                    ("Da", from),
                    ("A", to),
                    ("Cc", String::new()),
                    ("Data", date),
                    ("Oggetto", letter.subject.clone()),
                ];
                let head =
                    head.map(|(label, value)| format!("<b>{label}</b>: {}<br>", escaped(&value))).concat();
                (
                    None,
                    Some(format!(
                        "<div>{lines}</div><div>&nbsp;</div><div><hr><div>{head}<br></div>{html}</div>"
                    )),
                )
            }
            Program::IPhone => {
                let above = format!(
                    "> Il giorno {} {} {}, alle ore {time}, {name} <{address}> ha scritto:\n> ",
                    letter.date.day(),
                    MONTHS[letter.date.month0() as usize],
                    letter.date.year()
                );
                (
                    Some(format!(
                        "{said}\n\nInviato da iPhone\n\n{above}\n> \u{feff}{}\n",
                        quoted.trim_start_matches("> ")
                    )),
                    None,
                )
            }
            Program::Roundcube => {
                let above = format!("Il {} {} ha scritto:", letter.date.format("%Y-%m-%d %H:%M"), name);
                (Some(format!("{said}\n\n{above}\n\n{quoted}\n")), None)
            }
        }
    }
}

/// "mercoledì 22 aprile 2026 16:05".
fn long(letter: &Letter) -> String {
    let days = ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"];
    let months = ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio"];
    let at = letter.date;
    let weekday = days[at.weekday().num_days_from_monday() as usize];
    format!("{weekday} {} {} {} {}", at.day(), months[at.month0() as usize], at.year(), at.format("%H:%M"))
}

fn whom(letter: &Letter) -> String {
    format!("{} <{}>", letter.to.0, letter.to.1)
}

fn labels(head: &[(&str, String)], end: &str) -> String {
    head.iter().fold(String::new(), |mut out, (label, value)| {
        let _ = writeln!(out, "{label}: {value}{end}");
        out
    })
}

fn outlook_html(lines: &str, head: &[(&str, String)], quoted: &str) -> String {
    let head = head.iter().map(|(label, value)| format!("<b>{label}:</b> {}<br>", escaped(value)));
    let head = head.collect::<Vec<_>>().concat();
    format!(
        "<html><body lang=IT><div class=WordSection1><p class=MsoNormal>{lines}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>\
         <div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>{head}</p></div></div>{quoted}</div></body></html>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn part(kind: &str, transfer: &str, text: &str) -> String {
    format!("Content-Type: {kind}\nContent-Transfer-Encoding: {transfer}\n\n{text}\n")
}

fn alternatives(plain: &str, html: &str) -> String {
    format!(
        "Content-Type: multipart/alternative; boundary=\"alternatives\"\n\n--alternatives\n{plain}\n--alternatives\n{html}\n--alternatives--\n"
    )
}

/// A body with one more file; the files of a body in one another are one list to a reader.
fn with_file(body: &str, (name, content): &(&str, &str)) -> String {
    let boundary = format!("with-{}", name.len());
    format!(
        "Content-Type: multipart/mixed; boundary=\"{boundary}\"\n\n--{boundary}\n{body}\n--{boundary}\n\
         Content-Type: application/octet-stream; name=\"{name}\"\nContent-Disposition: attachment; filename=\"{name}\"\n\n{content}\n--{boundary}--\n"
    )
}

/// Windows-1252 as quoted-printable (RFC 2045, 6.7).
fn western(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for character in text.chars() {
        let byte = match character {
            '\n' => {
                out.push('\n');
                column = 0;
                continue;
            }
            '€' => 0x80,
            '’' => 0x92,
            '–' => 0x96,
            '·' => 0xB7,
            other => u8::try_from(u32::from(other)).unwrap_or(b'?'),
        };
        let piece = if (32..127).contains(&byte) && byte != b'=' {
            char::from(byte).to_string()
        } else {
            format!("={byte:02X}")
        };
        if column + piece.len() > 75 {
            out.push_str("=\n");
            column = 0;
        }
        column += piece.len();
        out.push_str(&piece);
    }
    // White space at the end of a line would be lost on the way.
    out.replace(" \n", "=20\n")
}
