-- The test checkout's own memory, as a payment gateway would have it. No money moves.
CREATE TABLE billing_test_sessions (
    -- Immutable: what was asked for.
    id TEXT COLLATE "C" NOT NULL,                   -- cs_test_ and 192 random bits
    idempotency_key TEXT COLLATE "C" NOT NULL,      -- the same key is the same session
    checkout UUID NOT NULL,             -- UUID; the order that the session belongs to
    account UUID NOT NULL,              -- UUID; only this account may see or pay it
    price_id TEXT COLLATE "C" NOT NULL,
    quantity BIGINT NOT NULL,
    product_kind TEXT COLLATE "C" NOT NULL,         -- pack, plan
    product_name TEXT NOT NULL,
    credits BIGINT NOT NULL, -- for the whole quantity; shown, never deposited from here
    amount_minor BIGINT NOT NULL, -- for the whole quantity
    currency TEXT COLLATE "C" NOT NULL,
    done_url TEXT NOT NULL,             -- where the browser goes after paying
    back_url TEXT NOT NULL,             -- where the browser goes after cancelling
    created_at_us BIGINT NOT NULL, -- microseconds since 1970
    expires_at_us BIGINT NOT NULL, -- an unpaid session is over from this moment on

    -- Mutable.
    state TEXT COLLATE "C" NOT NULL,                -- open -> declined -> paid; expiry is read from the clock
    paid_at_us BIGINT, -- NULL until paid
    invoice TEXT COLLATE "C",                       -- the plan's first invoice; NULL until paid, and for packs
    subscription TEXT COLLATE "C",                  -- NULL until paid, and for packs

    CONSTRAINT billing_test_sessions_pk PRIMARY KEY (id),
    CONSTRAINT billing_test_sessions_key_unique UNIQUE (idempotency_key),
    CONSTRAINT billing_test_sessions_product_kind CHECK (product_kind IN ('pack', 'plan')),
    CONSTRAINT billing_test_sessions_state CHECK (
        CASE state
            WHEN 'open' THEN paid_at_us IS NULL AND coalesce(invoice, subscription) IS NULL
            WHEN 'declined' THEN paid_at_us IS NULL AND coalesce(invoice, subscription) IS NULL
            WHEN 'paid' THEN paid_at_us IS NOT NULL
                AND (product_kind = 'plan') = (invoice IS NOT NULL)
                AND (product_kind = 'plan') = (subscription IS NOT NULL)
            ELSE false
        END
    )
);

CREATE TABLE billing_test_subscriptions (
    id TEXT COLLATE "C" NOT NULL,                   -- sub_test_ and 192 random bits
    session TEXT COLLATE "C" NOT NULL,              -- the session that bought it, and with it owner, name and price
    account UUID NOT NULL,              -- UUID
    started_at_us BIGINT NOT NULL,
    period_ends_at_us BIGINT NOT NULL, -- one month later; nothing renews it
    canceled_at_us BIGINT, -- when its owner cancelled it; NULL while nobody has

    CONSTRAINT billing_test_subscriptions_pk PRIMARY KEY (id),
    CONSTRAINT billing_test_subscriptions_session_fk FOREIGN KEY (session) REFERENCES billing_test_sessions (id),
    CONSTRAINT billing_test_subscriptions_session_unique UNIQUE (session)
);

CREATE INDEX billing_test_subscriptions_account ON billing_test_subscriptions (account, started_at_us);

CREATE TABLE billing_test_portals (
    token_hash BYTEA NOT NULL,           -- SHA-256 of the token: who reads this table cannot open a portal
    account UUID NOT NULL,              -- UUID
    back_url TEXT NOT NULL,
    expires_at_us BIGINT NOT NULL,

    CONSTRAINT billing_test_portals_pk PRIMARY KEY (token_hash),
    CONSTRAINT billing_test_portals_hash_size CHECK (octet_length(token_hash) = 32)
);
