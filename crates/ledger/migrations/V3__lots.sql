-- Lots: credits that came in together, with an optional expiry; and a chain over the entries of an account.
--
-- The tables are made anew, because what they may hold has changed. `entry_chain` is a function of the program's: the hash of the link
-- before and of an entry.

-- Credits that came in together. A lot is named by the version of its deposit's entry.
CREATE TABLE lots (
    -- immutable
    account    BLOB    NOT NULL,
    lot        INTEGER NOT NULL,
    source     TEXT    NOT NULL, -- where the credits came from
    amount     INTEGER NOT NULL, -- how many came in
    expires_at INTEGER,          -- when what is left goes out; NULL for never
    -- mutable
    remaining  INTEGER NOT NULL, -- how many are left to be spent; more than came in when a reversal took others for some that were on hold,
                                 -- and was taken back before they returned
    reversed   INTEGER NOT NULL, -- how many went back out because the purchase was refunded or disputed
    is_open    INTEGER NOT NULL, -- 1 while something is left: what the indexes ask, so that most changes of what is left leave them alone
    CONSTRAINT lots_lot_once             PRIMARY KEY (account, lot),
    CONSTRAINT lots_account_is_uuid      CHECK (length(account) = 16),
    CONSTRAINT lots_source_known         CHECK (source IN ('pack', 'plan', 'grant')),
    CONSTRAINT lots_amount_not_negative  CHECK (amount >= 0),
    CONSTRAINT lots_remaining_not_negative CHECK (remaining >= 0),
    CONSTRAINT lots_reversed_within      CHECK (reversed BETWEEN 0 AND amount),
    CONSTRAINT lots_open_while_some_left CHECK (is_open = (remaining > 0))
) STRICT, WITHOUT ROWID;

-- What a command reads: the lots that have something left.
CREATE INDEX lots_open ON lots (account, lot) WHERE is_open = 1;

-- What the sweep reads: lots with something left, by the moment at which that goes out.
CREATE INDEX lots_open_by_expiry ON lots (expires_at, account, lot) WHERE is_open = 1 AND expires_at IS NOT NULL;

-- Until now the oldest credits are taken for spent, the next for held, and the youngest for left.
INSERT INTO lots (account, lot, source, amount, expires_at, remaining, reversed, is_open)
SELECT account, version, source, available_delta, NULL,
       max(0, min(available_delta, balance - newer)), 0, min(available_delta, balance - newer) > 0
FROM (
    SELECT e.account, e.version, e.source, e.available_delta, b.available AS balance,
           sum(e.available_delta) OVER (PARTITION BY e.account ORDER BY e.version DESC) - e.available_delta AS newer
    FROM entries e JOIN balances b ON b.account = e.account
    WHERE e.kind = 'deposit'
);

CREATE TABLE new_entries (
    -- immutable: which line
    account         BLOB    NOT NULL,
    version         INTEGER NOT NULL, -- 1 for the account's first line, then without gaps
    -- immutable: what happened
    at              INTEGER NOT NULL, -- when it was decided
    kind            TEXT    NOT NULL,
    available_delta INTEGER NOT NULL,
    held_delta      INTEGER NOT NULL,
    hold            BLOB,             -- which hold was made or ended
    lot             INTEGER,          -- which lot began, lapsed, or was reversed
    source          TEXT,             -- where credits came from; NULL for all but deposits
    note            TEXT    NOT NULL, -- why, in words
    -- immutable: the balance right after this line
    available       INTEGER NOT NULL, -- below zero is what is owed after a reversal
    held            INTEGER NOT NULL,
    -- immutable: the hash of the line before and this one
    chain           BLOB    NOT NULL,
    CONSTRAINT entries_version_once             PRIMARY KEY (account, version),
    CONSTRAINT entries_account_is_uuid          CHECK (length(account) = 16),
    CONSTRAINT entries_version_positive         CHECK (version >= 1),
    CONSTRAINT entries_kind_known               CHECK (
        kind IN ('deposit', 'hold', 'settle', 'release', 'expire', 'lapse', 'reverse', 'reinstate')),
    CONSTRAINT entries_hold_or_lot              CHECK (
        (lot IS NOT NULL) = (kind IN ('deposit', 'lapse', 'reverse', 'reinstate')) AND (hold IS NULL) = (lot IS NOT NULL)),
    CONSTRAINT entries_hold_is_uuid             CHECK (hold IS NULL OR length(hold) = 16),
    CONSTRAINT entries_source_only_for_deposits CHECK ((source IS NOT NULL) = (kind = 'deposit')),
    CONSTRAINT entries_source_known             CHECK (source IS NULL OR source IN ('pack', 'plan', 'grant')),
    CONSTRAINT entries_held_not_negative        CHECK (held >= 0),
    CONSTRAINT entries_chain_length             CHECK (length(chain) = 16)
) STRICT, WITHOUT ROWID;

WITH RECURSIVE
    old AS (
        SELECT account, version, at, kind, available_delta, held_delta, hold,
               CASE kind WHEN 'deposit' THEN version END AS lot, source, note, available, held
        FROM entries),
    walk AS (
        SELECT *, entry_chain(zeroblob(16), account, version, at, kind, available_delta, held_delta, hold, lot, source, note) AS chain
        FROM old WHERE version = 1
        UNION ALL
        SELECT next.*, entry_chain(walk.chain, next.account, next.version, next.at, next.kind, next.available_delta, next.held_delta,
                                   next.hold, next.lot, next.source, next.note)
        FROM walk JOIN old AS next ON next.account = walk.account AND next.version = walk.version + 1)
