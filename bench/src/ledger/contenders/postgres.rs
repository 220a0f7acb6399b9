//! PostgreSQL as one would use it for this: a function an operation, called by `pgbench` with prepared statements, all settings that
//! make a commit durable at their defaults.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::{Contender, peer_sql};
use crate::ledger::closed_loop::{Cell, Measured, histogram};
use crate::ledger::workload::{AMOUNT_CREDITS_MAX, Chooser, FUNDS_CREDITS, PAIRS_A_RELEASE};

/// Enough for the most callers; the default is 100.
const CONNECTIONS_MAX: u32 = 600;

/// How many clients connect in a second, at the least: pgbench's time runs while they do.
const CONNECTIONS_A_SECOND: usize = 100;

/// How many pairs one client may make in one run before its numbers would meet those of the next run.
const PAIRS_A_RUN_MAX: u64 = 1_000_000_000;

/// A server of its own, in a folder of its own, without a port.
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    runs: u64,
    accounts: usize,
}

/// Why there is none, if there is none.
pub fn is_missing() -> Option<String> {
    programs().err().map(|error| error.to_string())
}

/// Where PostgreSQL's programs are: the newest version's.
fn programs() -> Result<PathBuf> {
    let versions =
        fs::read_dir("/usr/lib/postgresql").map(|entries| entries.flatten().map(|entry| entry.path().join("bin")));
    let installed = versions.into_iter().flatten().chain([PathBuf::from("/usr/local/bin"), PathBuf::from("/usr/bin")]);
    let mut complete: Vec<PathBuf> =
        installed.filter(|folder| folder.join("initdb").exists() && folder.join("pgbench").exists()).collect();
    complete.sort();
    complete.pop().context("PostgreSQL with pgbench is not installed")
}

impl Postgres {
    /// Starts a server and funds so many accounts.
    ///
    /// # Errors
    /// When one of PostgreSQL's programs fails.
    pub fn begin(folder: &Path, accounts: usize) -> Result<Self> {
        let folder = folder.to_owned();
        // The server refuses to be run by root, and whoever runs it instead must be able to write here.
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777))?;
        let server = Self { programs: programs()?, folder, runs: 0, accounts };
        server.program("initdb", &["-D", "data", "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-locale"])?;
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c max_connections={CONNECTIONS_MAX}",
            server.folder.display()
        );
        server.program("pg_ctl", &["-D", "data", "-l", "server.log", "-w", "-o", &options, "start"])?;
        server.ask(include_str!("postgres.sql"))?;
        let last = accounts.saturating_sub(1);
        server.ask(&format!(
            "INSERT INTO accounts SELECT n, {FUNDS_CREDITS}, 0, 1 FROM generate_series(0, {last}) n;
             INSERT INTO entries (account, version, kind, available_delta, held_delta, key)
             SELECT n, 1, 'deposit', {FUNDS_CREDITS}, 0, 'deposit:' || n FROM generate_series(0, {last}) n;"
        ))?;
        server.tidy_up("postgres")?;
        Ok(server)
    }

    /// Does at once what the server would do while it is measured, because a database was filled.
    ///
    /// # Errors
    /// When there is no such database.
    pub fn tidy_up(&self, database: &str) -> Result<()> {
        self.ask_in(database, "VACUUM ANALYZE")?;
        self.ask_in(database, "CHECKPOINT").map(drop)
    }

    /// Makes an empty database beside that of the contender, and gives its address.
    ///
    /// # Errors
    /// When there is one of that name.
    pub fn make_database(&self, name: &str) -> Result<String> {
        self.ask(&format!("CREATE DATABASE {name}"))?;
        Ok(format!("postgresql:///{name}?host={}&user=postgres", self.folder.display()))
    }

    /// Runs one of PostgreSQL's programs in the folder, as the user that it wants.
    fn program(&self, name: &str, arguments: &[&str]) -> Result<String> {
        let program = self.programs.join(name);
        let mut command = if rustix::process::geteuid().is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // A server that inherited pipes would keep them open: what is said goes into files.
        let said = self.folder.join(format!("{name}.out"));
        let file = fs::File::create(&said)?;
        command.current_dir(&self.folder).args(arguments).stdout(file.try_clone()?).stderr(file);
        let status = command.status().with_context(|| format!("cannot start {name}"))?;
        let said = fs::read_to_string(&said)?;
        ensure!(status.success(), "{name}: {}", said.trim());
        Ok(said)
    }

    fn ask(&self, sql: &str) -> Result<String> {
        self.ask_in("postgres", sql)
    }

    fn ask_in(&self, database: &str, sql: &str) -> Result<String> {
        let socket = self.folder.display().to_string();
        let to = ["-h", &socket, "-U", "postgres", "-d", database];
        self.program("psql", &[&to[..], &["-qtAX", "-v", "ON_ERROR_STOP=1", "-c", sql]].concat())
    }

    /// What one client does over and over. Its numbers are its own, so that no key comes twice.
    fn script(&self, cell: &Cell) -> String {
        let (accounts, base) = (self.accounts, self.runs * PAIRS_A_RUN_MAX);
        let account = match cell.chooser {
            Chooser::Uniform(_) => format!("random(0, {accounts} - 1)"),
            // The nearest to 1 that pgbench has.
            Chooser::Zipf(_) => format!("random_zipfian(1, {accounts}, 1.001) - 1"),
            Chooser::Hot => "0".to_owned(),
        };
        let key = |verb: &str| format!("'{verb}:' || lpad(to_hex(:id::bigint), 32, '0')");
        let hold = "lpad(to_hex(:id::bigint), 32, '0')::uuid";
        format!(
            "\\set n :n + 1
\\set id :client_id * 1000000000000 + {base} + :n
\\set account {account}
\\set amount random(1, {AMOUNT_CREDITS_MAX})
\\set ending random(1, {PAIRS_A_RELEASE})
SELECT hold_credits(:account, {}, {hold}, :amount, 'render');
\\if :ending = 1
SELECT release_credits(:account, {}, {hold});
\\else
SELECT settle_credits(:account, {}, {hold});
\\endif
",
            key("hold"),
            key("release"),
            key("settle")
        )
    }

    /// Every pair that a client logged: when it had ended, and how long it took, in microseconds.
    fn logged(&self) -> Result<Vec<(u64, u64)>> {
        let mut pairs = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("pairs.")) {
                continue;
            }
            for line in fs::read_to_string(&path)?.lines() {
                let fields: Vec<u64> = line.split(' ').filter_map(|field| field.parse().ok()).collect();
                let [_client, _number, took_us, _script, seconds, us] = fields[..] else {
                    bail!("pgbench logged {line:?}")
                };
                pairs.push((seconds * 1_000_000 + us, took_us));
            }
            fs::remove_file(&path)?;
        }
        Ok(pairs)
    }
}

