//! The office's key: where it lives, and the recovery code that opens a backup without it.
//!
//! The key is 256 random bits. The recovery code is 160 random bits in Crockford's base 32 (no I, L, O, U),
//! eight groups of four; the key is sealed with it (HKDF-SHA-256, RFC 5869; ChaCha20-Poly1305, RFC 8439) and
//! the sealed form travels with every backup.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::hex::hex;
use crate::id::OfficeId;

/// Service name under which keys stand in the system's keyring; the account is the office's id.
const SERVICE: &str = "studiolo";

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Where the key is kept.
#[derive(Debug, Clone)]
pub enum KeySource {
    /// The system's keyring.
    Keyring,
    /// A file of mode 0600 that holds the key as 64 hexadecimal digits.
    File(PathBuf),
}

/// The database's raw key. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// A new random key.
    pub fn generate() -> Result<Self> {
        Ok(Self(random()?))
    }

    /// The key from 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Result<Self> {
        let text = text.trim();
        let malformed = || Error::WrongKey("a key is 64 hexadecimal digits".into());
        if text.len() != 64 || !text.is_ascii() {
            return Err(malformed());
        }
        let mut key = [0; 32];
        for (byte, pair) in key.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| malformed())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| malformed())?;
        }
        Ok(Self(key))
    }

    /// The key as 64 hexadecimal digits.
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }

    /// SQLCipher's form of a raw key.
    pub(crate) fn pragma(&self) -> String {
        format!("\"x'{}'\"", self.to_hex())
    }

    /// A fingerprint that tells a wrong key from a damaged database. It says nothing of the key.
    pub(crate) fn check(&self) -> String {
        hex(&Sha256::new_with_prefix(b"studiolo key check").chain_update(self.0).finalize()[..8])
    }

    /// A mark on `words` that only who has the key can make (HKDF-SHA-256 with the words as its info, 128 bits), hex.
    pub(crate) fn seal_of(&self, words: &str) -> Result<String> {
        let mut seal = [0; 16];
        Hkdf::<Sha256>::new(None, &self.0)
            .expand(words.as_bytes(), &mut seal)
            .map_err(|_| Error::WrongKey("no seal could be derived".into()))?;
        Ok(hex(&seal))
    }

    /// Reads the key of office `id`.
    pub async fn load(source: &KeySource, id: OfficeId) -> Result<Self> {
        match source {
            KeySource::File(path) => match fs::read_to_string(path) {
                Ok(text) => Self::from_hex(&text),
                Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                    Err(Error::WrongKey("a key is 64 hexadecimal digits".into()))
                }
                Err(error) => Err(Error::MissingKey(format!("{}: {error}", path.display()))),
            },
            KeySource::Keyring => {
                let text = in_keyring(id, keyring::v1::Entry::get_password).await?;
                Self::from_hex(&text)
            }
        }
    }

    /// Keeps the key of office `id`. A key file is never overwritten.
    pub async fn keep(&self, source: &KeySource, id: OfficeId) -> Result<()> {
        match source {
            KeySource::File(path) => write_private(path, &format!("{}\n", self.to_hex())),
            KeySource::Keyring => {
                let text = self.to_hex();
                in_keyring(id, move |entry| entry.set_password(&text)).await
            }
        }
    }

    /// Takes back what [`Key::keep`] kept.
    pub(crate) async fn forget(&self, source: &KeySource, id: OfficeId) {
        let forgotten = match source {
            KeySource::File(path) => fs::remove_file(path).map_err(Error::from),
            KeySource::Keyring => in_keyring(id, keyring::v1::Entry::delete_credential).await,
        };
        if let Err(error) = forgotten {
            tracing::warn!(%error, "the key of an office that was not made could not be taken back");
        }
    }

    /// Seals the key with `code`.
    pub fn seal(&self, code: &RecoveryCode) -> Result<String> {
        let nonce: [u8; 12] = random()?;
        let sealed = code
            .cipher()?
            .encrypt(Nonce::from_slice(&nonce), self.0.as_slice())
            .map_err(|_| Error::Backup("the key could not be sealed".into()))?;
        Ok(STANDARD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Opens a key that was sealed with `code`.
    pub fn unseal(sealed: &str, code: &RecoveryCode) -> Result<Self> {
        let wrong = || Error::WrongKey("the recovery code is another office's, or mistyped".into());
        let bytes =
            STANDARD.decode(sealed).map_err(|_| Error::Backup("its sealed key is malformed".into()))?;
        let (nonce, body) = bytes.split_at_checked(12).ok_or_else(wrong)?;
        let key = code.cipher()?.decrypt(Nonce::from_slice(nonce), body).map_err(|_| wrong())?;
        key.try_into().map(Self).map_err(|_| wrong())
    }
}

async fn in_keyring<T: Send + 'static>(
    id: OfficeId,
    act: impl FnOnce(&keyring::v1::Entry) -> keyring::v1::Result<T> + Send + 'static,
) -> Result<T> {
    // The keyring's calls block on the session bus.
    let done =
        tokio::task::spawn_blocking(move || act(&keyring::v1::Entry::new(SERVICE, &id.to_string())?)).await;
    match done {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(Error::MissingKey(format!("the system's keyring says: {error}"))),
        Err(error) => Err(Error::MissingKey(format!("the system's keyring failed: {error}"))),
    }
}

