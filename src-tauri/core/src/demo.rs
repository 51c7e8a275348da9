//! A demo office: sample clients, and nine days in which the main job happens to them, on a clock that is moved
//! by hand up to the present. Its mail is caught in `outbox-caught/`, its key lies beside the database.

mod papers;
mod templates;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Days, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;

use self::papers::{file, invoice, pdf};
use crate::access::{By, Origin};
use crate::chats::{self, NewChat, Reply};
use crate::clients::{self, ClientKind, NewContact};
use crate::documents;
use crate::error::{Error, Result};
use crate::id::{ChatId, ClientId, ContactId};
use crate::jobs;
use crate::key::KeySource;
use crate::office::{Office, OpenOptions};
use crate::richtext::Document;
use crate::settings::{NewOffice, PolicyChange};
use crate::time::{Clock, Instant, ManualClock};

/// The demo office's key file, in its folder.
pub const KEY_FILE: &str = "demo.key";

const OWNER: By = By::owner(Origin::CommandLine);

/// Where the demo office's key is unless told otherwise.
pub fn key(folder: &Path) -> KeySource {
    KeySource::File(folder.join(KEY_FILE))
}

/// Makes the demo office in `folder` and plays its nine days up to `now`; `say` is told each step.
pub async fn make(folder: PathBuf, key: KeySource, now: Instant, mut say: impl FnMut(&str)) -> Result<()> {
    let zone = chrono_tz::Europe::Rome;
    let clock = ManualClock::at(day(zone, now, 9, 8, 30));
    let options = OpenOptions {
        folder,
        key,
        clock: Clock::Manual(clock.clone()),
        program: "studiolo demo",
        words: None,
    };
    std::fs::create_dir_all(&options.folder)?;
    let new = NewOffice {
        firm: "Studio Vannini".into(),
        owner_name: "Elena Vannini".into(),
        owner_email: "elena@studiovannini.example".into(),
        time_zone: zone.name().into(),
        language: "it".into(),
        country: "IT".into(),
        catch_mail: true,
    };
    Office::init(options.clone(), new).await?;
    let office = Office::open(options).await?;
    let mut play = Play { office, clock, zone, now, say: &mut say };
    let played = play.all().await;
    play.office.close().await;
    played
}

/// The instant `back` days before `now` at a wall-clock time of the office.
fn day(zone: Tz, now: Instant, back: u64, hour: u32, minute: u32) -> Instant {
    let date = now.with_timezone(&zone).date_naive().checked_sub_days(Days::new(back)).unwrap_or_default();
    let civil = date.and_hms_opt(hour, minute, 0).unwrap_or_default();
    zone.from_local_datetime(&civil).earliest().map_or(now, |at| at.to_utc())
}

struct Play<'a> {
    office: Arc<Office>,
    clock: ManualClock,
    zone: Tz,
    now: Instant,
    say: &'a mut dyn FnMut(&str),
}

