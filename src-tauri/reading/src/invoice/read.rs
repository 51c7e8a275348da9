//! From the schema's elements to what an invoice tells.

use chrono::NaiveDate;

use super::data::{Address, Attachment, Body, Format, Fund, Invoice, Line, Party, Payment, Vat, Withholding};
use super::xml::Element;
use super::{Amount, InvoiceError};
use crate::base64_text;

/// How much of what cannot be read is told, in characters.
const TOLD: usize = 40;

pub(super) fn invoice(root: &Element) -> Result<Invoice, InvoiceError> {
    let is_simplified = match &*root.name {
        "FatturaElettronica" => false,
        "FatturaElettronicaSemplificata" => true,
        _ => return Err(InvoiceError::NotAnInvoice),
    };
    let header = child(root, "FatturaElettronicaHeader")?;
    let transmission = child(header, "DatiTrasmissione")?;
    let format = transmission.text_of("FormatoTrasmissione").or(root.version.as_deref()).unwrap_or_default();
    let format = match format {
        "FPA12" if !is_simplified => Format::ToPublicOffice,
        "FPR12" if !is_simplified => Format::ToPrivate,
        "FSM10" if is_simplified => Format::Simplified,
        _ => return Err(InvoiceError::NotAnInvoice),
    };
    let issued_by = header.child("TerzoIntermediarioOSoggettoEmittente");
    let issued_by = issued_by.and_then(|third| third.child("DatiAnagrafici")).map(name);
    let bodies: Result<Vec<_>, _> = root
        .all("FatturaElettronicaBody")
        .map(|element| if is_simplified { simplified_body(element) } else { body(element) })
        .collect();
    let bodies = bodies?;
    if bodies.is_empty() {
        return Err(InvoiceError::Missing { field: "FatturaElettronicaBody" });
    }
    Ok(Invoice {
        format,
        transmission: owned(transmission, "ProgressivoInvio"),
        destination_code: owned(transmission, "CodiceDestinatario"),
        destination_pec: owned(transmission, "PECDestinatario"),
        sender: party(child(header, "CedentePrestatore")?),
        recipient: party(child(header, "CessionarioCommittente")?),
        issued_by: issued_by.filter(|name| !name.is_empty()),
        bodies,
        signers: Vec::new(),
    })
}

/// The ordinary schema keeps who a side is in `DatiAnagrafici`; the simplified one has a seller bare, and a buyer in
/// `IdentificativiFiscali` and `AltriDatiIdentificativi`.
fn party(side: &Element) -> Party {
    let who = side.child("DatiAnagrafici").or_else(|| side.child("AltriDatiIdentificativi")).unwrap_or(side);
    let numbers =
        side.child("DatiAnagrafici").or_else(|| side.child("IdentificativiFiscali")).unwrap_or(side);
    let vat = numbers.child("IdFiscaleIVA");
    let vat_number = vat.and_then(|vat| {
        Some(format!("{}{}", vat.text_of("IdPaese").unwrap_or_default(), vat.text_of("IdCodice")?))
    });
    Party {
        name: name(who),
        vat_number,
        tax_code: owned(numbers, "CodiceFiscale"),
        address: side.child("Sede").or_else(|| who.child("Sede")).map(address),
    }
}

fn name(who: &Element) -> String {
    let who = who.child("Anagrafica").unwrap_or(who);
    let parts = ["Denominazione", "Nome", "Cognome"].map(|part| who.text_of(part));
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(" ")
}

fn address(seat: &Element) -> Address {
    let street = [seat.text_of("Indirizzo"), seat.text_of("NumeroCivico")];
    let street: Vec<&str> = street.into_iter().flatten().collect();
    Address {
        street: Some(street.join(" ")).filter(|street| !street.is_empty()),
        postcode: owned(seat, "CAP"),
        town: owned(seat, "Comune"),
        province: owned(seat, "Provincia"),
        country: owned(seat, "Nazione"),
    }
}

fn body(element: &Element) -> Result<Body, InvoiceError> {
    let general = child(child(element, "DatiGenerali")?, "DatiGeneraliDocumento")?;
    let goods = element.child("DatiBeniServizi");
    let under = |name: &'static str| goods.into_iter().flat_map(move |goods| goods.all(name));
    let mut payments = Vec::new();
    for terms in element.all("DatiPagamento") {
        for detail in terms.all("DettaglioPagamento") {
            payments.push(payment(terms, detail)?);
        }
    }
    let stamp = general.child("DatiBollo");
    Ok(Body {
        total: amount(general, "ImportoTotaleDocumento")?,
        stamp_duty: stamp.map_or(Ok(None), |stamp| amount(stamp, "ImportoBollo"))?,
        withholdings: general.all("DatiRitenuta").map(withholding).collect::<Result<_, _>>()?,
        funds: general.all("DatiCassaPrevidenziale").map(fund).collect::<Result<_, _>>()?,
        lines: under("DettaglioLinee").map(line).collect::<Result<_, _>>()?,
        vat: under("DatiRiepilogo").map(vat).collect::<Result<_, _>>()?,
        payments,
        ..bare_body(general, element)?
    })
}

