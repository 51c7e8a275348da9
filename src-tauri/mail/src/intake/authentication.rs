//! What a server found out about a mail's sender: `Authentication-Results` (RFC 8601).
//!
//! Only the topmost header counts: what lies below may have been written by whoever sent the mail. What it says against the
//! mail counts whoever stamped it; what it says for it counts as verified only from the server that delivers to us, by its name.

use super::Headers;
use super::mime::Lexer;

/// Stands for the name of a server that signs its results with none, as Microsoft's do (RFC 8601, 2.2, asks for one).
pub const UNNAMED: &str = "-";

/// Most results and properties of a header, and most bytes of it that are read.
const MAX: (usize, usize, usize) = (100, 50, 32 << 10);

/// The results in one header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Authentication {
    /// Who checked, in lower case (`authserv-id`). Empty when the header does not tell, as Microsoft's do not.
    pub authserv_id: String,
    /// What was checked, in the header's order.
    pub results: Vec<MethodResult>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodResult {
    /// `spf`, `dkim`, `dmarc` …, in lower case.
    pub method: String,
    /// `pass`, `fail`, `none` …, in lower case.
    pub result: String,
    /// What it was about: (`header.from`, `example.com`), (`smtp.mailfrom`, `a@example.com`) …, names in lower case.
    pub properties: Vec<(String, String)>,
}

/// What the results say about the sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// `dmarc=fail`; or both `spf` and `dkim` fail and `dmarc` does not pass.
    Failed,
    /// The domain in `From` sent it: `dmarc=pass`; or, where there is no DMARC result, `dkim` or `spf` passes for that domain.
    Passed {
        /// Who says so.
        authserv_id: String,
    },
    /// Neither.
    None,
}

impl Authentication {
    /// The topmost header's results; None without one.
    pub fn of(headers: &Headers<'_>) -> Option<Self> {
        let line = headers.line("Authentication-Results")?;
        Some(Self::read(line.get(..line.floor_char_boundary(MAX.2)).unwrap_or_default()))
    }

    /// Reads a header's value. What cannot be read ends it.
    pub fn read(value: &str) -> Self {
        let mut lexer = Lexer::new(value);
        let mut found = Self::default();
        lexer.skip();
        let start = lexer;
        let name = word(&mut lexer, &[';', '=', '/']);
        lexer.skip();
        if lexer.eat('=') || lexer.eat('/') {
            // No name: the first result stands here.
            lexer = start;
        } else {
            found.authserv_id = name.to_ascii_lowercase();
            // A version may follow.
            lexer.until(&[';']);
            lexer.eat(';');
        }
        while !lexer.is_empty() && found.results.len() < MAX.0 {
            match MethodResult::read(&mut lexer) {
                Some(result) => found.results.push(result),
                None => skip_result(&mut lexer),
            }
        }
        found
    }

    /// What it says about a sender of `from_domain`, the domain in `From`.
    pub fn verdict(&self, from_domain: &str) -> Verdict {
        let passed = || Verdict::Passed { authserv_id: self.authserv_id.clone() };
        let any = |method: &str, result: &str| {
            self.results.iter().any(|one| one.method == method && one.result == result)
        };
        if any("dmarc", "fail") {
            return Verdict::Failed;
        }
        if self
            .results
            .iter()
            .any(|one| one.method == "dmarc" && one.result == "pass" && one.is_from(from_domain))
        {
            return passed();
        }
        let fails = |method: &str| (any(method, "fail") || any(method, "hardfail")) && !any(method, "pass");
        if fails("spf") && fails("dkim") {
            return Verdict::Failed;
        }
        let has_dmarc = self.results.iter().any(|one| one.method == "dmarc" && one.result != "none");
        let speaks = self.results.iter().any(|one| one.result == "pass" && one.speaks_for(from_domain));
        if speaks && !has_dmarc { passed() } else { Verdict::None }
    }
}

impl Verdict {
    /// Whether the sender is verified: it passed, and `own`, the name of the account's own server or [`UNNAMED`], says so. An
    /// empty name is nobody's.
    pub fn is_verified_by(&self, own: &str) -> bool {
        let Self::Passed { authserv_id } = self else { return false };
        match own.trim() {
            "" => false,
            UNNAMED => authserv_id.is_empty(),
            own => authserv_id.eq_ignore_ascii_case(own),
        }
    }
}

impl MethodResult {
    /// `method/version = result reason="…" property.name=value …`, to the next `;`.
    fn read(lexer: &mut Lexer<'_>) -> Option<Self> {
        lexer.skip();
        let method = lexer.token(&['=', '/', ';']).to_ascii_lowercase();
        lexer.skip();
        if lexer.eat('/') {
            lexer.skip();
            lexer.token(&['=', ';']);
            lexer.skip();
        }
        if method.is_empty() || !lexer.eat('=') {
            return None;
        }
        lexer.skip();
        let result = lexer.token(&[';']).to_ascii_lowercase();
        let mut properties = Vec::new();
        loop {
            lexer.skip();
            if lexer.is_empty() || lexer.eat(';') {
                return Some(Self { method, result, properties });
            }
            let name = lexer.token(&['=', ';']).to_ascii_lowercase();
            lexer.skip();
            if !lexer.eat('=') {
                // A word by itself, or a quote: it is passed over.
                if name.is_empty() && lexer.quoted().is_none() && !lexer.eat('(') {
                    lexer.skip_one();
                }
                continue;
            }
            lexer.skip();
            let value = word(lexer, &[';']);
            if properties.len() < MAX.1 && name != "reason" {
                properties.push((name, value));
            }
        }
    }

    /// The value of a property.
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Whether it is about mail from `domain`; when it does not tell, it is about the mail's own `From`.
    fn is_from(&self, domain: &str) -> bool {
        self.property("header.from").is_none_or(|from| domain_of(from).eq_ignore_ascii_case(domain))
    }

    /// Whether it passes for `domain`: by a signature or an envelope of that domain, or of one above it.
    fn speaks_for(&self, domain: &str) -> bool {
        let about = match self.method.as_str() {
            "dkim" => self.property("header.d").or_else(|| self.property("header.i")),
            "spf" => self.property("smtp.mailfrom").or_else(|| self.property("smtp.mail")),
            _ => None,
        };
        about.map(domain_of).is_some_and(|about| is_or_lies_under(domain, about))
    }
}

fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(_, domain)| domain).trim_end_matches(['.', '>'])
}

/// `mail.example.com` lies under `example.com`; nothing lies under a name without a dot.
fn is_or_lies_under(domain: &str, above: &str) -> bool {
    let (domain, above) = (domain.to_ascii_lowercase(), above.to_ascii_lowercase());
    let under = domain.strip_suffix(&above).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    under && above.contains('.')
}

/// A token or a quoted string.
fn word(lexer: &mut Lexer<'_>, ends: &[char]) -> String {
    lexer.quoted().unwrap_or_else(|| lexer.token(ends).to_owned())
}

fn skip_result(lexer: &mut Lexer<'_>) {
    lexer.until(&[';']);
    lexer.eat(';');
}

#[cfg(test)]
mod tests;
