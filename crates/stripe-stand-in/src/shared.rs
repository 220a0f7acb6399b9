//! What everybody shares: the world behind its lock, the clock, and the way to those who deliver.

use parking_lot::Mutex;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::TestClock;
use crate::delivery::{Job, Traffic};
use crate::faults::DeliveryPlan;
use crate::settings::DeliverySettings;
use crate::state::{Delivery, DeliveryState, Event, World};

/// What everybody shares.
pub(crate) struct Shared {
    pub clock: TestClock,
    pub delivery: DeliverySettings,
    pub client: reqwest::Client,
    pub traffic: watch::Sender<Traffic>,
    /// Ends everything that runs.
    pub over: CancellationToken,
    /// Everything that runs.
    pub tasks: TaskTracker,
    world: Mutex<World>,
    jobs: mpsc::UnboundedSender<Job>,
}

impl Shared {
    pub(crate) fn new(
        clock: TestClock,
        delivery: DeliverySettings,
        client: reqwest::Client,
        world: World,
        jobs: mpsc::UnboundedSender<Job>,
    ) -> Self {
        Self {
            clock,
            delivery,
            client,
            traffic: watch::Sender::new(Traffic::default()),
            over: CancellationToken::new(),
            tasks: TaskTracker::new(),
            world: Mutex::new(world),
            jobs,
        }
    }

    /// Takes the lock, does first what came due in the meantime, and sends off what happened.
    pub(crate) fn with<R>(&self, act: impl FnOnce(&mut World) -> R) -> R {
        let mut world = self.world.lock();
        let now_s = self.clock.now_s();
        world.catch_up(now_s);
        let result = act(&mut world);
        // Sent off under the lock, so that deliveries are in the order of events.
        for event in std::mem::take(&mut world.outbox) {
            self.send_off(&mut world, &event);
        }
        result
    }

    /// Delivers an event once more to everybody who wants it, without faults.
    pub(crate) fn send_again(&self, world: &mut World, event: &str) {
        for endpoint in who_wants(world, event) {
            self.deliver(world, event, endpoint, DeliveryPlan::PLAIN);
        }
    }

    /// Runs something until it ends or everything is over.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let over = self.over.clone();
        self.tasks.spawn(async move {
            over.run_until_cancelled(task).await;
        });
    }

    fn send_off(&self, world: &mut World, event: &str) {
        for endpoint in who_wants(world, event) {
            let plans = world.luck.for_event();
            if plans.is_empty() {
                note(world, event, Delivery::new(endpoint.clone(), DeliveryState::Dropped));
            }
            for plan in plans {
                self.deliver(world, event, endpoint.clone(), plan);
            }
        }
    }

    fn deliver(&self, world: &mut World, event: &str, endpoint: String, plan: DeliveryPlan) {
        let Some(place) = note(world, event, Delivery::new(endpoint.clone(), DeliveryState::Waiting)) else { return };
        self.traffic.send_modify(|traffic| traffic.unfinished += 1);
        // Nobody takes jobs any more when everything is over.
        let _ = self.jobs.send(Job { event: event.to_owned(), place, endpoint, plan });
    }
}

/// Puts a delivery down with its event, and gives its place there.
fn note(world: &mut World, event: &str, delivery: Delivery) -> Option<usize> {
    let event = world.events.get_mut(event)?;
    event.deliveries.push(delivery);
    Some(event.deliveries.len() - 1)
}

/// The endpoints that want to be told of an event.
fn who_wants(world: &World, event: &str) -> Vec<String> {
    let kind = world.events.get(event).map_or("", |event: &Event| event.kind);
    world.endpoints.iter().filter(|endpoint| endpoint.wants(kind)).map(|endpoint| endpoint.id.clone()).collect()
}
