//! The database of the crates that keep records beside the ledger: the same over a file and over PostgreSQL.

use std::time::Duration;

use credits::AccountId;
use ledger::database::{Heard, Migrations, Step, Transaction};
use ledger::{Database, Ids, StorageError};
use tempfile::TempDir;
use tokio::time::timeout;
use uuid::Uuid;

/// Long enough for a busy machine; what is waited for takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where a database lives on while it is closed.
enum Place {
    File(TempDir),
    Postgres(postgres_fixture::Database),
}

impl Place {
    /// One of each.
    fn all() -> [Self; 2] {
        [Self::File(tempfile::tempdir().unwrap()), Self::Postgres(postgres_fixture::Database::make().unwrap())]
    }

    fn open(&self) -> Database {
        match self {
            Self::File(folder) => Database::open_sqlite(&folder.path().join("app.db")).unwrap(),
            Self::Postgres(database) => Database::open_postgres(database.address(), &Ids::system()).unwrap(),
        }
    }

    async fn with_notes(&self) -> Database {
        let database = self.open();
        database.migrate(NOTES_ALONE).await.unwrap();
        database
    }
}

const fn step(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Step {
    Step { name, sqlite, postgres }
}

const NOTES: Step = step(
    "V1__notes",
    "CREATE TABLE notes (id BLOB, text TEXT NOT NULL, n INTEGER, raw BLOB) STRICT;",
    "CREATE TABLE notes (id UUID, text TEXT NOT NULL, n BIGINT, raw BYTEA);",
);
const STARS: Step = step(
    "V2__stars",
    "ALTER TABLE notes ADD COLUMN stars INTEGER NOT NULL DEFAULT 0;",
    "ALTER TABLE notes ADD COLUMN stars BIGINT NOT NULL DEFAULT 0;",
);
const CHANGED: Step = step("V1__notes", "CREATE TABLE words (t TEXT) STRICT;", "CREATE TABLE words (t TEXT);");
const BROKEN: Step =
    step("V2__broken", "CREATE TABLE half (n INTEGER); CREATE TABLE;", "CREATE TABLE half (n BIGINT); CREATE TABLE;");
const OTHER: Step = step("V1__other", "CREATE TABLE other (n INTEGER) STRICT;", "CREATE TABLE other (n BIGINT);");

const NOTES_ALONE: Migrations = Migrations { table: "notes_migrations", steps: &[NOTES] };
const NOTES_AND_STARS: Migrations = Migrations { table: "notes_migrations", steps: &[NOTES, STARS] };

fn insert(transaction: &Transaction<'_>, text: &str) -> Result<(), StorageError> {
    transaction.execute("INSERT INTO notes (text) VALUES (:text)", &[("text", &text)]).map(drop)
}

async fn write(database: &Database, text: &'static str) -> Result<(), StorageError> {
    database.run("write_note", move |transaction| insert(transaction, text)).await
}

fn count_in(transaction: &Transaction<'_>) -> Result<u32, StorageError> {
    transaction.find("SELECT count(*) AS found FROM notes", &[])?.unwrap().get("found")
}

async fn count(database: &Database) -> u32 {
    database.read("count_notes", count_in).await.unwrap()
}

#[tokio::test]
async fn a_connection_is_set_so_that_a_commit_is_durable() {
    let [file, postgres] = Place::all();
    let ask = async |database: &Database, sql: &'static str| {
        let ask = move |transaction: &Transaction<'_>| Ok::<_, StorageError>(transaction.find(sql, &[])?.unwrap());
        database.run("settings", ask).await.unwrap()
    };
    let database = file.open();
    let mode: String = ask(&database, "PRAGMA journal_mode").await.get("journal_mode").unwrap();
    assert_eq!(mode, "wal");
    // synchronous 2 is FULL.
    for (sql, name, wanted) in [
        ("PRAGMA synchronous", "synchronous", 2),
        ("PRAGMA foreign_keys", "foreign_keys", 1),
        ("PRAGMA fullfsync", "fullfsync", 1),
    ] {
        assert_eq!(ask(&database, sql).await.get::<u32>(name).unwrap(), wanted, "{name}");
    }
    let sql = "SELECT current_setting('synchronous_commit') AS found";
    let mode: String = ask(&postgres.open(), sql).await.get("found").unwrap();
    assert_eq!(mode, "on");
}

