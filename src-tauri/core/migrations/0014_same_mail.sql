-- What stays the same of a mail that comes to several mailboxes: SHA-256 of its sender, its Message-ID and what stands below its headers;
-- NULL = it has no Message-ID, or is not whole.
ALTER TABLE received ADD COLUMN same BLOB;
CREATE UNIQUE INDEX received_by_same ON received (same) WHERE same IS NOT NULL;
