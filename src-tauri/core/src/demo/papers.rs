//! The documents of the demo office: small real files, made here.

use std::fmt::Write;

use crate::documents::import::{self, Import};
use crate::documents::service;
use crate::error::{Error, Result};
use crate::id::ClientId;
use crate::office::Office;

use super::OWNER;

/// Takes these files into a top-level folder of a client's, at `below` in it.
pub(super) async fn file(
    office: &Office,
    client: ClientId,
    folder: &str,
    below: &str,
    files: &[(&str, Vec<u8>)],
) -> Result<()> {
    let listing = service::list(office, &OWNER, client).await?;
    let found = listing.folders.iter().find(|known| known.name.starts_with(folder));
    let folder_id = found.ok_or_else(|| Error::not_found("folder", folder))?.folder_id;
    let from = tempfile::tempdir()?;
    let mut paths = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        let path = from.path().join(name);
        std::fs::write(&path, bytes)?;
        paths.push(path);
    }
    let wanted = Import { folder_id, below: below.to_owned(), paths, choose: None };
    import::import(office, &OWNER, wanted, &import::unwatched()).await.map(drop)
}

/// A PDF of one page (ISO 32000-1) with these lines in it, the first one larger.
pub(super) fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut text = String::from("BT /F1 18 Tf 60 770 Td 24 TL ");
    for (index, line) in lines.iter().enumerate() {
        if index == 1 {
            text.push_str("/F1 11 Tf 18 TL T* ");
        }
        // The font's encoding is that of Windows; what has no place in it is left out.
        let line: String = line.chars().filter_map(escaped).collect();
        let _ = write!(text, "({line}) Tj T* ");
    }
    text.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::with_capacity(objects.len());
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ =
        write!(file, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

/// A character inside a string of a page, in octal where it is none of ASCII.
fn escaped(character: char) -> Option<String> {
    let code = u32::from(character);
    match character {
        '(' | ')' | '\\' => Some(format!("\\{character}")),
        ' '..='~' => Some(character.to_string()),
        '’' => Some("\\222".to_owned()),
        '€' => Some("\\200".to_owned()),
        _ if (0xA0..=0xFF).contains(&code) => Some(format!("\\{code:o}")),
        _ => None,
    }
}

/// An electronic invoice (`FatturaPA` 1.2.2, FPR12).
pub(super) fn invoice(number: &str, date: &str) -> Vec<u8> {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<p:FatturaElettronica versione="FPR12" xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2">
 <FatturaElettronicaHeader>
  <DatiTrasmissione><IdTrasmittente><IdPaese>IT</IdPaese><IdCodice>01234567890</IdCodice></IdTrasmittente><ProgressivoInvio>00218</ProgressivoInvio><FormatoTrasmissione>FPR12</FormatoTrasmissione><CodiceDestinatario>0000000</CodiceDestinatario></DatiTrasmissione>
  <CedentePrestatore><DatiAnagrafici><IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>01234567890</IdCodice></IdFiscaleIVA><Anagrafica><Denominazione>Metalsider S.p.A.</Denominazione></Anagrafica><RegimeFiscale>RF01</RegimeFiscale></DatiAnagrafici><Sede><Indirizzo>Via dell'Acciaio 3</Indirizzo><CAP>48100</CAP><Comune>Ravenna</Comune><Provincia>RA</Provincia><Nazione>IT</Nazione></Sede></CedentePrestatore>
  <CessionarioCommittente><DatiAnagrafici><IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>09876543210</IdCodice></IdFiscaleIVA><Anagrafica><Denominazione>Officine Rinaldi S.r.l.</Denominazione></Anagrafica></DatiAnagrafici><Sede><Indirizzo>Via dei Cordai 14</Indirizzo><CAP>52100</CAP><Comune>Arezzo</Comune><Provincia>AR</Provincia><Nazione>IT</Nazione></Sede></CessionarioCommittente>
 </FatturaElettronicaHeader>
 <FatturaElettronicaBody>
  <DatiGenerali><DatiGeneraliDocumento><TipoDocumento>TD01</TipoDocumento><Divisa>EUR</Divisa><Data>{date}</Data><Numero>{number}</Numero><ImportoTotaleDocumento>2684.00</ImportoTotaleDocumento><Causale>Fornitura di profilati</Causale></DatiGeneraliDocumento></DatiGenerali>
  <DatiBeniServizi>
   <DettaglioLinee><NumeroLinea>1</NumeroLinea><Descrizione>Profilato IPE 120</Descrizione><Quantita>40.00</Quantita><UnitaMisura>m</UnitaMisura><PrezzoUnitario>55.00</PrezzoUnitario><PrezzoTotale>2200.00</PrezzoTotale><AliquotaIVA>22.00</AliquotaIVA></DettaglioLinee>
   <DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>2200.00</ImponibileImporto><Imposta>484.00</Imposta><EsigibilitaIVA>I</EsigibilitaIVA></DatiRiepilogo>
  </DatiBeniServizi>
  <DatiPagamento><CondizioniPagamento>TP02</CondizioniPagamento><DettaglioPagamento><ModalitaPagamento>MP05</ModalitaPagamento><DataScadenzaPagamento>{date}</DataScadenzaPagamento><ImportoPagamento>2684.00</ImportoPagamento><IBAN>IT60X0542811101000000123456</IBAN></DettaglioPagamento></DatiPagamento>
 </FatturaElettronicaBody>
</p:FatturaElettronica>
"#
    )
    .into_bytes()
}