#[tokio::test]
async fn every_kind_of_value_comes_back_as_it_was_written() {
    for place in Place::all() {
        let database = place.with_notes().await;
        let id = AccountId(Uuid::from_u128(0xfedc_ba98_7654_3210_0123_4567_89ab_cdef));
        let written = move |transaction: &Transaction<'_>| {
            let all = "INSERT INTO notes (id, text, n, raw) VALUES (:id, :text, :n, :raw)";
            let raw = [0_u8, 1, 255];
            transaction.execute(all, &[("id", &id), ("text", &"it's :not a name"), ("n", &i64::MIN), ("raw", &raw)])?;
            transaction.execute(all, &[("id", &None::<Uuid>), ("text", &""), ("n", &None::<u32>), ("raw", &raw)])?;
            let same = "SELECT * FROM notes WHERE id = :id AND text = 'it''s :not a name' AND n < :zero";
            let row = transaction.find(same, &[("id", &id), ("zero", &0_u32)])?.unwrap();
            assert_eq!(row.get::<AccountId>("id")?, id);
            assert_eq!((row.get::<i64>("n")?, row.get::<[u8; 3]>("raw")?), (i64::MIN, raw));
            let row = transaction.find("SELECT * FROM notes WHERE text = :text", &[("text", &"")])?.unwrap();
            assert_eq!((row.get::<Option<AccountId>>("id")?, row.get::<Option<u32>>("n")?), (None, None));
            Ok::<_, StorageError>(())
        };
        database.run("write_and_read", written).await.unwrap();
    }
}

#[tokio::test]
async fn what_was_committed_is_there_for_the_next_one_who_opens_it() {
    for place in Place::all() {
        write(&place.with_notes().await, "kept").await.unwrap();
        assert_eq!(count(&place.with_notes().await).await, 1);
    }
}

#[tokio::test]
async fn when_the_last_clone_is_gone_the_file_alone_has_everything_though_somebody_reads_it() {
    let [Place::File(folder), _] = Place::all() else { panic!("the first is a file") };
    let database = Place::File(folder);
    let opened = database.with_notes().await;
    write(&opened, "kept").await.unwrap();
    let Place::File(folder) = &database else { panic!("the first is a file") };
    let reader = rusqlite::Connection::open(folder.path().join("app.db")).unwrap();
    let notes =
        |file: &rusqlite::Connection| file.query_row("SELECT count(*) FROM notes", [], |row| row.get::<_, i64>(0));
    assert_eq!(notes(&reader), Ok(1));
    drop(opened);
    let copy = folder.path().join("copy.db");
    std::fs::copy(folder.path().join("app.db"), &copy).unwrap();
    assert_eq!(notes(&rusqlite::Connection::open(copy).unwrap()), Ok(1));
}

#[tokio::test]
async fn a_transaction_that_returns_an_error_leaves_nothing() {
    for place in Place::all() {
        let database = place.with_notes().await;
        let refused: Result<(), StorageError> = database
            .run("refuse", |transaction| {
                insert(transaction, "half")?;
                Err(StorageError::unavailable("changed my mind"))
            })
            .await;
        assert_eq!(refused.unwrap_err().to_string(), "changed my mind");
        assert_eq!(count(&database).await, 0);
    }
}

#[tokio::test]
async fn a_statement_that_failed_is_not_committed_around() {
    for place in Place::all() {
        let database = place.with_notes().await;
        let ignored: Result<(), StorageError> = database
            .run("ignore", |transaction| {
                insert(transaction, "half")?;
                let _ignored = transaction.execute("INSERT INTO notes (text) VALUES (NULL)", &[]);
                Ok(())
            })
            .await;
        assert!(ignored.unwrap_err().is_damaged());
        assert_eq!(count(&database).await, 0);
    }
}

#[tokio::test]
async fn a_transaction_that_panics_leaves_nothing_and_the_next_one_works() {
    for place in Place::all() {
        let database = place.with_notes().await;
        let panicked: Result<(), StorageError> = database
            .run("panic", |transaction| {
                insert(transaction, "half")?;
                panic!("a bug in the work")
            })
            .await;
        assert!(panicked.unwrap_err().to_string().contains("panic"));
        assert_eq!(count(&database).await, 0);
        write(&database, "next").await.unwrap();
        assert_eq!(count(&database).await, 1);
    }
}

#[tokio::test]
async fn transactions_do_not_interleave_not_even_those_of_two_processes() {
    for place in Place::all() {
        let one = place.with_notes().await;
        // A file has one process.
        let other = if matches!(place, Place::File(_)) { one.clone() } else { place.with_notes().await };
        let add = |transaction: &Transaction<'_>| {
            let count = count_in(transaction)?;
            insert(transaction, &count.to_string())?;
            Ok::<_, StorageError>(count)
        };
        let tasks: Vec<_> = (0..50)
            .map(|n| {
                let database = if n % 2 == 0 { one.clone() } else { other.clone() };
                tokio::spawn(async move { database.run("add", add).await.unwrap() })
            })
            .collect();
        let mut seen = Vec::new();
        for task in tasks {
            seen.push(task.await.unwrap());
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..50).collect::<Vec<u32>>());
    }
}

#[tokio::test]
async fn migrations_run_once_each_and_each_crate_has_its_own_history() {
    for place in Place::all() {
        let database = place.with_notes().await;
        write(&database, "old").await.unwrap();
        database.migrate(NOTES_AND_STARS).await.unwrap();
        database.migrate(NOTES_AND_STARS).await.unwrap();
        database.migrate(Migrations { table: "other_migrations", steps: &[OTHER] }).await.unwrap();
        assert_eq!(count(&database).await, 1);
    }
}

