//! What a file is, by its name and its first bytes: something to read, a program, or something that pretends.
//!
//! A document is told from a program so that a client can neither be sent one nor send one. The truth is loose where
//! formats are: a docx is a zip, a protected docx an OLE file, a `.xls` often an HTML table, a signed `.p7m` DER, PEM
//! or plain base64. So a file pretends only when its bytes are surely of a format that its extension never has.
//! What is not known, and what is empty, is ordinary.

mod claims;
mod format;
mod name;
#[cfg(test)]
mod tests;

pub use format::Format;

/// How many first bytes of a file [`kind`] wants to see, or all of a shorter one. It holds the 1,024 bytes that may
/// stand before `%PDF-` (ISO 32000-1, Annex H.3, implementation note 13) and every other mark.
pub const HEAD_BYTES: usize = 2048;

/// What a file is to the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A document, or anything else that does not run by being opened.
    Ordinary,
    /// Something that runs, or installs what runs, when it is opened.
    Program,
    /// Something that its name says it is not.
    Pretends {
        /// The extension that a reader sees, in lower case and without its dot: `pdf`.
        claims: String,
        /// What it is.
        is: Format,
    },
}

impl Kind {
    /// A stable code for the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Program => "program",
            Self::Pretends { .. } => "pretends",
        }
    }
}

/// What the file called `name` (one name, not a path) is that begins with `head`: its first [`HEAD_BYTES`], or all of
/// it. With no bytes at all it judges the name alone.
pub fn kind(name: &str, head: &[u8]) -> Kind {
    let format = Format::of(head);
    let runs = name::is_program(name);
    if let Some(claims) = name::extension_shown(name) {
        let is = if runs { Some(Format::Program) } else { format };
        return Kind::Pretends { claims, is: is.unwrap_or(Format::Unknown) };
    }
    if runs {
        return match name::claimed_before_the_last(name) {
            Some(claims) => Kind::Pretends { claims, is: Format::Program },
            None => Kind::Program,
        };
    }
    let Some(format) = format else { return Kind::Ordinary };
    let Some(extension) = name::extension(name) else { return unclaimed(format) };
    let Some(allowed) = claims::formats(&extension) else { return unclaimed(format) };
    let is_pdf = extension == "pdf" && format == Format::Markup && format::has_pdf_header(head);
    if allowed.contains(&format) || is_pdf {
        Kind::Ordinary
    } else {
        Kind::Pretends { claims: extension, is: format }
    }
}

/// Whether a file of this name would be taken for a zip by its extension.
pub fn claims_zip(name: &str) -> bool {
    name::extension(name).is_some_and(|extension| extension == "zip")
}

fn unclaimed(format: Format) -> Kind {
    if format == Format::Program { Kind::Program } else { Kind::Ordinary }
}
