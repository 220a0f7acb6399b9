//! Every statement that the ledger asks a database. Each names the account, so that a database whose tables are distributed by it knows
//! where to ask; those that cannot are few, and named as such.

/// What holds for every session. Durability is raised to what the ledger promises and never lowered; a hung process does not keep its
/// accounts locked, and a hung server does not keep a process waiting.
pub(super) const SETTINGS: &str = "SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') IN ('off', 'local');
    SET statement_timeout = '60s'; SET lock_timeout = '20s'; SET idle_in_transaction_session_timeout = '60s'";

/// What holds besides for sessions that look rows up by their keys: they are found by an index, one by one. Left to itself the database plans a
/// statement by the size that it believes a table to have: a ledger that was empty a minute ago is read from end to end for every batch.
pub(super) const BY_KEYS: &str =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off";

/// Begins a transaction in which each statement sees what was committed before it: after the locks are there, nothing else can come.
pub(super) const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
pub(super) const COMMIT: &str = "COMMIT";
pub(super) const ROLLBACK: &str = "ROLLBACK";

/// Begins a transaction that sees one moment and changes nothing. What is sorted may be sorted for long, and whoever reads may wait for
/// whoever takes it; a process that hangs for an hour is not waited for, because what it reads cannot be tidied up.
pub(super) const BEGIN_SNAPSHOT: &str = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = '1h';
    BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// How many rows of a snapshot are read at once.
const ROWS_A_PAGE: usize = 2_000;

/// Makes the rows of one of a snapshot's tables ready to be fetched.
pub(super) fn declare(table: usize, sql: &str) -> String {
    format!("DECLARE farebox_table_{table} NO SCROLL CURSOR FOR {sql}")
}

/// The next page of a table that was declared.
pub(super) fn fetch(table: usize) -> String {
    format!("FETCH {ROWS_A_PAGE} FROM farebox_table_{table}")
}

/// Makes a row to lock for accounts that have none, in the order in which all lock.
pub(super) const ADD_ACCOUNTS: &str = "INSERT INTO balances (account, available, held, version, chain, at)
    SELECT account, 0, 0, 0, decode(repeat('00', 16), 'hex'), -9223372036854775808
    FROM unnest($1::uuid[]) AS asked (account) ORDER BY account ON CONFLICT (account) DO NOTHING";

/// Locks accounts in the order of their ids, and reads them as they are once they are locked.
pub(super) const LOCK_ACCOUNTS: &str = "SELECT account, available, held, version, chain, at FROM balances
    WHERE account = ANY($1::uuid[]) ORDER BY account FOR UPDATE";

/// The lots that have something left.
pub(super) const OPEN_LOTS: &str = "SELECT account, lot, remaining, expires_at FROM lots
    WHERE account = ANY($1::uuid[]) AND is_open";

/// Holds by account and id.
pub(super) const HOLDS: &str =
    "SELECT h.account, h.hold, h.amount, h.operation, h.expires_at, h.state, h.ended_at, h.spent, h.expired_at, h.parts
    FROM unnest($1::uuid[], $2::uuid[]) AS asked (account, hold)
    JOIN holds h ON h.account = asked.account AND h.hold = asked.hold";

/// What keys were used for, the entry that answers, and the balance after the last entry of that decision.
pub(super) const KEYS: &str =
    "SELECT k.account, k.key, k.fingerprint, k.version, e.kind, e.available_delta, e.held_delta, e.hold,
        l.available, l.held, l.version
    FROM unnest($1::uuid[], $2::text[]) AS asked (account, key)
    JOIN keys k ON k.account = asked.account AND k.key = asked.key
    LEFT JOIN entries e ON e.account = k.account AND e.version = k.version
    LEFT JOIN entries l ON l.account = k.account AND l.version = coalesce(k.last_version, k.version)";

/// The purchases that keys brought, where they are those of deposits.
pub(super) const PURCHASES: &str = "SELECT k.account, k.key, l.lot, l.amount, l.reversed, l.expires_at
    FROM unnest($1::uuid[], $2::text[]) AS asked (account, key)
    JOIN keys k ON k.account = asked.account AND k.key = asked.key
    JOIN lots l ON l.account = k.account AND l.lot = k.version";

pub(super) const ADD_ENTRIES: &str = "INSERT INTO entries
        (account, version, at, kind, available_delta, held_delta, hold, lot, source, note, available, held, chain)
    SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::uuid[], $8::bigint[],
        $9::text[], $10::text[], $11::bigint[], $12::bigint[], $13::bytea[])";

