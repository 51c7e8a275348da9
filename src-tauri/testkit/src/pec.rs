//! A gateway of Italian certified mail (PEC, RFC 6109), whose receipts are signed by OpenSSL as S/MIME.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A gateway with its key, and a certificate for its address that an authority of its own issued. Both are made anew.
pub struct Gateway {
    desk: TempDir,
    domain: String,
}

/// A receipt to be made. What is not said is as gateways write it.
#[derive(Debug, Clone)]
pub struct Receipt<'a> {
    /// `accettazione`, `avvenuta-consegna` …
    pub kind: &'a str,
    /// The mail's `Message-ID`, with its brackets.
    pub message_id: &'a str,
    /// Who sent the mail.
    pub sender: &'a str,
    /// Whom the mail went to.
    pub recipient: &'a str,
    /// The mail's subject.
    pub subject: &'a str,
    /// Day and time by the gateway's clock: `22/04/2026 16:06:30`.
    pub at: &'a str,
    /// That clock's offset from UTC.
    pub zone: &'a str,
    /// `errore`: `nessuno`, `no-dest`, `virus` …
    pub error: &'a str,
    /// `errore-esteso`; empty: none.
    pub detail: &'a str,
}

impl<'a> Receipt<'a> {
    /// A receipt of this kind about a mail from Elena, on Wednesday 22 April 2026 at 16:06:30.
    pub fn of(kind: &'a str, message_id: &'a str, recipient: &'a str) -> Self {
        Self {
            kind,
            message_id,
            sender: "elena@pec.studiovannini.example",
            recipient,
            subject: "Liquidazione IVA",
            at: "22/04/2026 16:06:30",
            zone: "+0200",
            error: "nessuno",
            detail: "",
        }
    }

    /// Its `daticert.xml`.
    pub fn data(&self, domain: &str) -> String {
        let Self { kind, message_id, sender, recipient, subject, at, zone, error, detail } = self;
        let (day, time) = at.split_once(' ').expect("a day and a time");
        let id = message_id.trim_matches(['<', '>']);
        // Only what tells of one mailbox names it.
        let about = if ["accettazione", "non-accettazione"].contains(kind) {
            String::new()
        } else {
            format!("<consegna>{recipient}</consegna>")
        };
        let form = if *kind == "avvenuta-consegna" { "<ricevuta tipo=\"sintetica\"/>" } else { "" };
        let detail = if detail.is_empty() {
            String::new()
        } else {
            format!("<errore-esteso>{detail}</errore-esteso>")
        };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<postacert tipo=\"{kind}\" errore=\"{error}\">\n<intestazione>\n\
             <mittente>{sender}</mittente>\n<destinatari tipo=\"certificato\">{recipient}</destinatari>\n\
             <risposte>{sender}</risposte>\n<oggetto>{subject}</oggetto>\n</intestazione>\n<dati>\n\
             <gestore-emittente>Gestore di prova S.p.A.</gestore-emittente>\n\
             <data zona=\"{zone}\"><giorno>{day}</giorno><ora>{time}</ora></data>\n\
             <identificativo>{kind}.{time}@{domain}</identificativo>\n<msgid>&lt;{id}&gt;</msgid>\n{form}{about}{detail}\n\
             </dati>\n</postacert>\n"
        )
    }
}

