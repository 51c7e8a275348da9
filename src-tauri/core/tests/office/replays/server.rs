//! A mailbox, and an IMAP server that shows it as servers may: in any order, twice, not at all at first, and not to the end.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// More than so many mails are not in the mailbox at a time.
const MANY: usize = 15;

/// Random numbers that a seed repeats (`SplitMix64`, Steele, Lea and Flood 2014).
pub struct Chance(u64);

impl Chance {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end.max(1)
    }

    pub fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for end in (1..all.len()).rev() {
            let other = self.below(end as u64 + 1);
            all.swap(end, usize::try_from(other).unwrap());
        }
    }
}

#[derive(Clone)]
pub struct Mail {
    pub bytes: Arc<[u8]>,
    /// Whether it came before the account was set.
    pub old: bool,
    /// By which it is known in the office, if it belongs there.
    pub word: Option<String>,
}

/// Writes the mail of a number.
type Make = Box<dyn FnMut(u64, &mut Chance) -> Mail + Send>;

pub struct Mailbox {
    chance: Chance,
    make: Make,
    made: u64,
    uid_validity: u32,
    uid_next: u32,
    /// By UID, ascending.
    mails: Vec<(u32, Mail)>,
    /// Bytes that the next session may say.
    may_say: usize,
    /// Nothing happens while a session lasts.
    quiet: bool,
}

pub type Shared = Arc<Mutex<Mailbox>>;

impl Mailbox {
    pub fn new(seed: u64, make: impl FnMut(u64, &mut Chance) -> Mail + Send + 'static) -> Self {
        Self {
            chance: Chance(seed),
            make: Box::new(make),
            made: 0,
            uid_validity: 1,
            uid_next: 1,
            mails: Vec::new(),
            may_say: 0,
            quiet: false,
        }
    }

    /// What happens before a session, and how far the session comes: the steps after which the office is dropped.
    pub fn weather(&mut self, quietly: bool) -> Option<u64> {
        for _ in 0..self.chance.below(4) {
            self.happen();
        }
        if self.chance.one_in(12) {
            self.number_anew();
        }
        self.quiet = quietly;
        self.may_say = usize::MAX;
        let fault = if quietly { 9 } else { self.chance.below(10) };
        match fault {
            0..=2 => {
                // All of it is seldom more than 20 kB.
                let most = [300, 2_000, 20_000][usize::try_from(fault).unwrap()];
                self.may_say = usize::try_from(self.chance.below(most)).unwrap();
                None
            }
            3 => Some(self.chance.below(400)),
            _ => None,
        }
    }

    /// The words of what belongs into the office.
    pub fn to_be_taken_in(&self) -> BTreeSet<String> {
        self.mails.iter().filter_map(|(_, mail)| mail.word.clone()).collect()
    }

    fn happen(&mut self) {
        // As many go as come, once there are some.
        let what = if self.mails.len() > MANY { 9 } else { self.chance.below(9) };
        match what {
            0..=4 => {
                self.made += 1;
                let mail = (self.make)(self.made, &mut self.chance);
                self.add(mail);
            }
            // The same bytes once more: copied, or delivered twice.
            5 => {
                if let Some(at) = self.any() {
                    self.add(self.mails[at].1.clone());
                }
            }
            _ => {
                if let Some(at) = self.any() {
                    self.mails.remove(at);
                }
            }
        }
    }

    fn any(&mut self) -> Option<usize> {
        let count = self.mails.len();
        (count > 0).then(|| usize::try_from(self.chance.below(count as u64)).unwrap())
    }

    fn add(&mut self, mail: Mail) {
        self.mails.push((self.uid_next, mail));
        // Numbers may be left out.
        self.uid_next += if self.chance.one_in(5) { 7 } else { 1 };
    }

    fn number_anew(&mut self) {
        self.uid_validity += 1;
        self.uid_next = 1;
        let mut mails = std::mem::take(&mut self.mails);
        self.chance.shuffle(&mut mails);
        for (_, mail) in mails {
            self.add(mail);
        }
    }

