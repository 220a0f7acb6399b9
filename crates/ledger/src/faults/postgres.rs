//! Trouble of PostgreSQL's own: triggers that fail at one row of a transaction, and a connection that breaks.

use super::{Fault, Troubled};
use crate::StorageError;
use crate::postgres::PostgresStore;

/// At how many different rows of a transaction something may fail.
const ROWS: u16 = 32;

/// The code by which PostgreSQL says that a disk is full, and that somebody cancelled a statement.
const FULL: &str = "RAISE 'no room' USING ERRCODE = 'disk_full'";
const CANCELLED: &str = "RAISE 'cancelled' USING ERRCODE = 'query_canceled'";

/// Another transaction was in the way: the store tries again.
const IN_CONFLICT: &str = "RAISE 'in the way' USING ERRCODE = 'serialization_failure'";

/// The server ends the session in the middle of the transaction: the store connects again and tries again.
const CUT: &str = "PERFORM pg_terminate_backend(pg_backend_pid())";

/// What every table is written with that a command writes to.
const TABLES: [&str; 5] = ["balances", "entries", "holds", "keys", "lots"];

/// Where something fails is counted by a sequence, because what a transaction counts is forgotten when it is rolled back, and the next
/// attempt would fail at the same row again.
fn begin(row: u16, trouble: &str) -> String {
    let mut sql = format!(
        "DROP SEQUENCE IF EXISTS farebox_rows; CREATE SEQUENCE farebox_rows;
         CREATE OR REPLACE FUNCTION farebox_trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             IF nextval('farebox_rows') = {row} THEN {trouble}; END IF;
             RETURN NEW;
         END $$;"
    );
    for table in TABLES {
        sql.push_str(&format!(
            "CREATE OR REPLACE TRIGGER farebox_trouble BEFORE INSERT OR UPDATE ON {table}
             FOR EACH ROW EXECUTE FUNCTION farebox_trouble();"
        ));
    }
    sql
}

/// The function takes its triggers with it.
const END: &str = "DROP FUNCTION IF EXISTS farebox_trouble CASCADE; DROP SEQUENCE IF EXISTS farebox_rows";

impl Troubled for PostgresStore {
    fn fall_into(&mut self, trouble: Option<Fault>) -> Result<(), StorageError> {
        self.lose_next_answer(false);
        match trouble {
            Some(Fault::Full) => self.control(&begin(1, FULL)),
            Some(Fault::Interrupted { steps }) => {
                let row = 1 + steps / 4 % ROWS;
                match steps % 4 {
                    0 => self.control(&begin(row, CANCELLED)),
                    1 => self.control(&begin(row, IN_CONFLICT)),
                    2 => self.control(&begin(row, CUT)),
                    _ => {
                        self.lose_next_answer(true);
                        Ok(())
                    }
                }
            }
            _ => self.control(END),
        }
    }
}
