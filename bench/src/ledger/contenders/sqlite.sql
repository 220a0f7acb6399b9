-- The same tables as for PostgreSQL, each clustered by its key.
CREATE TABLE accounts (
    account   INTEGER PRIMARY KEY,
    available INTEGER NOT NULL CHECK (available >= 0),
    held      INTEGER NOT NULL CHECK (held >= 0),
    version   INTEGER NOT NULL
) STRICT;

CREATE TABLE entries (
    account         INTEGER NOT NULL,
    version         INTEGER NOT NULL,
    at              INTEGER NOT NULL,
    kind            TEXT    NOT NULL,
    available_delta INTEGER NOT NULL,
    held_delta      INTEGER NOT NULL,
    hold            BLOB,
    key             TEXT    NOT NULL,
    PRIMARY KEY (account, version)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX entries_key ON entries (account, key);

CREATE TABLE holds (
    account    INTEGER NOT NULL,
    hold       BLOB    NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount >= 0),
    operation  TEXT    NOT NULL,
    expires_at INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    PRIMARY KEY (account, hold)
) STRICT, WITHOUT ROWID;
