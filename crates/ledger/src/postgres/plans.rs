//! How the database goes about what it is asked: a test of the plans that it makes while all tables are empty, which it keeps for as long as
//! it believes them to be.

use postgres_fixture::Database;

use super::Server;
use super::connection::Connection;
use super::schema::bring_up_to_date;
use super::statements::{OF_AN_IMPORT, OF_READERS, OF_THE_WRITER};

/// The tables that grow.
const TABLES: [&str; 5] = ["balances", "entries", "holds", "keys", "lots"];

/// The plan that is made of a statement without a look at what it will be asked, line by line.
fn plan(connection: &Connection, sql: &str) -> Vec<String> {
    let parameters = (1..20).filter(|n| sql.contains(&format!("${n}"))).count();
    let asked = if parameters == 0 { String::new() } else { format!("({})", vec!["NULL"; parameters].join(", ")) };
    let explained = connection.run(async |session| {
        session.control(&format!("SET plan_cache_mode = force_generic_plan; PREPARE asked AS {sql}")).await?;
        let plan = session.ask(&format!("EXPLAIN (COSTS OFF) EXECUTE asked {asked}"), &[]).await?;
        session.control("DEALLOCATE asked").await?;
        Ok(plan)
    });
    explained.unwrap().iter().map(|row| row.get(0)).collect()
}

/// What a plan reads from end to end: every way to a table under which it does not say what is looked for, be it by an index or not.
fn read_whole(connection: &Connection, sql: &str) -> Vec<String> {
    let plan = plan(connection, sql);
    let is_way = |line: &str| {
        line.contains(" Scan ") && TABLES.iter().any(|table| line.split_whitespace().any(|word| word == *table))
    };
    let is_narrow = |next: Option<&String>| next.is_some_and(|next| next.contains("Cond: ("));
    let ways = plan.iter().enumerate().filter(|(n, line)| is_way(line) && !is_narrow(plan.get(n + 1)));
    ways.map(|(_, line)| line.clone()).collect()
}

#[test]
fn no_table_that_grows_is_read_from_end_to_end() {
    let database = Database::make().unwrap();
    let server = Server::at(database.address()).unwrap();
    bring_up_to_date(&server).unwrap();
    let statements = || OF_THE_WRITER.into_iter().chain(OF_READERS).chain(OF_AN_IMPORT);
    let connection = Connection::open_prepared(&server, &OF_THE_WRITER).unwrap();
    for sql in statements() {
        assert_eq!(read_whole(&connection, sql), Vec::<String>::new(), "{sql}");
    }
    // Left to itself the database does it.
    let connection = Connection::open(&server).unwrap();
    assert!(statements().any(|sql| !read_whole(&connection, sql).is_empty()));
}