impl Play<'_> {
    async fn all(&mut self) -> Result<()> {
        let (rinaldi, people) = self
            .client(
                "Officine Rinaldi S.r.l.",
                ClientKind::Company,
                &[
                    ("Paolo Rinaldi", "paolo@officinerinaldi.example", true),
                    ("Giulia Rinaldi", "giulia@officinerinaldi.example", true),
                ],
            )
            .await?;
        let giulia = people.get(1).copied();
        let (nives, _) = self
            .client(
                "Trattoria Da Nives S.n.c.",
                ClientKind::Company,
                &[
                    ("Nives Zanetti", "nives@trattoriadanives.example", true),
                    ("Ivo Zanetti", "ivo@trattoriadanives.example", true),
                ],
            )
            .await?;
        let (marco, _) = self
            .client("Marco Tessari", ClientKind::Person, &[("Marco Tessari", "marco@tessari.example", true)])
            .await?;
        let (lucia, _) = self
            .client(
                "Lucia Ferretti",
                ClientKind::Person,
                &[("Lucia Ferretti", "lucia@ferretti.example", true)],
            )
            .await?;
        let (gallo, _) = self
            .client(
                "Autotrasporti Gallo S.r.l.",
                ClientKind::Company,
                &[("Renzo Gallo", "renzo@autogallo.example", true)],
            )
            .await?;
        let (aurora, _) = self
            .client(
                "Immobiliare Aurora",
                ClientKind::Company,
                &[("Sergio Landi", "sergio@aurora.example", false)],
            )
            .await?;

        self.papers(rinaldi, gallo).await?;
        templates::make(&self.office, &OWNER).await?;
        self.at(9, 9, 40).await?;
        let f24 =
            "Buongiorno Renzo, mi serve la quietanza dell’F24 di questo mese per chiudere la contabilità.";
        self.write(gallo, "Quietanza F24", f24, Some((2, 2)), &[]).await?;
        self.at(7, 10, 15).await?;
        let visite =
            "Buongiorno Marco, per il 730 mi mancano le ricevute delle visite mediche.\n\nBasta una foto.";
        let mediche =
            self.write(marco, "730, spese mediche", visite, Some((3, 2)), &["Ricevute delle visite"]).await?;
        self.at(5, 16, 5).await?;
        let iva = "Buongiorno Paolo, chiudo la liquidazione del trimestre entro la fine del mese. Mi mancano ancora tre cose.";
        let tasks = ["Estratto conto di marzo", "Fattura Metalsider n. 218", "Delega F24 firmata"];
        let trimestre =
            self.write(rinaldi, "Liquidazione IVA, 1° trimestre", iva, Some((3, 2)), &tasks).await?;
        self.at(2, 11, 2).await?;
        let trovata = "Ho trovato la fattura del dentista, la porto venerdì.";
        self.answer(mediche, None, trovata).await?;
        let redditi = "Buongiorno Lucia, per il modello Redditi servono i documenti di questa lista.";
        let tasks =
            ["Certificazione unica", "Interessi del mutuo", "Ricevute dei farmaci", "Assicurazione vita"];
        self.write(lucia, "Documenti per il modello Redditi", redditi, Some((5, 2)), &tasks).await?;
        self.at(1, 9, 20).await?;
        let estratto = "Ecco l’estratto conto. Per la delega chiedo a mio padre di firmarla stasera.";
        self.answer(trimestre, giulia, estratto).await?;
        let delega = "Grazie Giulia. Per la delega basta la firma di Paolo, anche dal telefono.";
        self.reply(trimestre, delega).await?;
        self.at(1, 15, 0).await?;
        let imu = "Buongiorno Nives, il 16 scade l’acconto IMU. Per calcolarlo mi serve sapere se avete comprato, venduto o \
                   affittato immobili.\n\nSe nulla è cambiato basta rispondere «nessuna novità».";
        self.write(
            nives,
            "IMU, dati per l’acconto",
            imu,
            Some((3, 2)),
            &["Conferma degli immobili posseduti"],
        )
        .await?;
        let canoni = "Buongiorno Sergio, mi mandi l’elenco dei canoni incassati?";
        self.write(aurora, "Canoni incassati", canoni, Some((3, 1)), &[]).await?;
        self.until(self.now).await
    }

    /// What is in the folders of two clients when the days begin.
    async fn papers(&mut self, rinaldi: ClientId, gallo: ClientId) -> Result<()> {
        let date = day(self.zone, self.now, 20, 9, 0).format("%Y-%m-%d").to_string();
        let quarter = [
            (
                "F24 maggio, bozza.pdf",
                pdf(&[
                    "Modello di pagamento unificato F24",
                    "Officine Rinaldi S.r.l.",
                    "Codice tributo 6031",
                    "Importo a debito € 3.482,16",
                ]),
            ),
            ("Metalsider fattura 218.xml", invoice("218", &date)),
            (
                "Liquidazione IVA T1.csv",
                "Mese;Vendite;Acquisti;IVA\nGennaio;41200;28750;2739\n\
                Febbraio;38900;30120;1931,60\nMarzo;44650;27980;3667,40\n"
                    .into(),
            ),
        ];
        file(&self.office, rinaldi, "Contabilità", "1° trimestre", &quarter).await?;
        let mandate = [(
            "Delega F24.pdf",
            pdf(&["Delega al pagamento F24", "Il sottoscritto Paolo Rinaldi delega lo Studio Vannini"]),
        )];
        file(&self.office, rinaldi, "Contratti", "", &mandate).await?;
        let notes = [("Appunti.txt", "Chiedere a Paolo del leasing del tornio.\n".into())];
        file(&self.office, rinaldi, "Note interne", "", &notes).await?;
        let receipt = [(
            "Quietanza F24 marzo.pdf",
            pdf(&["Quietanza di versamento", "Autotrasporti Gallo S.r.l.", "F24 di marzo"]),
        )];
        file(&self.office, gallo, "Dichiarazioni", "", &receipt).await?;
        self.tell("Elena files six documents of two clients");
        Ok(())
    }

    /// Moves the clock to `back` days before the end, at a wall-clock time; what falls due on the way is done.
    async fn at(&mut self, back: u64, hour: u32, minute: u32) -> Result<()> {
        self.until(day(self.zone, self.now, back, hour, minute)).await
    }

    async fn until(&mut self, end: Instant) -> Result<()> {
        let mut at = Clock::Manual(self.clock.clone()).now();
        while at < end {
            // Every morning at nine and half a minute, when reminders fall due.
            let civil = at.with_timezone(&self.zone);
            let today = civil.hour() < 9;
            let next =
                day(self.zone, at + TimeDelta::days(i64::from(!today)), 0, 9, 0) + TimeDelta::seconds(30);
            at = next.min(end);
            self.clock.set(at);
            let ticked = jobs::tick(&self.office).await;
            if let Some((name, error)) = ticked.errors.first() {
                return Err(Error::DiskError(format!("{name}: {error}")));
            }
            if ticked.reminders.reminders > 0 {
                self.tell(&format!(
                    "{} reminder(s) fall due: {} mail(s)",
                    ticked.reminders.reminders, ticked.outbox.accepted
                ));
            }
        }
        Ok(())
    }

    fn tell(&mut self, what: &str) {
        let at = Clock::Manual(self.clock.clone()).now().with_timezone(&self.zone);
        (self.say)(&format!("{}  {what}", at.format("%a %d %b %H:%M")));
    }

    async fn client(
        &mut self,
        name: &str,
        kind: ClientKind,
        people: &[(&str, &str, bool)],
    ) -> Result<(ClientId, Vec<ContactId>)> {
        let contacts: Vec<NewContact> = people
            .iter()
            .map(|(name, email, notify)| NewContact {
                name: (*name).into(),
                email: (*email).into(),
                notify: *notify,
                login: false,
            })
            .collect();
        let made = clients::service::create(&self.office, &OWNER, name, kind, &contacts).await?;
        documents::service::welcome(&self.office, made.0, name).await;
        self.tell(&format!("Elena adds {name}"));
        Ok(made)
    }

    async fn write(
        &mut self,
        client: ClientId,
        subject: &str,
        body: &str,
        reminder: Option<(u32, u32)>,
        tasks: &[&str],
    ) -> Result<ChatId> {
        let new = NewChat {
            clients: vec![client],
            template: None,
            subject: Some(subject.into()),
            body: Some(document(body)?),
            reminder: reminder
                .map(|(days, count)| PolicyChange { every_days: Some(days), max_count: Some(count) }),
            tasks: tasks.iter().map(|task| (*task).into()).collect(),
            attachments: None,
            undo_seconds: 0,
            allow_no_recipient: true,
            draft: None,
        };
        let made = chats::service::create(&self.office, &OWNER, new).await?;
        self.tell(&format!("Elena writes “{subject}”"));
        self.send().await;
        made.first().map(|(chat, _)| *chat).ok_or_else(|| Error::invalid("client_ids", "no chat was made"))
    }

    async fn reply(&mut self, chat_id: ChatId, body: &str) -> Result<()> {
        let reply = Reply {
            chat_id,
            body: document(body)?,
            reminder: None,
            tasks: Vec::new(),
            attachments: Vec::new(),
            undo_seconds: 0,
            allow_no_recipient: false,
            draft: None,
        };
        chats::service::reply(&self.office, &OWNER, reply).await?;
        self.tell("Elena replies: the reminder is armed afresh");
        self.send().await;
        Ok(())
    }

    async fn answer(&mut self, chat: ChatId, who: Option<ContactId>, text: &str) -> Result<()> {
        chats::service::record_answer(&self.office, &OWNER, chat, who, text).await?;
        self.tell("the client answers: the reminder stops");
        Ok(())
    }

    async fn send(&mut self) {
        let ticked = jobs::tick(&self.office).await;
        self.tell(&format!("{} mail(s) accepted", ticked.outbox.accepted));
    }
}

fn document(text: &str) -> Result<Document> {
    Document::from_text(text).map_err(|error| Error::invalid("body", error))
}