    /// The answer to one command of a session that has opened the folder under `opened`; `None`: the server hangs up.
    fn answer(&mut self, opened: &mut Option<u32>, line: &str) -> Option<Vec<u8>> {
        let mut said = Vec::new();
        if !self.quiet && opened.is_some() && self.chance.one_in(15) {
            self.happen();
            if self.chance.one_in(20) {
                self.number_anew();
            }
            said.extend(format!("* {} EXISTS\r\n", self.mails.len()).into_bytes());
        }
        // Whoever had it open is sent away.
        if opened.is_some_and(|under| under != self.uid_validity) {
            return None;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let tag = words.first()?;
        match words.get(1..)? {
            ["CAPABILITY", ..] => said.extend(b"* CAPABILITY IMAP4rev1\r\n"),
            ["LOGIN" | "NOOP" | "LOGOUT", ..] => {}
            ["EXAMINE", ..] => {
                *opened = Some(self.uid_validity);
                let folder = format!(
                    "* {} EXISTS\r\n* OK [UIDVALIDITY {}] x\r\n* OK [UIDNEXT {}] x\r\n",
                    self.mails.len(),
                    self.uid_validity,
                    self.uid_next
                );
                said.extend(folder.into_bytes());
            }
            ["UID", "SEARCH", "UID", range] => said.extend(self.search(range).into_bytes()),
            ["UID", "FETCH", uids, "(UID", what, ..] => {
                let is_head = *what != "BODY.PEEK[])";
                said.extend(self.fetch(uids, is_head));
            }
            other => panic!("nobody says {other:?}"),
        }
        said.extend(format!("{tag} OK done\r\n").into_bytes());
        Some(said)
    }

    fn search(&mut self, range: &str) -> String {
        let (from, to) = range.split_once(':').unwrap();
        let last = self.mails.last().map_or(0, |(uid, _)| *uid);
        let from: u32 = from.parse().unwrap();
        let (from, to) = if to == "*" { (from.min(last), last) } else { (from, to.parse().unwrap()) };
        let mut found: Vec<u32> =
            self.mails.iter().map(|(uid, _)| *uid).filter(|uid| (from..=to).contains(uid)).collect();
        self.chance.shuffle(&mut found);
        let found: Vec<String> = found.iter().map(u32::to_string).collect();
        format!("* SEARCH {}\r\n", found.join(" "))
    }

    fn fetch(&mut self, uids: &str, is_head: bool) -> Vec<u8> {
        let asked: Vec<u32> = uids.split(',').map(|uid| uid.parse().unwrap()).collect();
        let mut answers = Vec::new();
        for (at, (uid, mail)) in self.mails.iter().enumerate().filter(|(_, (uid, _))| asked.contains(uid)) {
            // Forgotten among many, told twice.
            let times = if asked.len() > 1 && self.chance.one_in(10) {
                0
            } else {
                1 + usize::from(self.chance.one_in(10))
            };
            let end = mail.bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
            let (name, bytes) =
                if is_head { ("BODY[HEADER]<0>", &mail.bytes[..end]) } else { ("BODY[]", &mail.bytes[..]) };
            let arrived = if mail.old { "01-Feb-2020 09:00:00 +0100" } else { "22-Apr-2026 16:05:00 +0200" };
            let about = if is_head {
                format!("RFC822.SIZE {} INTERNALDATE \"{arrived}\" ", mail.bytes.len())
            } else {
                String::new()
            };
            let mut answer =
                format!("* {} FETCH (UID {uid} {about}{name} {{{}}}\r\n", at + 1, bytes.len()).into_bytes();
            answer.extend_from_slice(bytes);
            answer.extend_from_slice(b")\r\n");
            answers.extend(std::iter::repeat_n(answer, times));
        }
        self.chance.shuffle(&mut answers);
        answers.concat()
    }
}

/// Serves the mailbox; where.
pub async fn start(mailbox: Shared) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, mailbox.clone()));
        }
    });
    port
}

async fn serve(stream: TcpStream, mailbox: Shared) {
    stream.set_nodelay(true).unwrap();
    let mut left = mailbox.lock().unwrap().may_say;
    let mut stream = BufReader::new(stream);
    let mut said = b"* OK ready\r\n".to_vec();
    let mut opened = None;
    loop {
        let now = said.len().min(left);
        left -= now;
        // A client that is dropped hangs up.
        if stream.get_mut().write_all(&said[..now]).await.is_err() || left == 0 {
            return;
        }
        let mut line = String::new();
        if !matches!(stream.read_line(&mut line).await, Ok(1..)) {
            return;
        }
        let Some(answer) = mailbox.lock().unwrap().answer(&mut opened, &line) else { return };
        said = answer;
    }
}
