-- What the gateways of certified mail (PEC, RFC 6109) told about mails of ours. Each receipt lies whole in received_bytes.
CREATE TABLE evidence (
    evidence_id TEXT    NOT NULL PRIMARY KEY,
    mail_id     TEXT    NOT NULL REFERENCES mails (mail_id),
    received_id TEXT    NOT NULL UNIQUE REFERENCES received (received_id),
    kind        TEXT    NOT NULL,              -- accepted | not_accepted | taken_in_charge | delivered | not_delivered | not_yet_delivered | virus
    at          INTEGER,                       -- when it happened, by the gateway's clock; NULL = it does not tell
    recipient   TEXT    NOT NULL DEFAULT '',   -- whom it is about; '' = it does not tell
    reason      TEXT    NOT NULL DEFAULT '',   -- what went wrong, in the gateway's words
    why_not     TEXT,                          -- why it is not verified, a stable code; NULL = it is
    signer      TEXT    NOT NULL DEFAULT '',   -- as the certificate says
    issuer      TEXT    NOT NULL DEFAULT '',
    taken_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_of_mail ON evidence (mail_id, taken_at);