/// The code that, alone, opens a backup on a new machine. Shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; 20]);

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

impl RecoveryCode {
    /// A new random code.
    pub fn generate() -> Result<Self> {
        Ok(Self(random()?))
    }

    /// Reads a code as people type it: case, spaces and dashes don't matter, O is 0, I and L are 1.
    pub fn parse(text: &str) -> Result<Self> {
        let mut bits = 0u32;
        let mut held = 0;
        let mut bytes = Vec::with_capacity(20);
        for letter in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value =
                ALPHABET.iter().position(|a| char::from(*a) == letter).and_then(|v| u32::try_from(v).ok());
            let value = value.ok_or_else(|| Error::WrongKey(format!("a recovery code has no {letter:?}")))?;
            bits = (bits << 5) | value;
            held += 5;
            if held >= 8 {
                held -= 8;
                bytes.push(u8::try_from((bits >> held) & 0xff).unwrap_or_default());
            }
        }
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| Error::WrongKey("a recovery code has 32 letters and digits".into()))
    }

    fn cipher(&self) -> Result<ChaCha20Poly1305> {
        let mut key = [0; 32];
        Hkdf::<Sha256>::new(None, &self.0)
            .expand(b"studiolo recovery code", &mut key)
            .map_err(|_| Error::Backup("no key could be derived".into()))?;
        Ok(ChaCha20Poly1305::new(&key.into()))
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, five) in self.0.chunks(5).enumerate() {
            let bits = five.iter().fold(0u64, |bits, byte| (bits << 8) | u64::from(*byte));
            let letters: String = (0..8)
                .rev()
                .map(|n| char::from(ALPHABET[usize::try_from((bits >> (n * 5)) & 31).unwrap_or_default()]))
                .collect();
            let (left, right) = letters.split_at(4);
            write!(f, "{}{left}-{right}", if index == 0 { "" } else { "-" })?;
        }
        Ok(())
    }
}

/// Writes a new file that only its owner may read, durably; an existing one is left alone.
fn write_private(path: &Path, text: &str) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Error::invalid("key_file", format!("{} exists already and is left alone", path.display()))
        }
        _ => error.into(),
    })?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = fs::remove_file(path);
    }
    Ok(written?)
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::DiskError(format!("no random numbers: {error}")))?;
    Ok(bytes)
}

#[cfg(test)]
#[path = "key_tests.rs"]
mod tests;
