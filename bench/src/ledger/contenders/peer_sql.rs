//! What the peers that speak SQL are asked in the end: whether balances are the sums of entries and holds.

/// How many accounts do not add up, and how many entries there are.
pub const AUDIT: &str = "SELECT
    (SELECT count(*) FROM accounts a
     LEFT JOIN (SELECT account, sum(available_delta) AS available, sum(held_delta) AS held, count(*) AS version
                FROM entries GROUP BY account) e ON e.account = a.account
     LEFT JOIN (SELECT account, sum(amount) AS active FROM holds WHERE state = 'active' GROUP BY account) h
         ON h.account = a.account
     WHERE a.available <> coalesce(e.available, 0) OR a.held <> coalesce(e.held, 0) OR a.version <> coalesce(e.version, 0)
        OR a.held <> coalesce(h.active, 0)),
    (SELECT count(*) FROM entries)";

/// What is said when everything adds up.
pub fn sentence(entries: i64) -> String {
    format!("every balance is the sum of its entries, of {entries} in all, and active holds add up to what is held")
}