pub(super) const ADD_HOLDS: &str = "INSERT INTO holds
        (account, hold, expires_at, state, ended_at, spent, expired_at, parts, amount, operation)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[],
        $9::bigint[], $10::text[])";

pub(super) const CHANGE_HOLDS: &str = "UPDATE holds AS h
    SET expires_at = new.expires_at, state = new.state, ended_at = new.ended_at, spent = new.spent, expired_at = new.expired_at,
        parts = new.parts
    FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[])
        AS new (account, hold, expires_at, state, ended_at, spent, expired_at, parts)
    WHERE h.account = new.account AND h.hold = new.hold";

pub(super) const ADD_KEYS: &str = "INSERT INTO keys (account, key, fingerprint, version, last_version)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::bigint[], $5::bigint[])";

pub(super) const ADD_LOTS: &str = "INSERT INTO lots (account, lot, remaining, reversed, source, amount, expires_at)
    SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[])";

pub(super) const CHANGE_LOTS: &str = "UPDATE lots AS l
    SET remaining = coalesce(new.remaining, l.remaining), reversed = coalesce(new.reversed, l.reversed)
    FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[]) AS new (account, lot, remaining, reversed)
    WHERE l.account = new.account AND l.lot = new.lot";

pub(super) const CHANGE_BALANCES: &str = "UPDATE balances AS b
    SET available = new.available, held = new.held, version = new.version, chain = new.chain, at = $6
    FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[]) AS new (account, available, held, version, chain)
    WHERE b.account = new.account";

/// Names no account: an import writes alone. Batches wait for it before they read anything, and it waits for those that have begun.
pub(super) const LOCK_ALL: &str = "LOCK TABLE balances IN EXCLUSIVE MODE";

/// Which accounts are there from one on, in the order of their ids: those without entries are only locks.
pub(super) const KNOWN: &str = "SELECT account, version, chain FROM balances
    WHERE account >= $1 AND version > 0 ORDER BY account LIMIT $2";

/// The balances of accounts that had no entries.
pub(super) const PUT_BALANCES: &str = "INSERT INTO balances AS b (account, available, held, version, chain, at)
    SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[], $6::bigint[])
    ON CONFLICT (account) DO UPDATE
    SET available = excluded.available, held = excluded.held, version = excluded.version, chain = excluded.chain, at = excluded.at
    WHERE b.version = 0";

/// Names no account: tells all processes which balances are what now.
pub(super) const ANNOUNCE: &str = "SELECT pg_notify('farebox_balances', told) FROM unnest($1::text[]) AS told";

/// Names no account: the channel of the above.
pub(super) const LISTEN: &str = "LISTEN farebox_balances";

/// Names no account: the number by which a session that tells is known to those that hear.
pub(super) const SESSION: &str = "SELECT pg_backend_pid()";

/// Names no account. Does not wait for whoever writes it at this moment, because that one's moment is as good.
pub(super) const SET_LAST_MOMENT: &str = "UPDATE last_batch SET at = $1
    WHERE only_row IN (SELECT only_row FROM last_batch WHERE at < $1 FOR UPDATE SKIP LOCKED)";

/// Names no account.
pub(super) const LAST_MOMENT: &str = "SELECT at FROM last_batch";

/// Names no account. As much as a command may write: four pages, other ones each time.
pub(super) const PROBE: &str = "INSERT INTO write_probe (only_row, filler)
    VALUES (1, decode(repeat(md5(random()::text), 2048), 'hex'))
    ON CONFLICT (only_row) DO UPDATE SET filler = excluded.filler";

pub(super) const BALANCE: &str = "SELECT available, held, version FROM balances WHERE account = $1";

pub(super) const BALANCES: &str =
    "SELECT account, available, held, version FROM balances WHERE account = ANY($1::uuid[]) AND version > 0";

/// An account's entries below a version, newest first.
pub(super) const ENTRIES: &str =
    "SELECT account, version, at, kind, available_delta, held_delta, hold, source, note, lot FROM entries
    WHERE account = $1 AND version < $2 ORDER BY version DESC LIMIT $3";

/// Names no account: active holds whose time has come, of all, after a given one.
pub(super) const OVERDUE: &str = "SELECT expires_at, account, hold FROM holds
    WHERE state = 'active' AND expires_at <= $1 AND (expires_at, account, hold) > ($2, $3, $4)
    ORDER BY expires_at, account, hold LIMIT $5";

