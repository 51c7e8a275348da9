//! Why an invoice cannot be read.

use crate::signed::SignedError;

/// Why an invoice cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvoiceError {
    /// It is no XML that is well formed.
    #[error("this is not XML, or it is cut off")]
    NotXml,
    /// It is XML and no electronic invoice.
    #[error("this is not an electronic invoice")]
    NotAnInvoice,
    /// It brings a DTD, which invoices have none of and attackers use.
    #[error("this XML brings its own entities (DTD), which an invoice must not")]
    Dtd,
    /// It is larger than [`MAX_BYTES`](super::MAX_BYTES).
    #[error("this invoice is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// It is nested deeper than 64, or has more than 400,000 elements.
    #[error("this XML is built too deep to be read")]
    TooDeep,
    /// Something that every invoice has is missing.
    #[error("this invoice has no {field}")]
    Missing {
        /// The element's name in the schema.
        field: &'static str,
    },
    /// A number or a date is not written as the standard wants.
    #[error("{field} of this invoice is {says:?}, which cannot be read")]
    Unreadable {
        /// The element's name in the schema.
        field: &'static str,
        /// What stands there, at most 40 characters of it.
        says: String,
    },
    /// It is in a signed wrapper that cannot be opened.
    #[error("the signed file around the invoice cannot be opened: {0}")]
    Signed(#[from] SignedError),
    /// It is a signature whose content is in another file.
    #[error("this is a signature without the invoice in it")]
    ContentElsewhere,
}

impl InvoiceError {
    /// A stable code for the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotXml => "invoice_not_xml",
            Self::NotAnInvoice => "not_an_invoice",
            Self::Dtd => "invoice_dtd",
            Self::TooLarge { .. } => "invoice_too_large",
            Self::TooDeep => "invoice_too_deep",
            Self::Missing { .. } => "invoice_field_missing",
            Self::Unreadable { .. } => "invoice_field_unreadable",
            Self::Signed(error) => error.code(),
            Self::ContentElsewhere => "invoice_content_elsewhere",
        }
    }
}
