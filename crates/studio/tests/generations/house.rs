//! A data folder that outlives the programs that run on it, and a program that can stop or crash.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use credits::decide::{Balance, Source};
use credits::{AccountId, AspectRatio, Catalog, Credits, HoldId, IdempotencyKey, Kind, Request, Timestamp};
use ledger::verbs::{Deposit, Reinstate, Reverse};
use ledger::{Clock, Ids, Ledger};
use storage_fixture::{Part, Storage};
use studio::steps::Claim;
use studio::{Accepted, Generation, State, Studio, StudioParts, StudioSettings, SubmitError};
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::script::{Job, Scripted};

pub const ANNA: AccountId = AccountId(Uuid::from_u128(0xA));
pub const BERT: AccountId = AccountId(Uuid::from_u128(0xB));

/// Longer than anything that a test waits for, on the busiest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A data folder and the time. What is in it stays when a program ends.
pub struct Folder {
    storage: Storage,
    pub clock: Clock,
    pub settings: StudioSettings,
    /// What things cost, from the next program on.
    pub catalog: String,
    ids: Ids,
}

/// A program on a data folder.
pub struct House {
    pub studio: Studio,
    pub ledger: Ledger,
    pub clock: Clock,
    jobs: mpsc::UnboundedReceiver<Job>,
    run: Option<(CancellationToken, JoinHandle<()>)>,
}

impl Folder {
    /// A folder in which Anna has 300 credits.
    pub fn new() -> Self {
        Self::on(Storage::new())
    }

    /// The same on a storage that is there.
    pub fn on(storage: Storage) -> Self {
        let folder = Self {
            storage,
            clock: Clock::manual(Timestamp(1_780_000_000_000_000)),
            settings: StudioSettings::default(),
            catalog: include_str!("../../../../catalog.toml").to_owned(),
            ids: Ids::seeded(7),
        };
        folder.life(async |house| house.deposit(300).await);
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.storage.folder().join(name)
    }

    /// The life of a program from its start to its end. When `live` returns, everything that still runs is cut off as by a crash.
    pub fn life<T>(&self, live: impl AsyncFnOnce(&mut House) -> T) -> T {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let outcome = runtime.block_on(async {
            let mut house = self.open().await;
            live(&mut house).await
        });
        if self.storage.is_shared() {
            // Nobody knows that this was the only process, so that what it left is taken up when its leases have run out.
            self.clock.advance(self.settings.lease);
        }
        outcome
    }

    /// One process on the folder.
    pub async fn open(&self) -> House {
        let (sender, jobs) = mpsc::unbounded_channel();
        let ledger = self.storage.ledger(&self.clock);
        let studio = Studio::open(StudioParts {
            ledger: ledger.clone(),
            database: self.storage.database(&self.ids),
            catalog: Arc::new(Catalog::from_toml(&self.catalog).unwrap()),
            generator: Arc::new(Scripted { jobs: sender }),
            assets_directory: self.path("assets"),
            clock: self.clock.clone(),
            ids: self.ids.clone(),
            settings: self.settings,
        });
        House { studio: studio.await.unwrap(), ledger, clock: self.clock.clone(), jobs, run: None }
    }

    /// Breaks a store from outside: every statement that the trigger names fails until the fault is repaired.
    pub fn break_store(&self, part: Part, when: &str) -> impl FnOnce() {
        self.storage.break_changes(part, when);
        let table = when.split(' ').skip_while(|word| *word != "ON").nth(1).unwrap().to_owned();
        move || self.storage.mend_changes(part, &table)
    }

    /// Whether anything is left of a generation's files.
    pub fn has_files(&self, id: Uuid) -> bool {
        self.path("assets").join(ANNA.to_string()).join(id.to_string()).exists()
    }

    /// Checks what must be true of every folder in the end: the ledger agrees with itself, no hold is left, and spent credits are those of
    /// the generations that succeeded.
    pub fn audit(&self) {
        let report = self.storage.audit();
        assert!(report.is_clean(), "{:?}", report.differences);
        self.life(async |house| {
            let (generations, _) = house.studio.list(ANNA, None, 100).await.unwrap();
            let cost =
                generations.iter().filter(|it| matches!(it.state, State::Succeeded { .. })).map(|it| it.cost.get());
            let balance = house.balance().await;
            assert_eq!((balance.available.get(), balance.held.get()), (300 - cost.sum::<i64>(), 0));
            assert!(generations.iter().all(|it| it.state.is_final()), "{generations:?}");
        });
    }
}

impl House {
    /// Lets the runners work.
    pub fn start(&mut self) {
        let shutdown = CancellationToken::new();
        let run = tokio::spawn(self.studio.clone().run(shutdown.clone()));
        self.run = Some((shutdown, run));
    }

    /// Stops the runners as a program does that is asked to stop.
    pub async fn stop(&mut self) {
        let (shutdown, run) = self.run.take().unwrap();
        shutdown.cancel();
        patiently(run).await.unwrap();
    }

    /// The next work that reaches the generator.
    pub async fn job(&mut self) -> Job {
        patiently(self.jobs.recv()).await.unwrap()
    }

    /// Work that has reached the generator and was not taken from it by the test yet.
    pub fn has_job(&self) -> bool {
        !self.jobs.is_empty()
    }

