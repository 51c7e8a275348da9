-- Copies of what was sent, for the folder for sent mail of the account's mailbox.

-- 1 = copies are saved there; servers that do so by themselves must not be helped.
ALTER TABLE mail_accounts ADD COLUMN save_sent INTEGER NOT NULL DEFAULT 0;

-- Mails that the server accepted and whose copy is not saved yet.
CREATE TABLE sent_copies (
    mail_id    TEXT    NOT NULL PRIMARY KEY REFERENCES mails (mail_id),
    account_id TEXT    NOT NULL REFERENCES mail_accounts (account_id) ON DELETE CASCADE,
    tries      INTEGER NOT NULL DEFAULT 0, -- passes that had it in hand
    bytes      BLOB    NOT NULL
) STRICT;
CREATE INDEX sent_copies_of_account ON sent_copies (account_id, mail_id);
