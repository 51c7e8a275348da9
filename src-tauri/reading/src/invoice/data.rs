//! What an invoice tells, with the element of the schema that each comes from.

use chrono::NaiveDate;

use super::Amount;
use crate::signed::Signer;

/// An electronic invoice: one header and one body or more (a lot of invoices).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// The transmission's format.
    pub format: Format,
    /// `ProgressivoInvio`: the sender's number of the transmission.
    pub transmission: Option<String>,
    /// `CodiceDestinatario`: where the exchange delivers, seven characters (six of a public office).
    pub destination_code: Option<String>,
    /// `PECDestinatario`: where the exchange delivers when there is no code.
    pub destination_pec: Option<String>,
    /// `CedentePrestatore`: who sold.
    pub sender: Party,
    /// `CessionarioCommittente`: who bought.
    pub recipient: Party,
    /// `TerzoIntermediarioOSoggettoEmittente`: who made the invoice for the seller, by name.
    pub issued_by: Option<String>,
    /// The invoices themselves, one at least.
    pub bodies: Vec<Body>,
    /// Who signed the wrapper that it came in; none when it came bare.
    pub signers: Vec<Signer>,
}

/// The format of a transmission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `FPA12`: ordinary, to a public office.
    ToPublicOffice,
    /// `FPR12`: ordinary, to anybody else.
    ToPrivate,
    /// `FSM10`: simplified.
    Simplified,
}

/// One of the two sides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// `Denominazione`, or `Nome` and `Cognome`.
    pub name: String,
    /// `IdFiscaleIVA`: the VAT number with its country, `IT01234567890`.
    pub vat_number: Option<String>,
    /// `CodiceFiscale`.
    pub tax_code: Option<String>,
    /// `Sede`.
    pub address: Option<Address>,
}

/// `Sede`: an address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// `Indirizzo` and `NumeroCivico`.
    pub street: Option<String>,
    /// `CAP`.
    pub postcode: Option<String>,
    /// `Comune`.
    pub town: Option<String>,
    /// `Provincia`, two letters.
    pub province: Option<String>,
    /// `Nazione`, two letters.
    pub country: Option<String>,
}

/// One invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// `TipoDocumento`: `TD01` …; its words by [`document_kind`](super::codes::document_kind).
    pub kind: String,
    /// `Numero`.
    pub number: String,
    /// `Data`.
    pub date: NaiveDate,
    /// `Divisa`: `EUR` ….
    pub currency: String,
    /// `ImportoTotaleDocumento`; of a simplified invoice, and of one that does not tell it, None.
    pub total: Option<Amount>,
    /// `Causale`, each as it stands.
    pub reasons: Vec<String>,
    /// `ImportoBollo`: stamp duty.
    pub stamp_duty: Option<Amount>,
    /// `DatiRitenuta`: what the buyer keeps back.
    pub withholdings: Vec<Withholding>,
    /// `DatiCassaPrevidenziale`: what goes to a professional fund.
    pub funds: Vec<Fund>,
    /// `DettaglioLinee`, or `DatiBeniServizi` of a simplified one.
    pub lines: Vec<Line>,
    /// `DatiRiepilogo`: the VAT, rate by rate.
    pub vat: Vec<Vat>,
    /// `DettaglioPagamento`.
    pub payments: Vec<Payment>,
    /// `Allegati`.
    pub attachments: Vec<Attachment>,
}

/// `DatiRitenuta`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withholding {
    /// `TipoRitenuta`: `RT01` ….
    pub kind: Option<String>,
    /// `ImportoRitenuta`.
    pub amount: Option<Amount>,
    /// `AliquotaRitenuta`, in percent.
    pub rate: Option<Amount>,
}

/// `DatiCassaPrevidenziale`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fund {
    /// `TipoCassa`: `TC01` ….
    pub kind: Option<String>,
    /// `AlCassa`, in percent.
    pub rate: Option<Amount>,
    /// `ImportoContributoCassa`.
    pub amount: Option<Amount>,
    /// `AliquotaIVA`, in percent.
    pub vat_rate: Option<Amount>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// `NumeroLinea`.
    pub number: Option<String>,
    /// `Descrizione`.
    pub description: String,
    /// `Quantita`.
    pub quantity: Option<Amount>,
    /// `UnitaMisura`.
    pub unit: Option<String>,
    /// `PrezzoUnitario`, before VAT.
    pub unit_price: Option<Amount>,
    /// `PrezzoTotale`, before VAT; of a simplified invoice `Importo`, VAT included.
    pub total: Option<Amount>,
    /// `AliquotaIVA`, in percent; of a simplified invoice `Aliquota`.
    pub vat_rate: Option<Amount>,
    /// `Natura`: why there is no VAT, `N1` ….
    pub nature: Option<String>,
}

/// The VAT at one rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vat {
    /// `AliquotaIVA`, in percent.
    pub rate: Option<Amount>,
    /// `Natura`: why there is no VAT.
    pub nature: Option<String>,
    /// `ImponibileImporto`.
    pub taxable: Option<Amount>,
    /// `Imposta`.
    pub tax: Option<Amount>,
    /// `EsigibilitaIVA`: `I` at once, `D` deferred, `S` split payment.
    pub due: Option<String>,
    /// `RiferimentoNormativo`.
    pub law: Option<String>,
}

/// One payment wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// `CondizioniPagamento`: `TP01` ….
    pub terms: Option<String>,
    /// `ModalitaPagamento`: `MP05` ….
    pub method: Option<String>,
    /// `DataScadenzaPagamento`.
    pub due: Option<NaiveDate>,
    /// `ImportoPagamento`.
    pub amount: Option<Amount>,
    /// `IBAN`, without spaces.
    pub iban: Option<String>,
    /// `IstitutoFinanziario`.
    pub bank: Option<String>,
    /// `Beneficiario`.
    pub payee: Option<String>,
}

/// A file within the invoice.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// `NomeAttachment`, as it stands: it is not yet a name to write to disk.
    pub name: String,
    /// `FormatoAttachment`.
    pub format: Option<String>,
    /// `AlgoritmoCompressione`.
    pub compression: Option<String>,
    /// `DescrizioneAttachment`.
    pub description: Option<String>,
    /// `Attachment`, decoded; None when it is no base64.
    pub bytes: Option<Vec<u8>>,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = self.bytes.as_ref().map(Vec::len);
        formatter
            .debug_struct("Attachment")
            .field("name", &self.name)
            .field("bytes", &bytes)
            .finish_non_exhaustive()
    }
}
