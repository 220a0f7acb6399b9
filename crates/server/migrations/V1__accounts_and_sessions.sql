-- Who may sign in, and who is signed in. Times are microseconds since 1970-01-01T00:00:00Z.

CREATE TABLE server_accounts (
    -- immutable
    account       BLOB    NOT NULL CONSTRAINT server_accounts_are_named_once PRIMARY KEY, -- UUIDv7, the ledger's account id
    created_at_us INTEGER NOT NULL,
    -- mutable
    email         TEXT    NOT NULL CONSTRAINT server_accounts_have_an_email_of_their_own UNIQUE, -- trimmed, lower case
    display_name  TEXT    NOT NULL,
    password_hash TEXT    NOT NULL -- argon2id, as a PHC string with its own salt and parameters
) STRICT, WITHOUT ROWID;

CREATE TABLE server_sessions (
    -- immutable
    token_sha256  BLOB    NOT NULL CONSTRAINT server_sessions_are_named_once PRIMARY KEY, -- the token itself is kept by the browser alone
    account       BLOB    NOT NULL CONSTRAINT server_sessions_belong_to_an_account REFERENCES server_accounts (account) ON DELETE CASCADE,
    created_at_us INTEGER NOT NULL,
    -- mutable
    expires_at_us INTEGER NOT NULL -- moves on while the session is used
) STRICT, WITHOUT ROWID;

CREATE INDEX server_sessions_by_expiry ON server_sessions (expires_at_us);
CREATE INDEX server_sessions_by_account ON server_sessions (account);
