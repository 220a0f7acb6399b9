//! Ours over HTTP: the program as users get it, in a process of its own, with an API key. One connection a caller, which stays open.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use credits::AccountId;
use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::Contender;
use super::engine::sentence;
use crate::ledger::closed_loop::{Caller, Cell, Measured, run};
use crate::ledger::hello::{Server, start};
use crate::ledger::http::{Connection, Request};
use crate::ledger::workload::{FUNDS_CREDITS, Pair, Pairs, account_id};

/// How many accounts are funded by one call.
const FUNDED_AT_ONCE: usize = 1_000;

/// How many pairs one caller of `/v1/batch` has in hand.
const PAIRS_A_BATCH: usize = 100;

/// A server on a data folder of its own.
pub struct OverHttp {
    _server: Server,
    address: SocketAddr,
    path: PathBuf,
    /// The line of a request's head that carries the key.
    authorization: Arc<str>,
    accounts: Arc<[AccountId]>,
    runtime: Handle,
    /// Whether callers send many operations in one request.
    is_batched: bool,
}

/// Why it cannot be measured, if it cannot.
pub fn is_missing() -> Option<String> {
    let program = program();
    (!program.exists()).then(|| "`farebox` is not built beside the program that measures".to_owned())
}

/// The program is where this one is.
fn program() -> PathBuf {
    std::env::current_exe().unwrap_or_default().with_file_name("farebox")
}

impl OverHttp {
    /// Starts a server, makes a key, and funds so many accounts.
    ///
    /// # Errors
    /// When the server does not start or something is refused.
    pub fn begin(folder: &Path, accounts: usize, runtime: &Handle, is_batched: bool) -> Result<Self> {
        let data = folder.join("data");
        let mut command = Command::new(program());
        command.current_dir(folder).args(["serve", "--json", "--listen", "127.0.0.1:0", "--data"]).arg(&data);
        let (server, address) = start(&mut command, |line| {
            let ready: Value = serde_json::from_str(line).ok()?;
            ready.get("address")?.as_str()?.strip_prefix("http://")?.parse().ok()
        })?;
        let made = Command::new(program()).args(["key", "create", "bench", "--json", "--data"]).arg(&data).output()?;
        ensure!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let made: Value = serde_json::from_slice(&made.stdout)?;
        let key = made.get("key").and_then(Value::as_str).context("no key was made")?;
        let authorization = format!("authorization: Bearer {key}\r\ncontent-type: application/json\r\n").into();
        let accounts: Arc<[AccountId]> = (0..accounts).map(account_id).collect();
        let path = data.join("ledger.db");
        let ours =
            Self { _server: server, address, path, authorization, accounts, runtime: runtime.clone(), is_batched };
        runtime.block_on(ours.fund())?;
        Ok(ours)
    }

    async fn fund(&self) -> Result<()> {
        let mut caller = self.caller().await?;
        for accounts in self.accounts.chunks(FUNDED_AT_ONCE) {
            let item = |account: &AccountId| json!({"do": "deposit", "account": account, "key": "funds", "amount": FUNDS_CREDITS, "source": "grant"});
            let items: Vec<Value> = accounts.iter().map(item).collect();
            caller.batch(&json!({"items": items}).to_string(), 201, accounts.len()).await?;
        }
        Ok(())
    }

    async fn caller(&self) -> Result<HttpCaller> {
        let connection = Connection::open(self.address).await?;
        let (authorization, accounts) = (Arc::clone(&self.authorization), Arc::clone(&self.accounts));
        Ok(HttpCaller { connection, authorization, accounts, hold: String::new() })
    }
}

/// One who sends each operation as a request of its own.
struct HttpCaller {
    connection: Connection,
    authorization: Arc<str>,
    accounts: Arc<[AccountId]>,
    /// The hold that is to be ended, as the server named it.
    hold: String,
}

impl HttpCaller {
    fn account(&self, pair: &Pair) -> AccountId {
        self.accounts.get(pair.account).copied().unwrap_or_else(|| account_id(pair.account))
    }

    async fn write(&mut self, line: &str, key: &str, body: &str) -> Result<(u16, &str)> {
        let head = format!("{}idempotency-key: {key}\r\n", self.authorization);
        self.connection.ask(&Request { line, head: &head, body }).await
    }

