-- The ledger: who has how many credits, and every line that says why.
--
-- Everywhere: an account, a hold is a UUID of 16 bytes; a moment is in microseconds since 1970-01-01T00:00:00Z; an amount is in whole
-- credits. Every key begins with the account. Words are those of the code; a word that is not listed here was never written.

-- What each account has now: the sum of its entries, kept so that it need not be added up. An account without entries has no row.
CREATE TABLE balances (
    -- immutable
    account   BLOB    NOT NULL,
    -- moved by every entry, in the same transaction
    available INTEGER NOT NULL, -- can be spent now
    held      INTEGER NOT NULL, -- set aside by active holds
    version   INTEGER NOT NULL, -- how many entries there are
    CONSTRAINT balances_account_once      PRIMARY KEY (account),
    CONSTRAINT balances_account_is_uuid   CHECK (length(account) = 16),
    CONSTRAINT balances_held_not_negative CHECK (held >= 0),
    CONSTRAINT balances_version_positive  CHECK (version >= 1)
) STRICT, WITHOUT ROWID;

-- The lines. Never changed, never deleted.
CREATE TABLE entries (
    -- immutable: which line
    account         BLOB    NOT NULL,
    version         INTEGER NOT NULL, -- 1 for the account's first line, then without gaps
    -- immutable: what happened
    at              INTEGER NOT NULL, -- when it was decided
    kind            TEXT    NOT NULL,
    available_delta INTEGER NOT NULL,
    held_delta      INTEGER NOT NULL,
    hold            BLOB,             -- which hold was made or ended; NULL for deposits
    source          TEXT,             -- where credits came from; NULL for all but deposits
    note            TEXT    NOT NULL, -- why, in words
    -- immutable: the balance right after this line, which is also what was answered
    available       INTEGER NOT NULL,
    held            INTEGER NOT NULL,
    CONSTRAINT entries_version_once             PRIMARY KEY (account, version),
    CONSTRAINT entries_account_is_uuid          CHECK (length(account) = 16),
    CONSTRAINT entries_version_positive         CHECK (version >= 1),
    CONSTRAINT entries_kind_known               CHECK (kind IN ('deposit', 'hold', 'settle', 'release', 'expire')),
    CONSTRAINT entries_hold_unless_deposit      CHECK ((hold IS NULL) = (kind = 'deposit')),
    CONSTRAINT entries_hold_is_uuid             CHECK (hold IS NULL OR length(hold) = 16),
    CONSTRAINT entries_source_only_for_deposits CHECK ((source IS NOT NULL) = (kind = 'deposit')),
    CONSTRAINT entries_source_known             CHECK (source IS NULL OR source IN ('pack', 'plan', 'grant')),
    CONSTRAINT entries_held_not_negative        CHECK (held >= 0)
) STRICT, WITHOUT ROWID;

-- Credits set aside for one operation each.
CREATE TABLE holds (
    -- immutable
    account    BLOB    NOT NULL,
    hold       BLOB    NOT NULL,
    amount     INTEGER NOT NULL,
    operation  TEXT    NOT NULL, -- what for, in words
    -- mutable while active
    expires_at INTEGER NOT NULL, -- when it returns by itself; only ever moved to a later moment
    state      TEXT    NOT NULL,
    -- written once, at the end
    ended_at   INTEGER,          -- NULL while active
    spent      INTEGER,          -- how many of the credits were spent; NULL unless settled
    CONSTRAINT holds_id_once               PRIMARY KEY (account, hold),
    CONSTRAINT holds_account_is_uuid       CHECK (length(account) = 16),
    CONSTRAINT holds_hold_is_uuid          CHECK (length(hold) = 16),
    CONSTRAINT holds_amount_not_negative   CHECK (amount >= 0),
    CONSTRAINT holds_state_known           CHECK (state IN ('active', 'settled', 'released', 'expired')),
    CONSTRAINT holds_ended_unless_active   CHECK ((ended_at IS NULL) = (state = 'active')),
    CONSTRAINT holds_spent_only_if_settled CHECK ((spent IS NOT NULL) = (state = 'settled')),
    CONSTRAINT holds_spent_within_amount   CHECK (spent IS NULL OR spent BETWEEN 0 AND amount)
) STRICT, WITHOUT ROWID;

-- What the sweep reads: active holds by the moment at which they return.
CREATE INDEX holds_active_by_expiry ON holds (expires_at, account, hold) WHERE state = 'active';

-- What each idempotency key was used for, for ever. The answer is the entry that the request wrote.
CREATE TABLE keys (
    -- immutable
    account     BLOB    NOT NULL,
    key         TEXT    NOT NULL,
    fingerprint BLOB    NOT NULL, -- of what was asked: the first 16 bytes of a SHA-256
    version     INTEGER NOT NULL, -- the entry that was written then
    CONSTRAINT keys_key_once              PRIMARY KEY (account, key),
    CONSTRAINT keys_account_is_uuid       CHECK (length(account) = 16),
    CONSTRAINT keys_key_length            CHECK (length(key) BETWEEN 1 AND 255),
    CONSTRAINT keys_fingerprint_length    CHECK (length(fingerprint) = 16),
    CONSTRAINT keys_version_positive      CHECK (version >= 1)
) STRICT, WITHOUT ROWID;

-- The moment of the last batch: one row. No later batch is given an earlier moment, not even after a restart with a clock set back.
CREATE TABLE last_batch (
    -- always 1
    only_row INTEGER NOT NULL,
    -- mutable
    at       INTEGER NOT NULL,
    CONSTRAINT last_batch_once     PRIMARY KEY (only_row),
    CONSTRAINT last_batch_only_row CHECK (only_row = 1)
) STRICT, WITHOUT ROWID;