    pub async fn deposit(&self, credits: u32) {
        let deposit = Deposit {
            key: IdempotencyKey::of("pack", Uuid::from_u128(credits.into())),
            amount: Credits::from(credits),
            source: Source::Pack,
            note: "Starter Pack".to_owned(),
            expires_at: None,
        };
        self.ledger.deposit(ANNA, deposit).await.unwrap();
    }

    pub async fn balance(&self) -> Balance {
        self.ledger.balance(ANNA).await.unwrap()
    }

    /// What Anna has: available and held.
    /// The pack is refunded.
    pub async fn takes_back(&self, credits: u32) {
        let deposit = IdempotencyKey::of("pack", Uuid::from_u128(credits.into()));
        let (key, amount) = (IdempotencyKey::of("refund", Uuid::from_u128(1)), Credits::from(credits));
        let reverse = Reverse { key, deposit, amount, note: "refunded".to_owned() };
        self.ledger.reverse(ANNA, reverse).await.unwrap();
    }

    /// The refund has failed.
    pub async fn gives_again(&self, credits: u32) {
        let deposit = IdempotencyKey::of("pack", Uuid::from_u128(credits.into()));
        let (key, amount) = (IdempotencyKey::of("refund failed", Uuid::from_u128(1)), Credits::from(credits));
        let reinstate = Reinstate { key, deposit, amount, note: "refund failed".to_owned() };
        self.ledger.reinstate(ANNA, reinstate).await.unwrap();
    }

    pub async fn has(&self) -> (i64, i64) {
        let balance = self.balance().await;
        (balance.available.get(), balance.held.get())
    }

    pub async fn submit(&self, intent: &str) -> Result<Accepted, SubmitError> {
        self.studio.submit(ANNA, key(intent), sora("a boat"), Credits::from(80)).await
    }

    /// A generation of Anna's in the queue.
    pub async fn queued(&self, intent: &str) -> Uuid {
        self.submit(intent).await.unwrap().generation.id
    }

    /// Asks as a browser does that gets no answer: again with the same key, until the attempt that is at work is done.
    pub async fn submit_until_answered(&self, intent: &str) -> Uuid {
        patiently(async {
            loop {
                match self.submit(intent).await {
                    Ok(accepted) => return accepted.generation.id,
                    Err(SubmitError::InProgress) => tokio::task::yield_now().await,
                    Err(error) => panic!("{error:?}"),
                }
            }
        })
        .await
    }

    /// A generation of Anna's in a runner's hands.
    pub async fn claimed(&self, intent: &str) -> Claim {
        let id = self.queued(intent).await;
        let claim = self.studio.steps().claim().await.unwrap().unwrap();
        assert_eq!(claim.generation().unwrap().id, id);
        claim
    }

    pub async fn find(&self, id: Uuid) -> Generation {
        self.studio.find(ANNA, id).await.unwrap().unwrap()
    }

    /// Whether a running generation's lease lasts until a moment, and its hold three heartbeats longer.
    pub async fn is_kept_until(&self, id: Uuid, moment: Timestamp) -> bool {
        let hold = self.ledger.find_hold(ANNA, HoldId(id)).await.unwrap().unwrap();
        let State::Running { lease_until, .. } = self.find(id).await.state else { panic!("it does not run") };
        lease_until >= moment && hold.expires_at >= moment.after(3 * StudioSettings::default().heartbeat)
    }

    /// The generation when it has ended and its hold with it.
    pub async fn ended(&self, id: Uuid) -> Generation {
        let mut balances = self.ledger.subscribe(ANNA);
        let mut changes = self.studio.subscribe(ANNA);
        patiently(async {
            loop {
                let hold = self.ledger.find_hold(ANNA, HoldId(id)).await.unwrap();
                let is_active = hold.is_some_and(|hold| hold.state == credits::decide::HoldState::Active);
                let generation = self.find(id).await;
                // What is written can be read a moment before it is acknowledged, and only then do balances have it.
                let newest = self.ledger.entries(ANNA, None, 1).await.unwrap().first().map_or(0, |entry| entry.version);
                let is_told = newest <= self.balance().await.version;
                if generation.state.is_final() && !is_active && is_told {
                    return generation;
                }
                tokio::select! {
                    _ = balances.changed() => {}
                    _ = changes.recv() => {}
                }
            }
        })
        .await
    }
}

/// The next change that a test waits for.
pub async fn next(changes: &mut broadcast::Receiver<Generation>) -> Generation {
    patiently(changes.recv()).await.unwrap()
}

/// Waits, but not for ever.
pub async fn patiently<T>(wait: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, wait).await.expect("it happens in the end")
}

pub fn key(intent: &str) -> IdempotencyKey {
    IdempotencyKey::new(intent).unwrap()
}

/// A request that costs 80 credits.
pub fn sora(prompt: &str) -> Request {
    Request {
        kind: Kind::Render,
        model: "sora-2".to_owned(),
        prompt: prompt.to_owned(),
        aspect_ratio: AspectRatio::Wide,
        seconds: 5,
    }
}

pub fn reason(generation: &Generation) -> &str {
    match &generation.state {
        State::Failed { reason, .. } => reason,
        other => panic!("not failed: {other:?}"),
    }
}