INSERT INTO new_entries SELECT * FROM walk;

CREATE TABLE new_balances (
    -- immutable
    account   BLOB    NOT NULL,
    -- moved by every entry, in the same transaction
    available INTEGER NOT NULL, -- can be spent now; below zero is what is owed after a reversal
    held      INTEGER NOT NULL, -- set aside by active holds
    version   INTEGER NOT NULL, -- how many entries there are
    chain     BLOB    NOT NULL, -- that of the newest entry
    CONSTRAINT balances_account_once      PRIMARY KEY (account),
    CONSTRAINT balances_account_is_uuid   CHECK (length(account) = 16),
    CONSTRAINT balances_held_not_negative CHECK (held >= 0),
    CONSTRAINT balances_version_positive  CHECK (version >= 1),
    CONSTRAINT balances_chain_length      CHECK (length(chain) = 16)
) STRICT, WITHOUT ROWID;

INSERT INTO new_balances (account, available, held, version, chain)
SELECT b.account, b.available, b.held, b.version, e.chain
FROM balances b JOIN new_entries e ON e.account = b.account AND e.version = b.version;

CREATE TABLE new_holds (
    -- immutable
    account    BLOB    NOT NULL,
    hold       BLOB    NOT NULL,
    amount     INTEGER NOT NULL,
    operation  TEXT    NOT NULL, -- what for, in words
    -- mutable while active
    expires_at INTEGER NOT NULL, -- when it returns by itself; only ever moved to a later moment
    state      TEXT    NOT NULL,
    -- from which lots, in the order in which they were taken: set aside while active, spent once settled, nothing once returned.
    -- `lot:amount` or `lot:amount@expires_at`, with commas between
    parts      TEXT    NOT NULL,
    -- written at the end
    ended_at   INTEGER,          -- NULL while active
    spent      INTEGER,          -- how many of the credits were spent; NULL unless settled
    expired_at INTEGER,          -- when it had expired, if it was settled after that
    CONSTRAINT holds_id_once               PRIMARY KEY (account, hold),
    CONSTRAINT holds_account_is_uuid       CHECK (length(account) = 16),
    CONSTRAINT holds_hold_is_uuid          CHECK (length(hold) = 16),
    CONSTRAINT holds_amount_not_negative   CHECK (amount >= 0),
    CONSTRAINT holds_state_known           CHECK (state IN ('active', 'settled', 'released', 'expired')),
    CONSTRAINT holds_ended_unless_active   CHECK ((ended_at IS NULL) = (state = 'active')),
    CONSTRAINT holds_spent_only_if_settled CHECK ((spent IS NOT NULL) = (state = 'settled')),
    CONSTRAINT holds_spent_within_amount   CHECK (spent IS NULL OR spent BETWEEN 0 AND amount),
    CONSTRAINT holds_late_only_if_settled  CHECK (expired_at IS NULL OR state = 'settled')
) STRICT, WITHOUT ROWID;

-- Each active hold covers a stretch of its account's credits in the order of their coming in, and so does each lot: a hold has parts of
-- the lots that it overlaps. What was settled before is taken for spent, from which lots is not known.
WITH
    lot_stretches AS (
        SELECT account, version AS lot, sum(available_delta) OVER (PARTITION BY account ORDER BY version) AS last, available_delta AS amount
        FROM entries WHERE kind = 'deposit'),
    totals AS (
        SELECT account, max(last) AS last FROM lot_stretches GROUP BY account),
    hold_stretches AS (
        SELECT h.account, h.hold, h.amount,
               t.last - b.available - b.held + sum(h.amount) OVER (PARTITION BY h.account ORDER BY h.hold) AS last
        FROM holds h JOIN balances b ON b.account = h.account JOIN totals t ON t.account = h.account
        WHERE h.state = 'active'),
    overlaps AS (
        SELECT h.account, h.hold, l.lot, min(h.last, l.last) - max(h.last - h.amount, l.last - l.amount) AS amount
        FROM hold_stretches h JOIN lot_stretches l ON l.account = h.account
        WHERE min(h.last, l.last) > max(h.last - h.amount, l.last - l.amount)),
    parts AS (
        SELECT account, hold, group_concat(lot || ':' || amount, ',' ORDER BY lot) AS parts FROM overlaps GROUP BY account, hold)
INSERT INTO new_holds (account, hold, amount, operation, expires_at, state, parts, ended_at, spent, expired_at)
SELECT h.account, h.hold, h.amount, h.operation, h.expires_at, h.state, coalesce(p.parts, ''), h.ended_at, h.spent, NULL
FROM holds h LEFT JOIN parts p ON p.account = h.account AND p.hold = h.hold;

DROP TABLE entries;
ALTER TABLE new_entries RENAME TO entries;
DROP TABLE balances;
ALTER TABLE new_balances RENAME TO balances;
DROP TABLE holds;
ALTER TABLE new_holds RENAME TO holds;

CREATE INDEX holds_active_by_expiry ON holds (expires_at, account, hold) WHERE state = 'active';

-- What lapsed in the decision of a key has entries of its own behind the one that the key names; the balance of the answer is that after
-- the last of them.
ALTER TABLE keys ADD COLUMN last_version INTEGER CHECK (last_version IS NULL OR last_version > version);
