-- Signing in to mail servers without a password (OAuth 2).

-- What a provider gave for an account. Its tokens are in place of the passwords of both servers.
CREATE TABLE mail_grants (
    account_id    TEXT    NOT NULL PRIMARY KEY REFERENCES mail_accounts (account_id) ON DELETE CASCADE,
    name          TEXT    NOT NULL,            -- whose account it is to people: Google
    authorization TEXT    NOT NULL,            -- the page where the person agrees
    token         TEXT    NOT NULL,            -- where tokens are fetched and renewed
    revocation    TEXT    NOT NULL DEFAULT '', -- where the grant is given back; '' = nowhere
    loopback      TEXT    NOT NULL,            -- 127.0.0.1 or localhost
    scopes        TEXT    NOT NULL,            -- with spaces between
    client_id     TEXT    NOT NULL,
    client_secret TEXT    NOT NULL DEFAULT '', -- '' = none
    ca_file       TEXT    NOT NULL DEFAULT '',
    hosts         TEXT    NOT NULL,            -- mail servers that may have the token, with spaces between
    address       TEXT    NOT NULL,            -- whose mailbox: the user name
    access_token  TEXT    NOT NULL,
    refresh_token TEXT    NOT NULL,
    expires_at    INTEGER,                     -- NULL = the provider does not say
    refused       TEXT    NOT NULL DEFAULT '', -- why the provider takes the refresh token no more; '' = it does
    granted_at    INTEGER NOT NULL
) STRICT;

-- The client ids that the owner set, by the place where tokens are fetched.
CREATE TABLE oauth_clients (
    token         TEXT    NOT NULL PRIMARY KEY,
    client_id     TEXT    NOT NULL,
    client_secret TEXT    NOT NULL DEFAULT ''  -- '' = none
) STRICT;