impl Gateway {
    /// The gateway of this domain.
    pub fn of(domain: &str) -> Self {
        let desk = tempfile::tempdir().unwrap();
        let address = format!("posta-certificata@{domain}");
        authority(desk.path());
        issue(desk.path(), "gateway", &address);
        issue(desk.path(), "stranger", "info@elsewhere.example");
        let own = ["req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
        let subject = ["-subj", "/O=Gestore di prova S.p.A./CN=Gestore di prova", "-days", "36500"];
        let names = format!("subjectAltName=email:{address}");
        let files = ["-addext", &names, "-keyout", "own.key", "-out", "own.crt"];
        openssl(desk.path(), &[&own[..], &subject, &files].concat());
        Self { desk, domain: domain.to_owned() }
    }

    /// The address that receipts come from.
    pub fn address(&self) -> String {
        format!("posta-certificata@{}", self.domain)
    }

    /// A receipt, signed.
    pub fn receipt(&self, receipt: &Receipt<'_>) -> Vec<u8> {
        self.sign(receipt, &receipt.data(&self.domain), "gateway")
    }

    /// A receipt whose signed data are these instead of its own.
    pub fn receipt_with(&self, receipt: &Receipt<'_>, data: &str) -> Vec<u8> {
        self.sign(receipt, data, "gateway")
    }

    /// A receipt signed with a certificate for another address, issued by the same authority.
    pub fn by_a_stranger(&self, receipt: &Receipt<'_>) -> Vec<u8> {
        self.sign(receipt, &receipt.data(&self.domain), "stranger")
    }

    /// A receipt signed with a certificate for the right address that its holder made alone.
    pub fn self_made(&self, receipt: &Receipt<'_>) -> Vec<u8> {
        self.sign(receipt, &receipt.data(&self.domain), "own")
    }

    /// A receipt without a signature.
    pub fn unsigned(&self, receipt: &Receipt<'_>) -> Vec<u8> {
        let content = content(&receipt.data(&self.domain));
        with_crlf(&format!("{}MIME-Version: 1.0\n{content}", self.head(receipt)))
    }

    fn sign(&self, receipt: &Receipt<'_>, data: &str, who: &str) -> Vec<u8> {
        let desk = self.desk.path();
        fs::write(desk.join("content"), content(data)).unwrap();
        let (key, certificate) = (format!("{who}.key"), format!("{who}.crt"));
        let sign = ["cms", "-sign", "-in", "content", "-out", "signed", "-outform", "SMIME", "-md", "sha256"];
        openssl(desk, &[&sign[..], &["-signer", &certificate, "-inkey", &key]].concat());
        let signed = fs::read_to_string(desk.join("signed")).unwrap();
        with_crlf(&format!("{}{signed}", self.head(receipt)))
    }

    fn head(&self, receipt: &Receipt<'_>) -> String {
        let Receipt { kind, message_id, sender, subject, .. } = receipt;
        let form = if *kind == "avvenuta-consegna" { "X-TipoRicevuta: sintetica\n" } else { "" };
        let title = kind.to_uppercase();
        format!(
            "From: {}\nTo: {sender}\nSubject: {title}: {subject}\nMessage-ID: <{kind}.{}@{}>\nX-Ricevuta: {kind}\n{form}\
             X-Riferimento-Message-ID: {message_id}\n",
            self.address(),
            message_id.trim_matches(['<', '>']).replace('@', "."),
            self.domain,
        )
    }
}

/// What is signed: words for people, and the data.
fn content(data: &str) -> String {
    format!(
        "Content-Type: multipart/mixed; boundary=\"parts\"\n\n--parts\nContent-Type: text/plain; charset=utf-8\n\n\
         Ricevuta di posta certificata\n\n--parts\nContent-Type: application/xml; name=\"daticert.xml\"\n\
         Content-Disposition: attachment; filename=\"daticert.xml\"\n\n{data}\n--parts--\n"
    )
}

fn authority(desk: &Path) {
    let made =
        ["req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-days", "36500"];
    let named =
        ["-subj", "/O=Autorita di prova/CN=Autorita PEC di prova", "-keyout", "ca.key", "-out", "ca.crt"];
    openssl(desk, &[&made[..], &named].concat());
}

/// A certificate for a mail address that is valid from 2020 to 2120, whatever clock the test is on.
fn issue(desk: &Path, who: &str, address: &str) {
    let (key, request, certificate) = (format!("{who}.key"), format!("{who}.csr"), format!("{who}.crt"));
    let names = format!("subjectAltName=email:{address}");
    let made =
        ["req", "-new", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-addext", &names];
    let subject =
        ["-subj", "/O=Gestore di prova S.p.A./CN=Gestore di prova", "-keyout", &key, "-out", &request];
    openssl(desk, &[&made[..], &subject].concat());
    let _ = fs::create_dir(desk.join("issued"));
    fs::write(desk.join("index"), "").unwrap();
    fs::write(
        desk.join("ca.cnf"),
        "[ca]\ndefault_ca=it\n[it]\ndatabase=index\nnew_certs_dir=issued\nrand_serial=yes\ndefault_md=sha256\n\
         policy=any\ncopy_extensions=copy\nunique_subject=no\n[any]\norganizationName=optional\ncommonName=supplied\n",
    )
    .unwrap();
    let issued = ["ca", "-batch", "-config", "ca.cnf", "-cert", "ca.crt", "-keyfile", "ca.key", "-notext"];
    let time = ["-startdate", "20200101000000Z", "-enddate", "21200101000000Z"];
    openssl(desk, &[&issued[..], &time, &["-in", &request, "-out", &certificate]].concat());
}

fn openssl(desk: &Path, words: &[&str]) {
    let output = Command::new("openssl").current_dir(desk).args(words).output();
    let output = output.expect("openssl is there: install it, it is Debian's package openssl");
    assert!(output.status.success(), "openssl {words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn with_crlf(text: &str) -> Vec<u8> {
    text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes()
}
