-- A ledger as one would write it by hand: each operation a function, which is a transaction. The row of the account is the lock, and a
-- key is used once because it stands in its entry.
CREATE TABLE accounts (
    account   bigint PRIMARY KEY,
    available bigint NOT NULL CHECK (available >= 0),
    held      bigint NOT NULL CHECK (held >= 0),
    version   bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE entries (
    account         bigint      NOT NULL REFERENCES accounts,
    version         bigint      NOT NULL,
    at              timestamptz NOT NULL DEFAULT now(),
    kind            text        NOT NULL,
    available_delta bigint      NOT NULL,
    held_delta      bigint      NOT NULL,
    hold            uuid,
    key             text        NOT NULL,
    PRIMARY KEY (account, version),
    UNIQUE (account, key)
);

CREATE TABLE holds (
    account    bigint      NOT NULL REFERENCES accounts,
    hold       uuid        NOT NULL,
    amount     bigint      NOT NULL CHECK (amount >= 0),
    operation  text        NOT NULL,
    expires_at timestamptz NOT NULL,
    state      text        NOT NULL,
    PRIMARY KEY (account, hold)
) WITH (fillfactor = 80);

-- Answers with the version of the entry; a repeated request is answered with that of the first.
CREATE FUNCTION hold_credits(p_account bigint, p_key text, p_hold uuid, p_amount bigint, p_operation text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_version bigint;
BEGIN
    SELECT version INTO v_version FROM entries
    WHERE account = p_account AND key = p_key AND kind = 'hold' AND hold = p_hold AND held_delta = p_amount;
    IF FOUND THEN
        RETURN v_version;
    END IF;
    UPDATE accounts SET available = available - p_amount, held = held + p_amount, version = version + 1
    WHERE account = p_account AND available >= p_amount
    RETURNING version INTO v_version;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'insufficient credits';
    END IF;
    INSERT INTO entries (account, version, kind, available_delta, held_delta, hold, key)
    VALUES (p_account, v_version, 'hold', -p_amount, p_amount, p_hold, p_key);
    INSERT INTO holds (account, hold, amount, operation, expires_at, state)
    VALUES (p_account, p_hold, p_amount, p_operation, now() + interval '1 hour', 'active');
    RETURN v_version;
END $$;

CREATE FUNCTION end_hold(p_account bigint, p_key text, p_hold uuid, p_kind text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_version bigint;
    v_amount  bigint;
    v_back    bigint;
BEGIN
    SELECT version INTO v_version FROM entries
    WHERE account = p_account AND key = p_key AND kind = p_kind AND hold = p_hold;
    IF FOUND THEN
        RETURN v_version;
    END IF;
    UPDATE holds SET state = p_kind WHERE account = p_account AND hold = p_hold AND state = 'active'
    RETURNING amount INTO v_amount;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'hold is not active';
    END IF;
    v_back := CASE p_kind WHEN 'release' THEN v_amount ELSE 0 END;
    UPDATE accounts SET available = available + v_back, held = held - v_amount, version = version + 1
    WHERE account = p_account
    RETURNING version INTO v_version;
    INSERT INTO entries (account, version, kind, available_delta, held_delta, hold, key)
    VALUES (p_account, v_version, p_kind, v_back, -v_amount, p_hold, p_key);
    RETURN v_version;
END $$;

CREATE FUNCTION settle_credits(p_account bigint, p_key text, p_hold uuid) RETURNS bigint
LANGUAGE sql AS $$ SELECT end_hold(p_account, p_key, p_hold, 'settle') $$;

CREATE FUNCTION release_credits(p_account bigint, p_key text, p_hold uuid) RETURNS bigint
LANGUAGE sql AS $$ SELECT end_hold(p_account, p_key, p_hold, 'release') $$;
