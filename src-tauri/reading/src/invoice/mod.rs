//! Electronic invoices as Italy exchanges them, read to be shown.
//!
//! The formats are those of the Agenzia delle Entrate, "Specifiche tecniche fatturazione elettronica", `FatturaPA` 1.2.x
//! (ordinary, `FPA12` and `FPR12`) and 1.0.x (simplified, `FSM10`), with any prefix of their namespace, in UTF-8 or
//! what else the XML declares, bare or in a signed wrapper.
//!
//! It reads and does not validate: what the schema would refuse is shown, but for an amount or a date that is none.
//! Amounts stay decimal text.

mod amount;
pub mod codes;
mod data;
mod error;
mod read;
mod xml;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

pub use amount::Amount;
pub use data::{Address, Attachment, Body, Format, Fund, Invoice, Line, Party, Payment, Vat, Withholding};
pub use error::InvoiceError;

use crate::{charset, signed};

/// The largest XML that is read, in bytes. The exchange takes 5 MB.
pub const MAX_BYTES: usize = 16 << 20;

/// Reads an invoice, bare or in a signed wrapper.
pub fn read(bytes: &[u8]) -> Result<Invoice, InvoiceError> {
    if !signed::looks_signed(bytes) {
        return read_xml(bytes);
    }
    let signed = signed::open(bytes)?;
    let content = signed.content.ok_or(InvoiceError::ContentElsewhere)?;
    Ok(Invoice { signers: signed.signers, ..read_xml(&content)? })
}

fn read_xml(bytes: &[u8]) -> Result<Invoice, InvoiceError> {
    if bytes.len() > MAX_BYTES {
        return Err(InvoiceError::TooLarge { limit: MAX_BYTES });
    }
    read::invoice(&xml::read(&charset::declared_text(bytes))?)
}