    /// Sends a batch, every item of which must come to the same status, and gives the holds that were made.
    async fn batch(&mut self, body: &str, status: u16, items: usize) -> Result<Vec<String>> {
        let request = Request { line: "POST /v1/batch", head: &self.authorization, body };
        let (whole, answer) = self.connection.ask(&request).await?;
        ensure!(whole == 200, "the server says {whole} {answer}");
        let done = answer.matches(&format!("\"status\":{status},\"body\":{{\"amount\"")).count();
        ensure!(done == items, "of {items} items {done} were done: {answer}");
        Ok(answer.split("\"hold\":\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect())
    }
}

fn held(pair: &Pair) -> String {
    format!("\"amount\":{},\"operation\":\"render\",\"expires_in_seconds\":3600}}", pair.amount_credits)
}

const fn end(pair: &Pair) -> &'static str {
    if pair.is_settled { "settle" } else { "release" }
}

impl Caller for HttpCaller {
    async fn hold(&mut self, pair: &Pair) -> Result<()> {
        let line = format!("POST /v1/accounts/{}/holds", self.account(pair));
        let (status, body) = self.write(&line, &format!("hold:{}", pair.id), &format!("{{{}", held(pair))).await?;
        ensure!(status == 201, "the server says {status} {body}");
        let hold = body.split_once("\"hold\":\"").and_then(|(_, rest)| rest.split_once('"'));
        self.hold = hold.context("an answer without a hold")?.0.to_owned();
        Ok(())
    }

    async fn end(&mut self, pair: &Pair) -> Result<()> {
        let line = format!("POST /v1/holds/{}/{}", self.hold, end(pair));
        let (status, body) = self.write(&line, &format!("end:{}", pair.id), "{}").await?;
        ensure!(status == 200, "the server says {status} {body}");
        Ok(())
    }
}

/// One who sends many holds in one request, and then their ends.
struct BatchCaller {
    caller: HttpCaller,
    /// Where the pairs come from that go with the one that is asked for.
    others: Pairs,
    pairs: Vec<Pair>,
    holds: Vec<String>,
}

impl Caller for BatchCaller {
    const PAIRS_AT_ONCE: usize = PAIRS_A_BATCH;

    async fn hold(&mut self, pair: &Pair) -> Result<()> {
        self.pairs.clear();
        self.pairs.push(*pair);
        self.pairs.extend(std::iter::repeat_with(|| self.others.next_pair()).take(PAIRS_A_BATCH - 1));
        let mut body = String::from("{\"items\":[");
        for pair in &self.pairs {
            let (comma, account) = (if body.ends_with('[') { "" } else { "," }, self.caller.account(pair));
            // Writing to a string cannot fail.
            let _ = write!(
                body,
                "{comma}{{\"do\":\"hold\",\"account\":\"{account}\",\"key\":\"hold:{}\",{}",
                pair.id,
                held(pair)
            );
        }
        body.push_str("]}");
        self.holds = self.caller.batch(&body, 201, PAIRS_A_BATCH).await?;
        ensure!(self.holds.len() == PAIRS_A_BATCH, "only {} holds were named", self.holds.len());
        Ok(())
    }

    async fn end(&mut self, _pair: &Pair) -> Result<()> {
        let mut body = String::from("{\"items\":[");
        for (pair, hold) in self.pairs.iter().zip(&self.holds) {
            let comma = if body.ends_with('[') { "" } else { "," };
            // Writing to a string cannot fail.
            let _ = write!(body, "{comma}{{\"do\":\"{}\",\"hold\":\"{hold}\",\"key\":\"end:{}\"}}", end(pair), pair.id);
        }
        body.push_str("]}");
        self.caller.batch(&body, 200, PAIRS_A_BATCH).await.map(drop)
    }
}

impl Contender for OverHttp {
    fn version(&self) -> String {
        format!("Farebox {} over HTTP", env!("CARGO_PKG_VERSION"))
    }

    fn run(&mut self, cell: &Cell) -> Result<Measured> {
        self.runtime.block_on(async {
            let mut callers = Vec::new();
            for _ in 0..cell.callers {
                callers.push(self.caller().await?);
            }
            if !self.is_batched {
                return run(callers, cell).await;
            }
            let batched = callers.into_iter().zip(1_000_000..).map(|(caller, number)| BatchCaller {
                caller,
                others: Pairs::new(cell.chooser.clone(), cell.seed.wrapping_mul(1_000_003).wrapping_add(number)),
                pairs: Vec::new(),
                holds: Vec::new(),
            });
            run(batched.collect(), cell).await
        })
    }

    fn audit(&mut self) -> Result<String> {
        sentence(&ledger::audit::audit_sqlite(&self.path, &mut |_| {})?)
    }
}
