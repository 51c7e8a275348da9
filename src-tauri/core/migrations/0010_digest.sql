-- The owner's morning mail: what came, what waits, what goes out today.

-- No row: the owner gets none.
CREATE TABLE digest (
    office_id TEXT    NOT NULL PRIMARY KEY REFERENCES office (office_id),
    enabled   INTEGER NOT NULL,
    at        TEXT    NOT NULL              -- '07:30' in the office's zone
) STRICT;

-- At most one a civil day, also of a day on which there was nothing to say.
CREATE TABLE digests (
    day             TEXT    NOT NULL PRIMARY KEY, -- civil day in the office's zone, '2026-04-22'
    state           TEXT    NOT NULL,             -- queued | sending | accepted | failed | withdrawn | uncertain
    address         TEXT    NOT NULL,             -- where it went, or goes
    message_id      TEXT    NOT NULL UNIQUE,      -- RFC 5322 Message-ID with its brackets, kept for every attempt
    attempts        INTEGER NOT NULL DEFAULT 0,
    uncertain       INTEGER NOT NULL DEFAULT 0,   -- attempts whose answer was lost
    last_error      TEXT    NOT NULL DEFAULT '',
    next_attempt_at INTEGER,                      -- NULL = none will be made by itself
    created_at      INTEGER NOT NULL,
    accepted_at     INTEGER                       -- NULL = not accepted
) STRICT;
