-- Credits that came in together. A lot is named by the version of its deposit's entry.
CREATE TABLE lots (
    -- immutable
    account    UUID   NOT NULL,
    lot        BIGINT NOT NULL,
    source     TEXT   NOT NULL COLLATE "C", -- where the credits came from
    amount     BIGINT NOT NULL, -- how many came in
    expires_at BIGINT,          -- when what is left goes out; NULL for never
    -- mutable
    remaining  BIGINT NOT NULL, -- how many are left to be spent; may be more than came in, as SQLite's step says
    reversed   BIGINT NOT NULL, -- how many went back out because the purchase was refunded or disputed
    -- what the indexes ask, so that most changes of what is left leave them alone, and the row in its page
    is_open    BOOLEAN NOT NULL GENERATED ALWAYS AS (remaining > 0) STORED,
    CONSTRAINT lots_lot_once            PRIMARY KEY (account, lot),
    CONSTRAINT lots_source_known        CHECK (source IN ('pack', 'plan', 'grant')),
    CONSTRAINT lots_amount_not_negative CHECK (amount >= 0),
    CONSTRAINT lots_remaining_not_negative CHECK (remaining >= 0),
    CONSTRAINT lots_reversed_within     CHECK (reversed BETWEEN 0 AND amount)
) WITH (fillfactor = 80); -- room beside each row for its next version

-- What a command reads: the lots that have something left.
CREATE INDEX lots_open ON lots (account, lot) WHERE is_open;

-- What the sweep reads: lots with something left, by the moment at which that goes out.
CREATE INDEX lots_open_by_expiry ON lots (expires_at, account, lot) WHERE is_open AND expires_at IS NOT NULL;
