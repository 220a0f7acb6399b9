-- Who may sign in, and who is signed in: the same tables as in SQLite's step, which says what each column means.
--
-- A session is found by its token and a person by their address, before anybody knows which account that is. On a database that is
-- distributed by account these two tables are kept whole on every part of it.

CREATE TABLE server_accounts (
    -- immutable
    account       UUID   NOT NULL CONSTRAINT server_accounts_are_named_once PRIMARY KEY,
    created_at_us BIGINT NOT NULL,
    -- mutable
    email         TEXT   NOT NULL COLLATE "C" CONSTRAINT server_accounts_have_an_email_of_their_own UNIQUE,
    display_name  TEXT   NOT NULL,
    password_hash TEXT   NOT NULL
);

CREATE TABLE server_sessions (
    -- immutable
    token_sha256  BYTEA  NOT NULL CONSTRAINT server_sessions_are_named_once PRIMARY KEY,
    account       UUID   NOT NULL CONSTRAINT server_sessions_belong_to_an_account REFERENCES server_accounts (account) ON DELETE CASCADE,
    created_at_us BIGINT NOT NULL,
    -- mutable
    expires_at_us BIGINT NOT NULL
);

CREATE INDEX server_sessions_by_expiry ON server_sessions (expires_at_us);
CREATE INDEX server_sessions_by_account ON server_sessions (account);
