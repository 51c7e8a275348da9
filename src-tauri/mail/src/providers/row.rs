//! The rows of `providers.json`.

use serde::Deserialize;

use super::{OAuth, Password, Provider, Server, Sureness, Username};
use crate::Security;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    name: String,
    #[serde(default)]
    is_pec: bool,
    domains: Vec<String>,
    #[serde(default)]
    mx: Vec<String>,
    imap: ServerRow,
    smtp: ServerRow,
    oauth: Option<OAuthRow>,
    password: PasswordRow,
    plus_addresses: Option<bool>,
    #[serde(default)]
    saves_sent: bool,
    #[serde(default)]
    unnamed_results: bool,
    help: Option<String>,
    sureness: SurenessRow,
    comment: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServerRow {
    host: String,
    port: u16,
    security: SecurityRow,
    username: UsernameRow,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OAuthRow {
    name: String,
    authorization: String,
    token: String,
    revocation: Option<String>,
    loopback: LoopbackRow,
    scopes: Vec<String>,
}

#[derive(Deserialize)]
enum LoopbackRow {
    #[serde(rename = "127.0.0.1")]
    Address,
    #[serde(rename = "localhost")]
    Name,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum SecurityRow {
    Tls,
    StartTls,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum UsernameRow {
    Address,
    LocalPart,
    Given,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PasswordRow {
    Own,
    AppWithTwoSteps,
    AppOnly,
    Never,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum SurenessRow {
    Published,
    Seen,
}

/// All rows.
pub(super) fn read(json: &str) -> Result<Vec<Provider>, serde_json::Error> {
    let rows: Vec<Row> = serde_json::from_str(json)?;
    Ok(rows.into_iter().map(Provider::from).collect())
}

impl From<Row> for Provider {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            domains: row.domains,
            mx: row.mx,
            is_pec: row.is_pec,
            imap: row.imap.into(),
            smtp: row.smtp.into(),
            oauth: row.oauth.map(OAuth::from),
            password: match row.password {
                PasswordRow::Own => Password::Own,
                PasswordRow::AppWithTwoSteps => Password::AppWithTwoSteps,
                PasswordRow::AppOnly => Password::AppOnly,
                PasswordRow::Never => Password::Never,
            },
            plus_addresses: row.plus_addresses,
            saves_sent: row.saves_sent,
            unnamed_results: row.unnamed_results,
            help: row.help,
            sureness: match row.sureness {
                SurenessRow::Published => Sureness::Published,
                SurenessRow::Seen => Sureness::Seen,
            },
            comment: row.comment,
        }
    }
}

impl From<OAuthRow> for OAuth {
    fn from(row: OAuthRow) -> Self {
        Self {
            name: row.name,
            authorization: row.authorization,
            token: row.token,
            revocation: row.revocation,
            loopback: match row.loopback {
                LoopbackRow::Address => "127.0.0.1".into(),
                LoopbackRow::Name => "localhost".into(),
            },
            scopes: row.scopes,
        }
    }
}

impl From<ServerRow> for Server {
    fn from(row: ServerRow) -> Self {
        Self {
            host: row.host,
            port: row.port,
            security: match row.security {
                SecurityRow::Tls => Security::Tls,
                SecurityRow::StartTls => Security::StartTls,
            },
            username: match row.username {
                UsernameRow::Address => Username::Address,
                UsernameRow::LocalPart => Username::LocalPart,
                UsernameRow::Given => Username::Given,
            },
        }
    }
}