#[tokio::test]
async fn a_schema_newer_than_known_and_a_changed_step_are_refused() {
    for place in Place::all() {
        let database = place.open();
        database.migrate(NOTES_AND_STARS).await.unwrap();
        let newer = database.migrate(NOTES_ALONE).await.unwrap_err();
        assert!(newer.is_newer(), "{newer}");
        let changed = Migrations { table: "notes_migrations", steps: &[CHANGED, STARS] };
        let damaged = database.migrate(changed).await.unwrap_err();
        assert!(damaged.is_damaged(), "{damaged}");
    }
}

#[tokio::test]
async fn a_failed_step_leaves_the_schema_as_it_was() {
    for place in Place::all() {
        let database = place.open();
        let broken = Migrations { table: "notes_migrations", steps: &[NOTES, BROKEN] };
        assert!(database.migrate(broken).await.is_err());
        // Neither step was done, so that the first one can be done now.
        database.migrate(NOTES_ALONE).await.unwrap();
        assert_eq!(count(&database).await, 0);
    }
}

#[tokio::test]
async fn two_processes_that_start_at_once_take_turns_with_the_steps() {
    let [_, place] = Place::all();
    let (one, other) = (place.open(), place.open());
    let (ours, theirs) = tokio::join!(one.migrate(NOTES_AND_STARS), other.migrate(NOTES_AND_STARS));
    assert!(ours.is_ok() && theirs.is_ok());
}

#[tokio::test]
async fn a_connection_that_was_cut_is_made_anew() {
    let [_, Place::Postgres(postgres)] = Place::all() else { panic!("the second is PostgreSQL") };
    let place = Place::Postgres(postgres);
    let database = place.with_notes().await;
    let Place::Postgres(postgres) = &place else { panic!("the second is PostgreSQL") };
    for n in 1..=3 {
        postgres.ask(postgres_fixture::END_SESSIONS).unwrap();
        write(&database, "after a cut").await.unwrap();
        assert_eq!(count(&database).await, n);
    }
    // Cut in the middle of it, a transaction leaves nothing and says so.
    let ended = "SELECT pg_terminate_backend(pg_backend_pid())";
    let cut: Result<(), StorageError> = database
        .run("cut", move |transaction| {
            insert(transaction, "half")?;
            transaction.find(ended, &[]).map(drop)
        })
        .await;
    assert!(cut.is_err());
    assert_eq!(count(&database).await, 3);
}

#[tokio::test]
async fn a_table_that_a_newer_process_has_changed_is_read_on() {
    let [_, place] = Place::all();
    let (older, newer) = (place.with_notes().await, place.open());
    write(&older, "kept").await.unwrap();
    let all =
        |transaction: &Transaction<'_>| Ok::<_, StorageError>(transaction.query("SELECT * FROM notes", &[])?.len());
    assert_eq!(older.run("read_all", all).await.unwrap(), 1);
    newer.migrate(NOTES_AND_STARS).await.unwrap();
    // What was prepared before fails once, and is prepared anew.
    let _fails_perhaps = older.run("read_all", all).await;
    assert_eq!(older.run("read_all", all).await.unwrap(), 1);
}

#[tokio::test]
async fn what_is_told_in_a_transaction_is_heard_by_others_if_it_is_committed() {
    let [_, place] = Place::all();
    let (one, other) = (place.with_notes().await, place.with_notes().await);
    let (mut at_home, mut elsewhere) = (one.listen(), other.listen());
    let refused: Result<(), StorageError> = one
        .run("refuse", |transaction| {
            transaction.tell("notes", "not committed")?;
            Err(StorageError::unavailable("changed my mind"))
        })
        .await;
    assert!(refused.is_err());
    one.run("tell", |transaction| transaction.tell("notes", "it is there")).await.unwrap();
    let told = Heard::Told { topic: "notes".to_owned(), words: "it is there".to_owned() };
    assert_eq!(timeout(PATIENCE, elsewhere.recv()).await.unwrap().unwrap(), told);
    other.run("tell", |transaction| transaction.tell("notes", "an answer")).await.unwrap();
    let told = Heard::Told { topic: "notes".to_owned(), words: "an answer".to_owned() };
    // Whoever told something does not hear it; the first that is heard is the other's.
    assert_eq!(timeout(PATIENCE, at_home.recv()).await.unwrap().unwrap(), told);
}

#[tokio::test]
async fn whoever_may_have_missed_something_is_told_so() {
    let place = Place::Postgres(postgres_fixture::Database::make().unwrap());
    let database = place.with_notes().await;
    let mut heard = database.listen();
    let Place::Postgres(postgres) = &place else { panic!("it is PostgreSQL") };
    postgres.ask(postgres_fixture::END_SESSIONS).unwrap();
    assert_eq!(timeout(PATIENCE, heard.recv()).await.unwrap().unwrap(), Heard::Missed);
}
