-- Pieces of work and the files they made. Times are microseconds since 1970-01-01T00:00:00Z, ids the 16 bytes of a UUID.

CREATE TABLE studio_generations (
    -- immutable: what was asked for, by whom, under which key
    account       BLOB    NOT NULL CONSTRAINT studio_generations_account_is_uuid CHECK (length(account) = 16),
    id            BLOB    NOT NULL CONSTRAINT studio_generations_id_is_uuid CHECK (length(id) = 16), -- UUIDv7: sorts by age; also the hold's id
    key           TEXT    NOT NULL, -- the intent's idempotency key
    fingerprint   BLOB    NOT NULL CONSTRAINT studio_generations_fingerprint_is_sha256 CHECK (length(fingerprint) = 32),
    kind          TEXT    NOT NULL,
    model         TEXT    NOT NULL,
    prompt        TEXT    NOT NULL,
    aspect_ratio  TEXT    NOT NULL,
    seconds       INTEGER NOT NULL, -- 0 for pictures
    operation     TEXT    NOT NULL, -- in words: Sora render
    cost_credits  INTEGER NOT NULL CONSTRAINT studio_generations_cost_not_negative CHECK (cost_credits >= 0),
    seed          INTEGER NOT NULL, -- all 64 bits of an unsigned number
    created_at_us INTEGER NOT NULL,

    -- mutable: how it stands
    state          TEXT    NOT NULL CONSTRAINT studio_generations_state_known
        CHECK (state IN ('accepted', 'queued', 'running', 'stored', 'succeeded', 'failed', 'cancelled')),
    revision       INTEGER NOT NULL, -- grows with every change of state
    started_at_us  INTEGER, -- when the present attempt began; NULL unless running or stored
    lease_until_us INTEGER, -- until when the runner need not be heard of; NULL unless running
    ended_at_us    INTEGER, -- NULL until it is final
    reason         TEXT,    -- a sentence for its owner; NULL unless failed
    hold_return    TEXT CONSTRAINT studio_generations_hold_return_known CHECK (hold_return IN ('owed', 'done')), -- NULL unless failed or cancelled

    -- bookkeeping
    attempt     INTEGER NOT NULL, -- counts claims: 0 before the first. A runner of an earlier attempt changes nothing any more
    leases_lost INTEGER NOT NULL, -- counts the attempts whose runner was lost
    is_open     INTEGER NOT NULL CONSTRAINT studio_generations_is_open_is_flag CHECK (is_open IN (0, 1)), -- 1 while a sweep has something to see to

    CONSTRAINT studio_generations_pk PRIMARY KEY (account, id),
    CONSTRAINT studio_generations_key_once UNIQUE (account, key),
    CONSTRAINT studio_generations_started CHECK ((started_at_us IS NOT NULL) = (state IN ('running', 'stored'))),
    CONSTRAINT studio_generations_leased CHECK ((lease_until_us IS NOT NULL) = (state = 'running')),
    CONSTRAINT studio_generations_ended CHECK ((ended_at_us IS NOT NULL) = (state IN ('succeeded', 'failed', 'cancelled'))),
    CONSTRAINT studio_generations_reasoned CHECK ((reason IS NOT NULL) = (state = 'failed')),
    CONSTRAINT studio_generations_hold_returns CHECK ((hold_return IS NOT NULL) = (state IN ('failed', 'cancelled'))),
    CONSTRAINT studio_generations_open_until_wound_up CHECK (
        is_open = (state IN ('accepted', 'queued', 'running', 'stored') OR hold_return IS 'owed'))
) STRICT;

-- What a runner claims: the oldest that waits.
CREATE INDEX studio_generations_queue ON studio_generations (id, account) WHERE state = 'queued';

-- What a sweep walks.
CREATE INDEX studio_generations_open ON studio_generations (id, account) WHERE is_open = 1;

CREATE TABLE studio_assets (
    account    BLOB    NOT NULL,
    generation BLOB    NOT NULL,
    n          INTEGER NOT NULL CONSTRAINT studio_assets_n_not_negative CHECK (n >= 0), -- its place in the order in which files are shown
    role       TEXT    NOT NULL CONSTRAINT studio_assets_role_known CHECK (role IN ('picture', 'clip', 'poster')),
    media_type TEXT    NOT NULL,
    width_px   INTEGER NOT NULL,
    height_px  INTEGER NOT NULL,
    bytes_len  INTEGER NOT NULL,
    file       TEXT    NOT NULL, -- its path below the generation's folder

    CONSTRAINT studio_assets_pk PRIMARY KEY (account, generation, n),
    CONSTRAINT studio_assets_generation FOREIGN KEY (account, generation) REFERENCES studio_generations (account, id) ON DELETE CASCADE
) STRICT;