/// Names no account: accounts with lots whose time is over, after a given one.
pub(super) const LAPSING: &str = "SELECT DISTINCT account FROM lots
    WHERE is_open AND expires_at IS NOT NULL AND expires_at <= $1 AND account > $2 ORDER BY account LIMIT $3";

/// What the writer asks.
pub(super) const OF_THE_WRITER: [&str; 18] = [
    SESSION,
    ADD_ACCOUNTS,
    LOCK_ACCOUNTS,
    OPEN_LOTS,
    HOLDS,
    KEYS,
    PURCHASES,
    ADD_ENTRIES,
    ADD_HOLDS,
    CHANGE_HOLDS,
    ADD_KEYS,
    ADD_LOTS,
    CHANGE_LOTS,
    CHANGE_BALANCES,
    ANNOUNCE,
    SET_LAST_MOMENT,
    LAST_MOMENT,
    PROBE,
];

/// What an import asks.
pub(super) const OF_AN_IMPORT: [&str; 8] =
    [KNOWN, PUT_BALANCES, ADD_ENTRIES, ADD_HOLDS, ADD_KEYS, ADD_LOTS, ANNOUNCE, SET_LAST_MOMENT];

/// What readers ask.
pub(super) const OF_READERS: [&str; 5] = [BALANCE, HOLDS, ENTRIES, OVERDUE, LAPSING];

#[cfg(test)]
mod tests {
    use super::*;

    /// The ones that are about no account, or about all.
    const WITHOUT_ACCOUNT: [&str; 7] = [SESSION, ANNOUNCE, SET_LAST_MOMENT, LAST_MOMENT, PROBE, OVERDUE, LAPSING];

    /// A statement is about accounts that it names if it inserts them first, or compares them with the ones that were asked for.
    fn names_the_account(sql: &str) -> bool {
        let words = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        let inserts = words.starts_with("INSERT INTO") && words.contains(" (account,");
        let asked =
            ["account = $1", "account >= $1", "account = ANY($1", "account = asked.account", "account = new.account"];
        let starts_with_accounts = words.contains("unnest($1::uuid[]") || !words.contains("unnest(");
        starts_with_accounts && (inserts || asked.iter().any(|asked| words.contains(asked)))
    }

    #[test]
    fn every_statement_names_the_account_but_those_that_say_so() {
        for sql in OF_THE_WRITER.into_iter().chain(OF_READERS).chain(OF_AN_IMPORT).chain([BALANCES]) {
            assert_eq!(names_the_account(sql), !WITHOUT_ACCOUNT.contains(&sql), "{sql}");
        }
    }

    #[test]
    fn every_table_that_is_joined_is_joined_by_its_account() {
        for sql in OF_THE_WRITER.into_iter().chain(OF_READERS) {
            for joined in sql.split("JOIN ").skip(1) {
                assert!(joined.contains(".account = "), "{sql}");
            }
        }
    }

    #[test]
    fn there_is_no_statement_outside_of_this_file() {
        let files = [
            include_str!("announce.rs"),
            include_str!("connection.rs"),
            include_str!("listener.rs"),
            include_str!("load.rs"),
            include_str!("read.rs"),
            include_str!("rows.rs"),
            include_str!("snapshot.rs"),
            include_str!("store.rs"),
            include_str!("transfer.rs"),
            include_str!("watchers.rs"),
            include_str!("write.rs"),
        ];
        for file in files {
            for verb in ["\"SELECT", "\"INSERT", "\"UPDATE", "\"DELETE", "\"WITH"] {
                assert!(!file.contains(verb), "{verb} is in another file");
            }
        }
    }

    #[test]
    fn every_primary_key_begins_with_the_account() {
        let steps = [
            include_str!("../../migrations/postgres/V1__ledger.sql"),
            include_str!("../../migrations/postgres/V2__write_probe.sql"),
            include_str!("../../migrations/postgres/V3__lots.sql"),
        ];
        let keys = steps.iter().flat_map(|step| step.split("PRIMARY KEY (").skip(1));
        let keys: Vec<_> = keys.map(|key| key.split([',', ')']).next().unwrap_or_default()).collect();
        let others = keys.iter().filter(|first| **first != "account").collect::<Vec<_>>();
        assert_eq!((keys.len(), others), (7, vec![&"only_row", &"only_row"]));
    }
}