impl Contender for Postgres {
    fn version(&self) -> String {
        self.program("postgres", &["--version"])
            .unwrap_or_default()
            .trim()
            .replace("postgres (PostgreSQL)", "PostgreSQL")
    }

    fn run(&mut self, cell: &Cell) -> Result<Measured> {
        self.runs += 1;
        fs::write(self.folder.join("pair.sql"), self.script(cell))?;
        let (clients, threads) = (cell.callers.to_string(), cell.callers.min(2).to_string());
        let connecting_seconds = cell.callers.div_ceil(CONNECTIONS_A_SECOND) as f64;
        let seconds = ((cell.warm_up + cell.duration).as_secs_f64() + connecting_seconds).ceil().to_string();
        let (socket, seed) = (self.folder.display().to_string(), cell.seed.to_string());
        self.program(
            "pgbench",
            &[
                "-n",
                "-M",
                "prepared",
                "-c",
                &clients,
                "-j",
                &threads,
                "-T",
                &seconds,
                "-f",
                "pair.sql",
                "-D",
                "n=0",
                "-l",
                "--log-prefix=pairs",
                "--random-seed",
                &seed,
                "-h",
                &socket,
                "-U",
                "postgres",
                "postgres",
            ],
        )?;
        let pairs = self.logged()?;
        let first_us = pairs.iter().map(|(ended_us, _)| *ended_us).min().context("pgbench logged no pair")?;
        let begin_us = first_us + u64::try_from(cell.warm_up.as_micros())?;
        let end_us = begin_us + u64::try_from(cell.duration.as_micros())?;
        let mut pair_us = histogram()?;
        for (_, took_us) in pairs.into_iter().filter(|(ended_us, _)| (begin_us..end_us).contains(ended_us)) {
            pair_us.record(took_us)?;
        }
        ensure!(!pair_us.is_empty(), "pgbench's clients connected too late");
        let operations_per_second = 2.0 * pair_us.len() as f64 / cell.duration.as_secs_f64();
        Ok(Measured { operations_per_second, pair_us, operation_us: histogram()? })
    }

    fn audit(&mut self) -> Result<String> {
        let answer = self.ask(peer_sql::AUDIT)?;
        let (wrong, entries) = answer.trim().split_once('|').context("no answer to the audit")?;
        ensure!(wrong == "0", "{wrong} accounts do not add up");
        Ok(peer_sql::sentence(entries.parse()?))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = self.program("pg_ctl", &["-D", "data", "-m", "immediate", "-w", "stop"]) {
            eprintln!("PostgreSQL was not stopped: {error:#}");
        }
    }
}
