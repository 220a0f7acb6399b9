//! Where a test keeps what it is about: two files in a folder, or, when the variable [`VARIABLE`] says `postgres`, a database of its own. The
//! same tests run over both.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test may end at the first thing that is not as expected"
)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use ledger::audit::{Report, audit_postgres, audit_sqlite};
use ledger::{Clock, Database, Ids, Ledger};
use tempfile::TempDir;

/// Says over what the tests run: `postgres`, or files when it is absent.
pub const VARIABLE: &str = "FAREBOX_TEST_STORE";

/// How long a change from outside waits for whoever writes at the moment.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is changed from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The ledger's tables.
    Ledger,
    /// Those of accounts, generations and orders.
    App,
}

/// Where everything is kept; gone with this.
pub struct Storage {
    folder: TempDir,
    postgres: Option<postgres_fixture::Database>,
}

impl Default for Storage {
    fn default() -> Self {
        Self::new()
    }
}

impl Storage {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        match std::env::var(VARIABLE).as_deref() {
            Ok("postgres") => Self::shared(),
            Ok(other) => panic!("{VARIABLE} is {other}; it may be `postgres`"),
            Err(_) => Self { folder: tempfile::tempdir().unwrap(), postgres: None },
        }
    }

    /// An empty one that several processes could use at once, whatever the variable says.
    #[must_use]
    pub fn shared() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), postgres: Some(postgres_fixture::Database::make().unwrap()) }
    }

    /// A folder for whatever else a test keeps.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Whether several processes could use it at once.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        self.postgres.is_some()
    }

    /// Opens the ledger.
    #[must_use]
    pub fn ledger(&self, clock: &Clock) -> Ledger {
        match &self.postgres {
            Some(database) => Ledger::open_postgres(database.address(), clock.clone()).unwrap(),
            None => Ledger::open_sqlite(&self.file(Part::Ledger), clock.clone()).unwrap(),
        }
    }

    /// Opens the database of accounts, generations and orders.
    #[must_use]
    pub fn database(&self, ids: &Ids) -> Database {
        match &self.postgres {
            Some(database) => Database::open_postgres(database.address(), ids).unwrap(),
            None => Database::open_sqlite(&self.file(Part::App)).unwrap(),
        }
    }

    /// Recomputes the ledger.
    #[must_use]
    pub fn audit(&self) -> Report {
        let audit = || match &self.postgres {
            Some(database) => audit_postgres(database.address(), &mut |_| {}),
            None => audit_sqlite(&self.file(Part::Ledger), &mut |_| {}),
        };
        // On a thread of its own, because a test may be at work on this one.
        std::thread::scope(|scope| scope.spawn(audit).join()).unwrap().unwrap()
    }

    /// Changes something behind everybody's back, by a statement that both engines understand.
    pub fn change(&self, part: Part, sql: &str) {
        match &self.postgres {
            Some(database) => drop(database.ask(sql).unwrap()),
            None => {
                let file = rusqlite::Connection::open(self.file(part)).unwrap();
                file.busy_timeout(PATIENCE).unwrap();
                file.execute_batch(sql).unwrap();
            }
        }
    }

    /// Makes every change fail that `when` names, until it is mended: `BEFORE INSERT ON entries WHEN NEW.kind = 'hold'`.
    pub fn break_changes(&self, part: Part, when: &str) {
        if self.postgres.is_none() {
            return self.change(part, &format!("CREATE TRIGGER fault {when} BEGIN SELECT RAISE(ABORT, 'fault'); END"));
        }
        let (change, condition) = when.split_once(" WHEN ").unwrap_or((when, "true"));
        self.change(
            part,
            "CREATE OR REPLACE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'fault'; END $$",
        );
        self.change(
            part,
            &format!("CREATE TRIGGER fault {change} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION fault()"),
        );
    }

    /// Mends what was broken on a table.
    pub fn mend_changes(&self, part: Part, table: &str) {
        let sql =
            if self.is_shared() { format!("DROP TRIGGER fault ON {table}") } else { "DROP TRIGGER fault".to_owned() };
        self.change(part, &sql);
    }

    fn file(&self, part: Part) -> PathBuf {
        self.folder.path().join(match part {
            Part::Ledger => "ledger.db",
            Part::App => "app.db",
        })
    }
}
