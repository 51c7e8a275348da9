//! An electronic invoice, as it is shown.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use studiolo_core::documents::opened::{self, Invoice, InvoiceBody as Body, InvoiceParty as Party};
use studiolo_core::documents::reading::{Amount, Wording, codes};
use ts_rs::TS;

use super::read::Say;

/// Which kind of electronic invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceFormat {
    /// To a public office (FPA12).
    PublicOffice,
    /// To a business or person (FPR12).
    Private,
    /// Simplified (FSM10).
    Simplified,
}

/// An electronic invoice. Amounts are decimal text.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct InvoiceContent {
    /// Which kind.
    pub format: InvoiceFormat,
    /// Who sends it.
    pub sender: InvoiceParty,
    /// Who is to pay.
    pub recipient: InvoiceParty,
    /// Where the exchange delivers it: a code or a certified address.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// The invoices in it: one, or several of a lot.
    pub bodies: Vec<InvoiceBody>,
}

/// A party of an invoice.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct InvoiceParty {
    /// Its name.
    pub name: String,
    /// Its VAT number.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat_number: Option<String>,
    /// Its tax code.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
    /// Its address, one line.
    pub address: String,
}

/// One invoice.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct InvoiceBody {
    /// `TD01`.
    pub kind: String,
    /// The same in words.
    pub kind_words: String,
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// ISO 4217.
    pub currency: String,
    /// What is to be paid in all.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// What it says of itself.
    pub reasons: Vec<String>,
    /// Stamp duty.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamp_duty: Option<String>,
    /// What was sold.
    pub lines: Vec<InvoiceLine>,
    /// VAT, by rate.
    pub vat: Vec<InvoiceVat>,
    /// Taxes withheld.
    pub withholdings: Vec<InvoiceCharge>,
    /// Contributions to professional funds.
    pub funds: Vec<InvoiceCharge>,
    /// How and when it is paid.
    pub payments: Vec<InvoicePayment>,
    /// What it brought.
    pub attachments: Vec<InvoiceAttachment>,
}

/// A line of an invoice.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct InvoiceLine {
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What.
    pub description: String,
    /// How many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
    /// Of what measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Price of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<String>,
    /// Price of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// VAT, per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat_rate: Option<String>,
    /// Why without VAT: `N2.2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nature: Option<String>,
}

/// VAT of one rate.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct InvoiceVat {
    /// Per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
    /// Why without VAT: `N2.2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nature: Option<String>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nature_words: Option<String>,
    /// On what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxable: Option<String>,
    /// How much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<String>,
    /// The law that it goes by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
}

/// A tax withheld, or a contribution to a fund.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct InvoiceCharge {
    /// Which, in words.
    pub words: String,
    /// Per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
    /// How much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
}

/// A payment of an invoice.
#[derive(Debug, Serialize, JsonSchema, TS)]
#[ts(optional_fields)]
pub struct InvoicePayment {
    /// At once or in parts, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms_words: Option<String>,
    /// By which way, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method_words: Option<String>,
    /// When it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// How much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// To which account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iban: Option<String>,
    /// At which bank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank: Option<String>,
    /// To whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payee: Option<String>,
}

/// A file that an invoice brought.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct InvoiceAttachment {
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: usize,
}

fn amount(amount: Option<Amount>) -> Option<String> {
    amount.map(|amount| amount.as_str().to_owned())
}

impl Say {
    pub(super) fn invoice(&self, invoice: Invoice) -> InvoiceContent {
        InvoiceContent {
            format: match invoice.format {
                opened::InvoiceFormat::ToPublicOffice => InvoiceFormat::PublicOffice,
                opened::InvoiceFormat::ToPrivate => InvoiceFormat::Private,
                opened::InvoiceFormat::Simplified => InvoiceFormat::Simplified,
            },
            sender: party(invoice.sender),
            recipient: party(invoice.recipient),
            destination: invoice.destination_pec.or(invoice.destination_code),
            bodies: invoice.bodies.into_iter().map(|body| self.body(body)).collect(),
        }
    }

    fn body(&self, body: Body) -> InvoiceBody {
        let charge = |code: Option<String>, words: fn(&str) -> Option<Wording>, rate, sum| InvoiceCharge {
            words: code.map(|code| self.code(&code, words)).unwrap_or_default(),
            rate: amount(rate),
            amount: amount(sum),
        };
        InvoiceBody {
            kind_words: self.code(&body.kind, codes::document_kind),
            kind: body.kind,
            number: body.number,
            date: body.date,
            currency: body.currency,
            total: amount(body.total),
            reasons: body.reasons,
            stamp_duty: amount(body.stamp_duty),
            lines: body
                .lines
                .into_iter()
                .map(|line| InvoiceLine {
                    number: line.number,
                    description: line.description,
                    quantity: amount(line.quantity),
                    unit: line.unit,
                    unit_price: amount(line.unit_price),
                    total: amount(line.total),
                    vat_rate: amount(line.vat_rate),
                    nature: line.nature,
                })
                .collect(),
            vat: body
                .vat
                .into_iter()
                .map(|vat| InvoiceVat {
                    rate: amount(vat.rate),
                    nature_words: vat.nature.as_deref().map(|code| self.code(code, codes::nature)),
                    nature: vat.nature,
                    taxable: amount(vat.taxable),
                    tax: amount(vat.tax),
                    law: vat.law,
                })
                .collect(),
            withholdings: body
                .withholdings
                .into_iter()
                .map(|it| charge(it.kind, codes::withholding, it.rate, it.amount))
                .collect(),
            funds: body
                .funds
                .into_iter()
                .map(|it| charge(it.kind, codes::fund, it.rate, it.amount))
                .collect(),
            payments: body
                .payments
                .into_iter()
                .map(|payment| InvoicePayment {
                    terms_words: payment.terms.as_deref().map(|code| self.code(code, codes::payment_terms)),
                    method_words: payment
                        .method
                        .as_deref()
                        .map(|code| self.code(code, codes::payment_method)),
                    due: payment.due,
                    amount: amount(payment.amount),
                    iban: payment.iban,
                    bank: payment.bank,
                    payee: payment.payee,
                })
                .collect(),
            attachments: body
                .attachments
                .into_iter()
                .map(|it| InvoiceAttachment { size: it.bytes.map_or(0, |bytes| bytes.len()), name: it.name })
                .collect(),
        }
    }
}

fn party(party: Party) -> InvoiceParty {
    let address = party.address.map(|it| {
        let town = [it.postcode, it.town, it.province.map(|province| format!("({province})"))];
        let town: Vec<String> = town.into_iter().flatten().collect();
        let lines = [it.street, Some(town.join(" ")).filter(|town| !town.is_empty()), it.country];
        lines.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    InvoiceParty {
        name: party.name,
        vat_number: party.vat_number,
        tax_code: party.tax_code,
        address: address.unwrap_or_default(),
    }
}
