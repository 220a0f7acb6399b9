-- Which other servers may use the ledger: the same table as in SQLite's step, which says what each column means.
--
-- A key is found by its hash and belongs to no account. On a database that is distributed by account this table is kept whole on every
-- part of it.

CREATE TABLE server_api_keys (
    -- immutable
    id            UUID   NOT NULL CONSTRAINT server_api_keys_are_named_once PRIMARY KEY,
    name          TEXT   NOT NULL,
    created_at_us BIGINT NOT NULL,
    -- mutable
    key_sha256    BYTEA  NOT NULL CONSTRAINT server_api_keys_are_told_apart UNIQUE,
    revoked_at_us BIGINT
);