fn simplified_body(element: &Element) -> Result<Body, InvoiceError> {
    let general = child(child(element, "DatiGenerali")?, "DatiGeneraliDocumento")?;
    let lines = element.all("DatiBeniServizi").map(simplified_line).collect::<Result<_, _>>()?;
    Ok(Body { lines, ..bare_body(general, element)? })
}

/// What both schemas have in the same place.
fn bare_body(general: &Element, element: &Element) -> Result<Body, InvoiceError> {
    Ok(Body {
        kind: required(general, "TipoDocumento")?,
        number: required(general, "Numero")?,
        date: date(general, "Data")?.ok_or(InvoiceError::Missing { field: "Data" })?,
        currency: required(general, "Divisa")?,
        total: None,
        reasons: general.all("Causale").map(|reason| reason.text.trim().to_owned()).collect(),
        stamp_duty: None,
        withholdings: Vec::new(),
        funds: Vec::new(),
        lines: Vec::new(),
        vat: Vec::new(),
        payments: Vec::new(),
        attachments: element.all("Allegati").map(attachment).collect(),
    })
}

fn withholding(element: &Element) -> Result<Withholding, InvoiceError> {
    Ok(Withholding {
        kind: owned(element, "TipoRitenuta"),
        amount: amount(element, "ImportoRitenuta")?,
        rate: amount(element, "AliquotaRitenuta")?,
    })
}

fn fund(element: &Element) -> Result<Fund, InvoiceError> {
    Ok(Fund {
        kind: owned(element, "TipoCassa"),
        rate: amount(element, "AlCassa")?,
        amount: amount(element, "ImportoContributoCassa")?,
        vat_rate: amount(element, "AliquotaIVA")?,
    })
}

fn line(element: &Element) -> Result<Line, InvoiceError> {
    Ok(Line {
        number: owned(element, "NumeroLinea"),
        description: owned(element, "Descrizione").unwrap_or_default(),
        quantity: amount(element, "Quantita")?,
        unit: owned(element, "UnitaMisura"),
        unit_price: amount(element, "PrezzoUnitario")?,
        total: amount(element, "PrezzoTotale")?,
        vat_rate: amount(element, "AliquotaIVA")?,
        nature: owned(element, "Natura"),
    })
}

fn simplified_line(element: &Element) -> Result<Line, InvoiceError> {
    let vat = element.child("DatiIVA");
    Ok(Line {
        number: None,
        description: owned(element, "Descrizione").unwrap_or_default(),
        quantity: None,
        unit: None,
        unit_price: None,
        total: amount(element, "Importo")?,
        vat_rate: vat.map_or(Ok(None), |vat| amount(vat, "Aliquota"))?,
        nature: owned(element, "Natura"),
    })
}

fn vat(element: &Element) -> Result<Vat, InvoiceError> {
    Ok(Vat {
        rate: amount(element, "AliquotaIVA")?,
        nature: owned(element, "Natura"),
        taxable: amount(element, "ImponibileImporto")?,
        tax: amount(element, "Imposta")?,
        due: owned(element, "EsigibilitaIVA"),
        law: owned(element, "RiferimentoNormativo"),
    })
}

fn payment(terms: &Element, detail: &Element) -> Result<Payment, InvoiceError> {
    let iban = detail.text_of("IBAN");
    Ok(Payment {
        terms: owned(terms, "CondizioniPagamento"),
        method: owned(detail, "ModalitaPagamento"),
        due: date(detail, "DataScadenzaPagamento")?,
        amount: amount(detail, "ImportoPagamento")?,
        iban: iban.map(|iban| iban.split_whitespace().collect()),
        bank: owned(detail, "IstitutoFinanziario"),
        payee: owned(detail, "Beneficiario"),
    })
}

fn attachment(element: &Element) -> Attachment {
    let digits = element.child("Attachment").map_or("", |bytes| bytes.text.as_str());
    Attachment {
        name: owned(element, "NomeAttachment").unwrap_or_default(),
        format: owned(element, "FormatoAttachment"),
        compression: owned(element, "AlgoritmoCompressione"),
        description: owned(element, "DescrizioneAttachment"),
        bytes: base64_text::decode(digits.as_bytes()),
    }
}

fn child<'a>(element: &'a Element, field: &'static str) -> Result<&'a Element, InvoiceError> {
    element.child(field).ok_or(InvoiceError::Missing { field })
}

fn owned(element: &Element, field: &str) -> Option<String> {
    element.text_of(field).map(str::to_owned)
}

fn required(element: &Element, field: &'static str) -> Result<String, InvoiceError> {
    owned(element, field).ok_or(InvoiceError::Missing { field })
}

fn amount(element: &Element, field: &'static str) -> Result<Option<Amount>, InvoiceError> {
    let Some(text) = element.text_of(field) else { return Ok(None) };
    Amount::read(text).map(Some).ok_or_else(|| unreadable(field, text))
}

/// `xs:date`: what may follow the day is a time zone, which does not change it.
fn date(element: &Element, field: &'static str) -> Result<Option<NaiveDate>, InvoiceError> {
    let Some(text) = element.text_of(field) else { return Ok(None) };
    let day = text.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
    day.map(Some).ok_or_else(|| unreadable(field, text))
}

fn unreadable(field: &'static str, text: &str) -> InvoiceError {
    InvoiceError::Unreadable { field, says: text.chars().take(TOLD).collect() }
}
