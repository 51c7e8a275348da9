-- Several mail accounts: each with the server that its mail leaves by and the one that its replies come to.

CREATE TABLE mail_accounts (
    account_id TEXT    NOT NULL PRIMARY KEY, -- that of its rows in sending_account and receiving_account
    label      TEXT    NOT NULL DEFAULT '',  -- '' = it is named by its address
    is_default INTEGER NOT NULL,             -- 1 = of every client that has none of its own
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX mail_accounts_default ON mail_accounts (is_default) WHERE is_default = 1;

-- What was the one account, or two halves of it under two ids.
INSERT INTO mail_accounts (account_id, is_default, created_at)
    SELECT account_id, 1, changed_at FROM sending_account LIMIT 1;
INSERT INTO mail_accounts (account_id, is_default, created_at)
    SELECT account_id, 1, set_at FROM receiving_account WHERE NOT EXISTS (SELECT 1 FROM mail_accounts) LIMIT 1;
PRAGMA defer_foreign_keys = ON;
UPDATE receiving_account SET account_id = (SELECT account_id FROM mail_accounts);
UPDATE intake_cursor SET account_id = (SELECT account_id FROM mail_accounts);

-- The account that a client is written from; NULL = the default one.
ALTER TABLE clients ADD COLUMN account_id TEXT REFERENCES mail_accounts (account_id) ON DELETE SET NULL;
CREATE INDEX clients_of_account ON clients (account_id) WHERE account_id IS NOT NULL;
