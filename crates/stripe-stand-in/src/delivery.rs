//! Deliver: each event goes to each endpoint by a task of its own, again and again with growing pauses until it is taken.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, USER_AGENT};
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

use crate::events;
use crate::faults::DeliveryPlan;
use crate::shared::Shared;
use crate::signature;
use crate::state::{DeliveryState, Event, World};

/// How long a delivery that is held back waits for another one to overtake it.
const HELD_BACK: Duration = Duration::from_millis(25);

/// One event on its way to one endpoint.
#[derive(Debug)]
pub(crate) struct Job {
    pub event: String,
    /// Its place among the event's deliveries.
    pub place: usize,
    pub endpoint: String,
    pub plan: DeliveryPlan,
}

/// How much is under way.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    /// Whether deliveries wait until they are told to go on.
    pub is_stopped: bool,
    /// Deliveries that were neither taken nor given up.
    pub unfinished: usize,
    /// Attempts that wait for an answer.
    pub attempting: usize,
}

impl Traffic {
    /// Whether nothing will happen until somebody does something.
    pub(crate) fn is_quiet(&self) -> bool {
        if self.is_stopped { self.attempting == 0 } else { self.unfinished == 0 }
    }
}

/// What became of one attempt.
struct Attempt {
    is_taken: bool,
    said: String,
}

/// Gives every job to the lane of its endpoint.
pub(crate) async fn dispatch(shared: Arc<Shared>, mut jobs: UnboundedReceiver<Job>) {
    let mut lanes = HashMap::new();
    while let Some(job) = jobs.recv().await {
        let lane = lanes.entry(job.endpoint.clone()).or_insert_with(|| {
            let (sender, receiver) = mpsc::unbounded_channel();
            shared.spawn(run_lane(Arc::clone(&shared), receiver));
            sender
        });
        // A lane ends only when everything does.
        let _ = lane.send(job);
    }
}

/// Begins the deliveries to one endpoint in their order, but for those that are held back.
async fn run_lane(shared: Arc<Shared>, mut jobs: UnboundedReceiver<Job>) {
    let places = Arc::new(Semaphore::new(shared.delivery.in_flight_max.max(1)));
    let mut held: Option<Job> = None;
    loop {
        let next = match &held {
            None => jobs.recv().await.map(Some),
            Some(_) => timeout(HELD_BACK, jobs.recv()).await.map_or(Some(None), |job| job.map(Some)),
        };
        match next {
            None => return,
            Some(Some(job)) if job.plan.is_held_back && held.is_none() => {
                held = Some(job);
                continue;
            }
            Some(Some(job)) => begin(&shared, &places, job).await,
            Some(None) => {}
        }
        if let Some(late) = held.take() {
            begin(&shared, &places, late).await;
        }
    }
}

async fn begin(shared: &Arc<Shared>, places: &Arc<Semaphore>, job: Job) {
    // A delivery that is not delayed takes its place here, so that those without faults begin in their order.
    let place = match job.plan.delay_ms {
        0 => Arc::clone(places).acquire_owned().await.ok(),
        _ => None,
    };
    shared.spawn(deliver(Arc::clone(shared), Arc::clone(places), job, place));
}

async fn deliver(shared: Arc<Shared>, places: Arc<Semaphore>, job: Job, mut place: Option<OwnedSemaphorePermit>) {
    sleep(Duration::from_millis(job.plan.delay_ms)).await;
    let settings = shared.delivery;
    for number in 1..=settings.attempts_max.max(1) {
        let taken = match place.take() {
            Some(place) => Ok(place),
            None => Arc::clone(&places).acquire_owned().await,
        };
        let attempt = attempt(&shared, &job).await;
        drop(taken);
        let is_last = number >= settings.attempts_max;
        let state = match attempt.is_taken {
            true => DeliveryState::Delivered,
            false if is_last => DeliveryState::GivenUp,
            false => DeliveryState::Waiting,
        };
        shared.with(|world| note(world, &job, number, state, attempt.said));
        if attempt.is_taken || is_last {
            break;
        }
        let doubled = 2_u64.saturating_pow(number - 1);
        sleep(Duration::from_millis(settings.pause_ms.saturating_mul(doubled).min(settings.pause_ms_max))).await;
    }
    shared.traffic.send_modify(|traffic| traffic.unfinished -= 1);
}

/// Waits until deliveries may be made, and makes this one.
async fn attempt(shared: &Shared, job: &Job) -> Attempt {
    let mut traffic = shared.traffic.subscribe();
    loop {
        // The sender is in `shared`, so that there is always something to wait for.
        let _ = traffic.wait_for(|traffic| !traffic.is_stopped).await;
        let may_go = shared.traffic.send_if_modified(|traffic| {
            let may_go = !traffic.is_stopped;
            traffic.attempting += usize::from(may_go);
            may_go
        });
        if may_go {
            break;
        }
    }
    let attempt = post(shared, job).await;
    shared.traffic.send_modify(|traffic| traffic.attempting -= 1);
    attempt
}

async fn post(shared: &Shared, job: &Job) -> Attempt {
    let failed = |said: String| Attempt { is_taken: false, said };
    let Some((url, secrets, body)) = shared.with(|world| letter(world, job)) else {
        return failed("The endpoint is gone.".to_owned());
    };
    let signed = signature::header(shared.clock.real_s(), &body, &secrets);
    let request = shared
        .client
        .post(url)
        .timeout(Duration::from_millis(shared.delivery.timeout_ms))
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .header(USER_AGENT, "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
        .header("Stripe-Signature", signed)
        .body(body);
    match request.send().await {
        Ok(answer) => Attempt { is_taken: answer.status().is_success(), said: answer.status().to_string() },
        Err(error) => failed(error.to_string()),
    }
}

/// Where a delivery goes, what signs it, and what it says. Looked up for every attempt, because endpoints move and secrets change.
fn letter(world: &World, job: &Job) -> Option<(String, Vec<String>, String)> {
    let endpoint = world.endpoints.get(&job.endpoint)?;
    let event = world.events.get(&job.event)?;
    Some((endpoint.url.clone(), endpoint.secrets.clone(), format!("{:#}", events::shape(event))))
}

fn note(world: &mut World, job: &Job, attempts: u32, state: DeliveryState, said: String) {
    world.change::<Event>(&job.event, |event| {
        if let Some(delivery) = event.deliveries.get_mut(job.place) {
            delivery.attempts = attempts;
            delivery.state = state;
            delivery.last_answer = said;
        }
    });
}
