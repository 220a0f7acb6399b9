//! Redis as one would use it for this: a Lua script an operation, every write on disk before it is answered.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::runtime::Handle;

use super::Contender;
use super::resp::Connection;
use crate::ledger::closed_loop::{Caller, Cell, Measured, run};
use crate::ledger::workload::{FUNDS_CREDITS, Pair};

/// How often a server is asked whether it is there, and how long between.
const ATTEMPTS: u32 = 100;
const BETWEEN_ATTEMPTS: Duration = Duration::from_millis(50);

/// A server of its own, without a port.
pub struct Redis {
    server: Child,
    socket: PathBuf,
    scripts: Scripts,
    accounts: usize,
    runtime: Handle,
}

/// The names under which the server keeps the scripts.
#[derive(Clone)]
struct Scripts {
    hold: String,
    end: String,
    audit: String,
}

/// Why there is none, if there is none.
pub fn is_missing() -> Option<String> {
    version().is_none().then(|| "redis-server is not installed".to_owned())
}

fn version() -> Option<String> {
    let output = Command::new("redis-server").arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split(' ').find_map(|word| word.strip_prefix("v=")).map(|version| format!("Redis {version}"))
}

impl Redis {
    /// Starts a server and funds so many accounts.
    ///
    /// # Errors
    /// When it does not start.
    pub fn begin(folder: &Path, accounts: usize, runtime: &Handle) -> Result<Self> {
        let socket = folder.join("redis.sock");
        let server = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--daemonize", "no"])
            .arg("--dir")
            .arg(folder)
            .arg("--unixsocket")
            .arg(&socket)
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start redis-server")?;
        let scripts = Scripts { hold: String::new(), end: String::new(), audit: String::new() };
        // Whatever fails from here on, the server is stopped.
        let mut redis = Self { server, socket, scripts, accounts, runtime: runtime.clone() };
        redis.scripts = runtime.block_on(fund(&redis.socket, accounts))?;
        Ok(redis)
    }
}

async fn fund(socket: &Path, accounts: usize) -> Result<Scripts> {
    let mut connection = Connection::open(socket).await;
    for _ in 0..ATTEMPTS {
        if connection.is_ok() {
            break;
        }
        tokio::time::sleep(BETWEEN_ATTEMPTS).await;
        connection = Connection::open(socket).await;
    }
    let mut connection = connection?;
    connection.ask(&["CONFIG", "SET", "appendfsync", "no"]).await?;
    let funds = FUNDS_CREDITS.to_string();
    for account in 0..accounts {
        let (account, entries) = (format!("account:{account}"), format!("entries:{account}"));
        connection.ask(&["HSET", &account, "available", &funds, "held", "0", "version", "1"]).await?;
        connection.ask(&["RPUSH", &entries, &format!("deposit,{funds},0,")]).await?;
    }
    connection.ask(&["CONFIG", "SET", "appendfsync", "always"]).await?;
    Ok(Scripts {
        hold: connection.ask(&["SCRIPT", "LOAD", include_str!("hold.lua")]).await?,
        end: connection.ask(&["SCRIPT", "LOAD", include_str!("end.lua")]).await?,
        audit: connection.ask(&["SCRIPT", "LOAD", include_str!("audit.lua")]).await?,
    })
}

struct RedisCaller {
    connection: Connection,
    scripts: Scripts,
}

impl Caller for RedisCaller {
    async fn hold(&mut self, pair: &Pair) -> Result<()> {
        let (account, entries) = (format!("account:{}", pair.account), format!("entries:{}", pair.account));
        let (hold, amount) = (format!("hold:{}", pair.id), pair.amount_credits.to_string());
        let (key, asked) = (format!("key:hold:{}", pair.id), format!("hold {} {amount}", pair.id));
        let words = ["EVALSHA", &self.scripts.hold, "4", &account, &entries, &hold, &key, &amount, &asked];
        self.connection.ask(&words).await?;
        Ok(())
    }

    async fn end(&mut self, pair: &Pair) -> Result<()> {
        let verb = if pair.is_settled { "settle" } else { "release" };
        let (account, entries) = (format!("account:{}", pair.account), format!("entries:{}", pair.account));
        let (hold, key) = (format!("hold:{}", pair.id), format!("key:{verb}:{}", pair.id));
        let asked = format!("{verb} {}", pair.id);
        let words = ["EVALSHA", &self.scripts.end, "4", &account, &entries, &hold, &key, verb, &asked];
        self.connection.ask(&words).await?;
        Ok(())
    }
}

impl Contender for Redis {
    fn version(&self) -> String {
        version().unwrap_or_default()
    }

    fn run(&mut self, cell: &Cell) -> Result<Measured> {
        self.runtime.block_on(async {
            let mut callers = Vec::with_capacity(cell.callers);
            for _ in 0..cell.callers {
                let connection = Connection::open(&self.socket).await?;
                callers.push(RedisCaller { connection, scripts: self.scripts.clone() });
            }
            run(callers, cell).await
        })
    }

    fn audit(&mut self) -> Result<String> {
        let entries = self.runtime.block_on(async {
            let mut connection = Connection::open(&self.socket).await?;
            let mut sum = 0_u64;
            for account in 0..self.accounts {
                let (account, entries) = (format!("account:{account}"), format!("entries:{account}"));
                let words = ["EVALSHA", &self.scripts.audit, "2", &account, &entries];
                sum += connection.ask(&words).await?.parse::<u64>()?;
            }
            anyhow::Ok(sum)
        })?;
        Ok(format!(
            "every balance is the sum of its entries, of {entries} in all, and active holds add up to what is held"
        ))
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        // It has nothing to keep.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
