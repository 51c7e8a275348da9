-- How the owner is told on the desktop. No row: told, with names, at any hour.
CREATE TABLE notices (
    office_id    TEXT    NOT NULL PRIMARY KEY REFERENCES office (office_id),
    enabled      INTEGER NOT NULL,
    hide_content INTEGER NOT NULL,
    quiet_from   TEXT    NOT NULL DEFAULT '', -- '22:00' in the office's zone; '' = no quiet hours
    quiet_to     TEXT    NOT NULL DEFAULT ''
) STRICT;
