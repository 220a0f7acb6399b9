-- What was paid for and is owed in credits: one row for each deposit, written before the deposit is made, so that it is made once and always
-- in the same words.
CREATE TABLE billing_purchases (
    -- Immutable: what brought what to whom.
    account UUID NOT NULL,              -- UUID
    deposit_key TEXT COLLATE "C" NOT NULL,          -- the ledger's key of the deposit: the session of a pack, the invoice of a plan's month
    gateway TEXT COLLATE "C" NOT NULL,              -- who took the money
    product_kind TEXT COLLATE "C" NOT NULL,         -- pack, plan
    checkout UUID NOT NULL,             -- UUID; the order by which it was bought
    worth_credits BIGINT NOT NULL,     -- what was paid for, in credits; below zero when more time of a plan was given back than paid
    credits BIGINT NOT NULL,           -- what is deposited: what was paid for, less what earlier ones were below zero; 0 is allowed
    cost_minor BIGINT NOT NULL,        -- what it cost after discounts and taxes, in the currency's minor unit
    note TEXT NOT NULL,                 -- the words of the ledger's entry
    expires_at_us BIGINT,              -- NULL for credits that never expire
    recorded_at_us BIGINT NOT NULL,    -- microseconds since 1970

    -- Mutable.
    payment TEXT COLLATE "C",                       -- the gateway's id of the payment; NULL while unknown, and where nothing was to be paid
    credited_at_us BIGINT,             -- NULL until the deposit is known to be made
    returned_credits BIGINT NOT NULL,  -- how many are taken back at present, because money was
    returned_times BIGINT NOT NULL,    -- how often that changed
    returning_credits BIGINT,          -- how many it is about to be; NULL while nothing is under way

    CONSTRAINT billing_purchases_pk PRIMARY KEY (account, deposit_key),
    CONSTRAINT billing_purchases_product_kind CHECK (product_kind IN ('pack', 'plan')),
    CONSTRAINT billing_purchases_returned_range CHECK (
        credits >= 0 AND returned_credits BETWEEN 0 AND credits AND returned_times >= 0
        AND (returning_credits IS NULL OR returning_credits BETWEEN 0 AND credits)
    )
);

-- One session or invoice is credited to one account.
CREATE UNIQUE INDEX billing_purchases_deposit ON billing_purchases (gateway, deposit_key);
CREATE INDEX billing_purchases_recorded ON billing_purchases (gateway, recorded_at_us, deposit_key);
CREATE INDEX billing_purchases_payment ON billing_purchases (gateway, payment);

-- What gateways told. Of an event only its name, its type and the name of what it is about are kept: how that stands is asked when it is
-- applied, and who paid is nobody's business here.
CREATE TABLE billing_events (
    -- Immutable.
    gateway TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,                   -- the gateway's id of the event, or one of our own for what the reconciler found
    type TEXT COLLATE "C" NOT NULL,                 -- the gateway's word for it
    about TEXT COLLATE "C",                         -- what it is about, as in session:cs_1; NULL for a type that means nothing to us
    created_at_us BIGINT NOT NULL,     -- when the gateway says it happened
    received_at_us BIGINT NOT NULL,

    -- Mutable.
    state TEXT COLLATE "C" NOT NULL,                -- waiting -> applied, or dead until somebody has it tried again; ignored from the start
    attempts BIGINT NOT NULL,
    due_at_us BIGINT NOT NULL,         -- not tried before this; moved on while somebody tries
    problem TEXT,                       -- why the last attempt failed
    closed_at_us BIGINT,               -- when it was applied, ignored or given up

    CONSTRAINT billing_events_pk PRIMARY KEY (gateway, id),
    CONSTRAINT billing_events_state CHECK (state IN ('waiting', 'applied', 'ignored', 'dead')),
    CONSTRAINT billing_events_closed CHECK ((state = 'waiting') = (closed_at_us IS NULL)),
    CONSTRAINT billing_events_about CHECK (about IS NOT NULL OR state = 'ignored')
);

CREATE INDEX billing_events_due ON billing_events (state, due_at_us);
CREATE INDEX billing_events_about ON billing_events (gateway, about);

-- How far the comparison with a gateway has come, so that one which was interrupted goes on where it was.
CREATE TABLE billing_reconciliations (
    gateway TEXT COLLATE "C" NOT NULL,
    listed TEXT COLLATE "C" NOT NULL,               -- sessions, invoices, refunds, disputes
    since_us BIGINT NOT NULL,          -- the beginning of what is compared
    after_id TEXT COLLATE "C",                         -- the last thing that was compared; NULL at the beginning
    started_at_us BIGINT NOT NULL,
    finished_at_us BIGINT,             -- NULL while it is under way

    CONSTRAINT billing_reconciliations_pk PRIMARY KEY (gateway, listed)
);
