-- The ledger: who has how many credits, and every line that says why.
--
-- The same tables as in SQLite's steps, which say what each column means; here is what differs. A moment is in microseconds since
-- 1970-01-01T00:00:00Z; an amount is in whole credits. Every primary key begins with the account, so that the tables can be distributed
-- by it. Words are compared by their bytes.

-- What each account has now. Here this row is also the lock of its account: whoever changes anything of an account locks it first. That
-- is why an account without entries may have a row, of version 0.
CREATE TABLE balances (
    -- immutable
    account   UUID   NOT NULL,
    -- moved by every entry, in the same transaction
    available BIGINT NOT NULL, -- can be spent now; below zero is what is owed after a reversal
    held      BIGINT NOT NULL, -- set aside by active holds
    version   BIGINT NOT NULL, -- how many entries there are
    chain     BYTEA  NOT NULL, -- that of the newest entry
    at        BIGINT NOT NULL, -- the moment of the newest entry: no later one is earlier, whichever process writes it
    CONSTRAINT balances_account_once         PRIMARY KEY (account),
    CONSTRAINT balances_held_not_negative    CHECK (held >= 0),
    CONSTRAINT balances_version_not_negative CHECK (version >= 0),
    CONSTRAINT balances_chain_length         CHECK (octet_length(chain) = 16)
) WITH (fillfactor = 70); -- room beside each row for its next version

-- The lines. Never changed, never deleted.
CREATE TABLE entries (
    -- immutable: which line
    account         UUID   NOT NULL,
    version         BIGINT NOT NULL, -- 1 for the account's first line, then without gaps
    -- immutable: what happened
    at              BIGINT NOT NULL, -- when it was decided
    kind            TEXT   NOT NULL COLLATE "C",
    available_delta BIGINT NOT NULL,
    held_delta      BIGINT NOT NULL,
    hold            UUID,            -- which hold was made or ended
    lot             BIGINT,          -- which lot began, lapsed, or was reversed
    source          TEXT   COLLATE "C",
    note            TEXT   NOT NULL, -- why, in words
    -- immutable: the balance right after this line
    available       BIGINT NOT NULL,
    held            BIGINT NOT NULL,
    -- immutable: the hash of the line before and this one
    chain           BYTEA  NOT NULL,
    CONSTRAINT entries_version_once             PRIMARY KEY (account, version),
    CONSTRAINT entries_version_positive         CHECK (version >= 1),
    CONSTRAINT entries_kind_known               CHECK (
        kind IN ('deposit', 'hold', 'settle', 'release', 'expire', 'lapse', 'reverse', 'reinstate')),
    CONSTRAINT entries_hold_or_lot              CHECK (
        (lot IS NOT NULL) = (kind IN ('deposit', 'lapse', 'reverse', 'reinstate')) AND (hold IS NULL) = (lot IS NOT NULL)),
    CONSTRAINT entries_source_only_for_deposits CHECK ((source IS NOT NULL) = (kind = 'deposit')),
    CONSTRAINT entries_source_known             CHECK (source IS NULL OR source IN ('pack', 'plan', 'grant')),
    CONSTRAINT entries_held_not_negative        CHECK (held >= 0),
    CONSTRAINT entries_chain_length             CHECK (octet_length(chain) = 16)
);

-- Credits set aside for one operation each.
CREATE TABLE holds (
    -- immutable
    account    UUID   NOT NULL,
    hold       UUID   NOT NULL,
    amount     BIGINT NOT NULL,
    operation  TEXT   NOT NULL, -- what for, in words
    -- mutable while active
    expires_at BIGINT NOT NULL, -- when it returns by itself; only ever moved to a later moment
    state      TEXT   NOT NULL COLLATE "C",
    -- from which lots, in the order in which they were taken: `lot:amount` or `lot:amount@expires_at`, with commas between
    parts      TEXT   NOT NULL,
    -- written at the end
    ended_at   BIGINT,          -- NULL while active
    spent      BIGINT,          -- how many of the credits were spent; NULL unless settled
    expired_at BIGINT,          -- when it had expired, if it was settled after that
    CONSTRAINT holds_id_once               PRIMARY KEY (account, hold),
    CONSTRAINT holds_amount_not_negative   CHECK (amount >= 0),
    CONSTRAINT holds_state_known           CHECK (state IN ('active', 'settled', 'released', 'expired')),
    CONSTRAINT holds_ended_unless_active   CHECK ((ended_at IS NULL) = (state = 'active')),
    CONSTRAINT holds_spent_only_if_settled CHECK ((spent IS NOT NULL) = (state = 'settled')),
    CONSTRAINT holds_spent_within_amount   CHECK (spent IS NULL OR spent BETWEEN 0 AND amount),
    CONSTRAINT holds_late_only_if_settled  CHECK (expired_at IS NULL OR state = 'settled')
);

-- What the sweep reads: active holds by the moment at which they return.
CREATE INDEX holds_active_by_expiry ON holds (expires_at, account, hold) WHERE state = 'active';

-- What each idempotency key was used for, for ever. The answer is the entry that the request wrote.
CREATE TABLE keys (
    -- immutable
    account      UUID   NOT NULL,
    key          TEXT   NOT NULL COLLATE "C",
    fingerprint  BYTEA  NOT NULL, -- of what was asked: the first 16 bytes of a SHA-256
    version      BIGINT NOT NULL, -- the entry that was written then
    last_version BIGINT,          -- the last entry of that decision, if lots lapsed in it
    CONSTRAINT keys_key_once           PRIMARY KEY (account, key),
    CONSTRAINT keys_key_length         CHECK (char_length(key) BETWEEN 1 AND 255),
    CONSTRAINT keys_fingerprint_length CHECK (octet_length(fingerprint) = 16),
    CONSTRAINT keys_version_positive   CHECK (version >= 1),
    CONSTRAINT keys_last_is_later      CHECK (last_version IS NULL OR last_version > version)
);

-- About when the last batch was: one row, for the ledger's own time after a restart. That no entry is earlier than the one before it is
-- seen to by the accounts' rows.
CREATE TABLE last_batch (
    -- always 1
    only_row INTEGER NOT NULL,
    -- mutable
    at       BIGINT  NOT NULL,
    CONSTRAINT last_batch_once     PRIMARY KEY (only_row),
    CONSTRAINT last_batch_only_row CHECK (only_row = 1)
);
INSERT INTO last_batch (only_row, at) VALUES (1, -9223372036854775808);
