//! A certificate authority that nobody else trusts, made anew for each test.

use std::fs;
use std::path::Path;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};

/// An authority and its key, in memory.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// Makes one.
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "Studiolo test authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Writes its certificate (PEM): what a client has to trust.
    pub fn write_certificate(&self, file: &Path) {
        fs::write(file, self.0.pem()).unwrap();
    }

    /// Makes a server's certificate for host names and addresses; writes it and its key (PEM).
    pub fn issue(&self, names: &[&str], certificate_file: &Path, key_file: &Path) {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(names).unwrap().signed_by(&key, &self.0).unwrap();
        fs::write(certificate_file, certificate.pem()).unwrap();
        fs::write(key_file, key.serialize_pem()).unwrap();
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}
