//! The targets, and whether they are met.

use super::LedgerResult;
use super::contenders::Kind;
use super::hello::CONNECTIONS;
use super::workload::Shape;

/// A target and what came of it.
pub struct Target {
    /// What is wanted.
    pub wanted: &'static str,
    /// What was measured, for people.
    pub measured: String,
    /// Whether that is enough.
    pub is_met: bool,
}

impl LedgerResult {
    /// Every target of which everything was measured that it speaks of.
    #[must_use]
    pub fn targets(&self) -> Vec<Target> {
        let all = [self.uniform(), self.uniform_sqlite(), self.hot(), self.hot_uniform(), self.one_caller()];
        let shared = [self.postgres_uniform(), self.postgres_hot()];
        let http = [self.http_hello(), self.http_p99(), self.http_postgres(), self.http_batch()];
        let sizes = [self.memory_an_account(), self.start(), self.audit_rate(), self.audit_memory(), self.growth()];
        all.into_iter().chain(shared).chain(http).chain(sizes).flatten().collect()
    }

    /// How many times faster our engine is than a peer.
    fn times(&self, shape: Shape, callers: usize, peer: (Kind, Shape, usize)) -> Option<f64> {
        self.ratio((Kind::Engine, shape, callers), peer)
    }

    /// How many times faster one is than another.
    fn ratio(&self, one: (Kind, Shape, usize), other: (Kind, Shape, usize)) -> Option<f64> {
        let versus = self.versus.as_ref()?;
        Some(versus.rate(one.0, one.1, one.2)? / versus.rate(other.0, other.1, other.2)?)
    }

    fn uniform(&self) -> Option<Target> {
        let wanted = "engine, 512 callers, uniform: at least 10 × the PL/pgSQL function at 64";
        Some(at_least(wanted, self.times(Shape::Uniform, 512, (Kind::Postgres, Shape::Uniform, 64))?, 10.0))
    }

    fn uniform_sqlite(&self) -> Option<Target> {
        let wanted = "engine, 512 callers, uniform: at least 20 × one SQLite transaction an operation";
        Some(at_least(wanted, self.times(Shape::Uniform, 512, (Kind::Sqlite, Shape::Uniform, 512))?, 20.0))
    }

    fn hot(&self) -> Option<Target> {
        let wanted = "engine, 512 callers, one hot account: at least 20 × the PL/pgSQL function there at 64";
        Some(at_least(wanted, self.times(Shape::Hot, 512, (Kind::Postgres, Shape::Hot, 64))?, 20.0))
    }

    fn hot_uniform(&self) -> Option<Target> {
        let wanted = "engine, 512 callers: one hot account at least 0.9 × uniform";
        Some(at_least(wanted, self.times(Shape::Hot, 512, (Kind::Engine, Shape::Uniform, 512))?, 0.9))
    }

    fn one_caller(&self) -> Option<Target> {
        let cell = self.versus.as_ref()?.find(Kind::Engine, Shape::Uniform, 1)?;
        let times = cell.operation_p99_ms?.median / self.limits.as_ref()?.fdatasync_p99_ms.median;
        let wanted = "engine, 1 caller: p99 of an operation at most 3 × that of the machine's `fdatasync`";
        Some(Target { wanted, measured: format!("{times:.2} ×"), is_met: times <= 3.0 })
    }

    fn postgres_uniform(&self) -> Option<Target> {
        let wanted = "engine on PostgreSQL, 512 callers, uniform: at least 4 × the PL/pgSQL function";
        let cell = |kind| (kind, Shape::Uniform, 512);
        Some(at_least(wanted, self.ratio(cell(Kind::EnginePostgres), cell(Kind::Postgres))?, 4.0))
    }

    fn postgres_hot(&self) -> Option<Target> {
        let wanted = "engine on PostgreSQL, 512 callers, one hot account: at least 15 × the PL/pgSQL function";
        let cell = |kind| (kind, Shape::Hot, 512);
        Some(at_least(wanted, self.ratio(cell(Kind::EnginePostgres), cell(Kind::Postgres))?, 15.0))
    }

    fn http_hello(&self) -> Option<Target> {
        let rate = self.versus.as_ref()?.rate(Kind::OverHttp, Shape::Uniform, CONNECTIONS)?;
        let wanted = "over HTTP, 64 connections, uniform: at least 0.45 × a server that says hello";
        Some(at_least(wanted, rate / self.limits.as_ref()?.hellos_per_second.median, 0.45))
    }

    fn http_p99(&self) -> Option<Target> {
        let cell = self.versus.as_ref()?.find(Kind::OverHttp, Shape::Uniform, CONNECTIONS)?;
        let p99_ms = cell.operation_p99_ms?;
        let wanted = "over HTTP, 64 connections, uniform: p99 of an operation at most 8 ms";
        Some(Target { wanted, measured: p99_ms.shown(" ms", 2), is_met: p99_ms.median <= 8.0 })
    }

    fn http_postgres(&self) -> Option<Target> {
        let wanted = "over HTTP, 64 connections, uniform: at least 4 × the PL/pgSQL function at 64";
        let cell = |kind| (kind, Shape::Uniform, CONNECTIONS);
        Some(at_least(wanted, self.ratio(cell(Kind::OverHttp), cell(Kind::Postgres))?, 4.0))
    }

    fn http_batch(&self) -> Option<Target> {
        let wanted = "over HTTP, 8 callers of `/v1/batch` with 100: at least 0.8 × the engine with 512 callers";
        let (one, other) = ((Kind::OverHttpBatch, Shape::Uniform, 8), (Kind::Engine, Shape::Uniform, 512));
        Some(at_least(wanted, self.ratio(one, other)?, 0.8))
    }

    fn memory_an_account(&self) -> Option<Target> {
        let bytes = self.memory.as_ref()?.bytes_an_account();
        let wanted = "memory: at most 120 bytes an account that is kept, and no more of them than the bound";
        Some(Target { wanted, measured: format!("{bytes:.0} bytes"), is_met: bytes <= 120.0 })
    }

    fn start(&self) -> Option<Target> {
        let seconds = self.sizes.as_ref()?.largest.as_ref()?.start_seconds;
        let wanted = "start of the largest ledger: at most 1 s until it is ready";
        Some(Target { wanted, measured: seconds.shown(" s", 3), is_met: seconds.median <= 1.0 })
    }

    fn audit_rate(&self) -> Option<Target> {
        let rate = self.sizes.as_ref()?.largest.as_ref()?.audit_entries_per_second;
        let wanted = "audit of the largest ledger: at least 1,000,000 entries a second";
        Some(Target { wanted, measured: rate.shown("/s", 0), is_met: rate.median >= 1_000_000.0 })
    }

    fn audit_memory(&self) -> Option<Target> {
        let bytes = self.sizes.as_ref()?.largest.as_ref()?.audit_resident_bytes_max;
        let wanted = "audit of the largest ledger: at most 200 MB";
        Some(Target { wanted, measured: format!("{:.0} MB", bytes as f64 / 1e6), is_met: bytes <= 200_000_000 })
    }

    fn growth(&self) -> Option<Target> {
        let flatness = self.sizes.as_ref()?.flatness()?;
        let wanted = "rate over all sizes: the slowest at least 0.75 × the fastest";
        Some(at_least(wanted, flatness, 0.75))
    }
}

fn at_least(wanted: &'static str, times: f64, least: f64) -> Target {
    Target { wanted, measured: format!("{times:.2} ×"), is_met: times >= least }
}
