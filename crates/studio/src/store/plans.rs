//! How SQLite finds what the store reads: through an index, whatever the size of the tables.

use rusqlite::Connection;

/// SQLite's plan for a statement, on the schema as it is.
fn plan(sql: &str) -> String {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(include_str!("../../migrations/V1__generations.sql")).unwrap();
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let parameters = vec![rusqlite::types::Null; statement.parameter_count()];
    let steps =
        statement.query_map(rusqlite::params_from_iter(parameters), |row| row.get::<_, String>("detail")).unwrap();
    steps.map(Result::unwrap).collect::<Vec<_>>().join("; ")
}

#[test]
fn the_queue_and_the_sweep_read_only_what_they_are_about() {
    let claim = plan(&super::read::oldest_queued_sql());
    assert_eq!(claim, "SCAN studio_generations USING INDEX studio_generations_queue");
    let sweep = plan(super::read::OPEN_RECORDS_SQL);
    assert_eq!(sweep, "SEARCH studio_generations USING COVERING INDEX studio_generations_open (id>?)");
}

#[test]
fn reads_go_by_account() {
    let list = plan(&super::read::list_sql());
    assert!(
        list.starts_with("SEARCH studio_generations USING INDEX") && list.ends_with("(account=? AND id<?)"),
        "{list}"
    );
    let key = plan(&super::read::by_key_sql());
    assert!(key.ends_with("(account=? AND key=?)"), "{key}");
}
