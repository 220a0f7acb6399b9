-- What people set out to buy, written before any gateway is asked, so that a paid session always finds its order.
CREATE TABLE billing_checkouts (
    -- Immutable: who ordered what under which key.
    id UUID NOT NULL,                   -- UUIDv7; what the return address names
    account UUID NOT NULL,              -- UUID; credits go to this account, whatever a gateway carries
    idempotency_key TEXT COLLATE "C" NOT NULL,      -- one key per intent to buy, unique within the account
    price_id TEXT COLLATE "C" NOT NULL,
    quantity BIGINT NOT NULL,
    return_to TEXT NOT NULL,            -- a path of ours, checked before it was written
    created_at_us BIGINT NOT NULL, -- microseconds since 1970

    -- Immutable: what was promised for it. This is deposited, whatever the catalog says by then.
    product_kind TEXT COLLATE "C" NOT NULL,         -- pack, plan
    product_name TEXT NOT NULL,
    credits BIGINT NOT NULL, -- for the whole quantity; 0 is allowed
    amount_minor BIGINT NOT NULL, -- for the whole quantity, in the currency's minor unit, before discounts and taxes
    currency TEXT COLLATE "C" NOT NULL,             -- ISO 4217 in lower case

    -- Mutable: how far it has come.
    state TEXT COLLATE "C" NOT NULL,                -- recorded -> open -> credited
    gateway TEXT COLLATE "C",                       -- NULL until a gateway has made the session
    session TEXT COLLATE "C",                       -- the gateway's id of the session; NULL until then
    url TEXT,                           -- where the browser pays; NULL until then
    deposit_key TEXT COLLATE "C",                   -- the ledger's key of the deposit; NULL until credited
    credited_at_us BIGINT, -- NULL until credited

    CONSTRAINT billing_checkouts_pk PRIMARY KEY (account, id),
    CONSTRAINT billing_checkouts_key_unique UNIQUE (account, idempotency_key),
    CONSTRAINT billing_checkouts_session_unique UNIQUE (gateway, session),
    CONSTRAINT billing_checkouts_quantity_range CHECK (quantity BETWEEN 1 AND 100),
    CONSTRAINT billing_checkouts_promise_range CHECK (credits >= 0 AND amount_minor >= 0),
    CONSTRAINT billing_checkouts_product_kind CHECK (product_kind IN ('pack', 'plan')),
    CONSTRAINT billing_checkouts_state CHECK (
        CASE state
            WHEN 'recorded' THEN coalesce(gateway, session, url, deposit_key) IS NULL AND credited_at_us IS NULL
            WHEN 'open' THEN gateway IS NOT NULL AND session IS NOT NULL AND url IS NOT NULL
                AND deposit_key IS NULL AND credited_at_us IS NULL
            WHEN 'credited' THEN gateway IS NOT NULL AND session IS NOT NULL AND url IS NOT NULL
                AND deposit_key IS NOT NULL AND credited_at_us IS NOT NULL
            ELSE false
        END
    )
);
