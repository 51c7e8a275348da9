//! The templates of the demo office.

use crate::access::By;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::richtext::Document;
use crate::templates::{Words, service};

const TEMPLATES: [(&str, &str, &str); 4] = [
    (
        "Benvenuto",
        "Benvenuti nello studio",
        "Buongiorno {first_name},\n\nda oggi ci scriviamo qui: trova in un posto solo i messaggi, i documenti e quello che ci \
         serve da lei. Può rispondere anche dalla sua posta.\n\n{owner}, {firm}",
    ),
    (
        "Scadenza F24",
        "F24 di {month}, importo e istruzioni",
        "Buongiorno {first_name},\n\nl’F24 di {month} è pronto, lo trova tra i documenti. Mi risponda «va bene» entro \
         {today+5} e lo trasmetto io.\n\n{owner}, {firm}",
    ),
    (
        "730, documenti",
        "Documenti per il 730/{year}",
        "Buongiorno {first_name},\n\nper il 730 mi servono le spese del {last_year}: mediche, istruzione, mutuo, \
         assicurazioni. Basta una foto.\n\n{owner}",
    ),
    (
        "IMU, raccolta dati",
        "IMU {year}, dati per l’acconto di giugno",
        "Buongiorno {first_name},\n\nil 16 giugno scade l’acconto IMU di {client}. Per calcolarlo mi serve sapere se nel \
         {last_year} avete comprato, venduto o affittato immobili.\n\nSe nulla è cambiato basta rispondere «nessuna novità».",
    ),
];

/// Makes them.
pub(super) async fn make(office: &Office, by: &By) -> Result<()> {
    for (name, subject, text) in TEMPLATES {
        let body = Document::from_text(text).map_err(|error| Error::invalid("body", error))?;
        service::create(office, by, name, Words { subject: subject.into(), body }).await?;
    }
    Ok(())
}
