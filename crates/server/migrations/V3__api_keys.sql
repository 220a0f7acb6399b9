-- Which other servers may use the ledger. Times are microseconds since 1970-01-01T00:00:00Z.

CREATE TABLE server_api_keys (
    -- immutable
    id            BLOB    NOT NULL CONSTRAINT server_api_keys_are_named_once PRIMARY KEY, -- UUIDv7, by which an operator speaks of it
    name          TEXT    NOT NULL, -- whose it is, for people
    created_at_us INTEGER NOT NULL,
    -- mutable
    key_sha256    BLOB    NOT NULL CONSTRAINT server_api_keys_are_told_apart UNIQUE, -- the key itself is kept by its user alone
    revoked_at_us INTEGER          -- absent while it is valid
) STRICT, WITHOUT ROWID;
