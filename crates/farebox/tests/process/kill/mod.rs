//! `kill -9` at random moments under load, again and again on the same data: nothing acknowledged is lost, nothing is charged without
//! a result, and every balance is what an independent count says.
//!
//! `KILL_TEST_KILLS` sets how often (200 by default; 30 over PostgreSQL) and `KILL_TEST_SEED` repeats the choices of a run, which prints its seed.

mod count;
mod customer;
mod memory;
mod operator;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::support::{Person, Place, Server};
use customer::Customer;
use memory::Memory;

/// How many people use the studio at once.
const CUSTOMERS: usize = 8;

/// The moment of a kill, counted from the moment in which the server said that it is ready.
const KILL_AFTER_MS: std::ops::Range<u64> = 20..600;

/// One restart in so many is killed before it says that it is ready: while it puts right what the last kill left.
const KILLED_WHILE_STARTING: u32 = 10;

/// The moment of such a kill, counted from the start of the process.
const KILL_WHILE_STARTING_AFTER_MS: std::ops::Range<u64> = 0..150;

/// One kill in so many is followed by a pause that is longer than any hold lives without a runner's sign of life.
const LONG_DOWN: u32 = 25;

/// That pause: four leases, which is what a hold lives, and some more.
const LONG_DOWN_FOR: Duration = Duration::from_millis(3_000);

/// Short leases, so that holds really do come to their end while the test runs, and limits that no customer reaches.
const FLAGS: [&str; 14] = [
    "--set",
    "studio.lease_ms=600",
    "--set",
    "studio.heartbeat_ms=200",
    "--set",
    "generator.refused_words=forbidden",
    "--set",
    "limits.spending_a_minute=1000000",
    "--set",
    "limits.sign_in_a_minute=1000000",
    "--set",
    "log.filter=warn",
    "--set",
    "generator.threads=2",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_and_nothing_charged_without_a_result_when_the_server_is_killed() {
    kill_again_and_again(Place::new(), 1, from_environment("KILL_TEST_KILLS").unwrap_or(200)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_either_of_two_servers_on_one_postgresql_is_killed() {
    kill_again_and_again(Place::on_postgres(), 2, from_environment("KILL_TEST_KILLS").unwrap_or(30)).await;
}

/// One of the servers on a place, and how its customers find it.
struct Served {
    server: Server,
    origin: watch::Sender<String>,
    flags: Vec<String>,
}

/// Somebody at work, and what they remember.
struct AtWork {
    person: Person,
    memory: Memory,
    working: JoinHandle<()>,
    /// Whose customer it is.
    server: usize,
}

async fn kill_again_and_again(place: Place, servers: usize, kills: u32) {
    let seed: u64 = from_environment("KILL_TEST_SEED").unwrap_or_else(rand::random);
    println!("KILL_TEST_SEED={seed} KILL_TEST_KILLS={kills}");
    let mut random = StdRng::seed_from_u64(seed);
    let started = Instant::now();
    let place = Arc::new(place);
    let mut served: Vec<Served> = Vec::new();
    for n in 0..servers {
        let flags = flags(n);
        let server = start(&place, &flags).await;
        served.push(Served { origin: watch::channel(server.origin.clone()).0, server, flags });
    }
    let stop = Arc::new(AtomicBool::new(false));
    let customers = put_to_work(&served, &stop, &mut random).await;
    let operator = {
        let (place, stop, first) = (Arc::clone(&place), Arc::clone(&stop), &customers[0]);
        let (email, memory) = (first.person.email.clone(), first.memory.clone());
        tokio::task::spawn_blocking(move || operator::grant(&place, &email, &memory, &stop))
    };
    let mut while_starting = 0;
    for kill in 1..=kills {
        let moment = random.random_range(KILL_AFTER_MS);
        tokio::time::sleep(Duration::from_millis(moment)).await;
        let which = random.random_range(0..served.len());
        let Served { server, origin, flags } = served.remove(which);
        check_log(&server.kill());
        if random.random_ratio(1, KILLED_WHILE_STARTING) {
            kill_while_starting(&place, &flags, random.random_range(KILL_WHILE_STARTING_AFTER_MS)).await;
            while_starting += 1;
        }
        if kill % LONG_DOWN == 0 {
            tokio::time::sleep(LONG_DOWN_FOR).await;
        }
        let server = start(&place, &flags).await;
        origin.send_replace(server.origin.clone());
        served.insert(which, Served { server, origin, flags });
        for it in &customers {
            assert!(!it.working.is_finished(), "{} met something that must not be, and has said what", it.person.email);
            // What one server acknowledged the others know as well.
            let origin = &served[random.random_range(0..served.len())].server.origin;
            count::nothing_recent_is_missing(&it.person, &it.memory, origin).await;
        }
        assert!(!operator.is_finished(), "the operator met something that must not be, and has said what");
        audit(&place).await;
        if kill % 20 == 0 {
            let people: Vec<_> = customers.iter().map(|it| &it.person).collect();
            count::no_hold_is_left_after_its_expiry(&place, &people).await;
            println!("{kill} kills after {} s", started.elapsed().as_secs());
        }
    }
    stop.store(true, Ordering::Relaxed);
    operator.await.unwrap();
    let mut totals = count::Totals::default();
    for AtWork { person, memory, working, server } in customers {
        working.await.unwrap();
        totals.add(&count::everything(&place, &person, &memory, &served[server].server.origin).await);
    }
    audit(&place).await;
    for Served { server, .. } in served {
        check_log(&server.kill());
    }
    audit(&place).await;
    println!("{kills} kills, {while_starting} more while starting, in {} s\n{totals}", started.elapsed().as_secs());
    totals.must_have_seen_everything(kills);
}

/// The customers, in turn one of each server.
async fn put_to_work(served: &[Served], stop: &Arc<AtomicBool>, random: &mut StdRng) -> Vec<AtWork> {
    let mut customers = Vec::new();
    for n in 0..CUSTOMERS {
        let server = n % served.len();
        let Served { server: of, origin, .. } = &served[server];
        let person = Person::signed_up(&of.origin, &format!("customer-{n}@example.com")).await;
        let memory = Memory::default();
        let customer = Customer::new(person.clone(), memory.clone(), origin.subscribe(), random.random());
        let working = tokio::spawn(customer.use_the_studio(Arc::clone(stop)));
        customers.push(AtWork { person, memory, working, server });
    }
    customers
}

/// The flags of the first server and of those beside it: each has a data folder of its own, and all have one folder of files.
fn flags(n: usize) -> Vec<String> {
    let mut flags = FLAGS.map(str::to_owned).to_vec();
    if n > 0 {
        flags.extend(["--data".to_owned(), format!("data-{n}")]);
    }
    flags.extend(["--set".to_owned(), "assets=assets".to_owned()]);
    flags
}

fn from_environment<T: std::str::FromStr>(name: &str) -> Option<T> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")))
}

/// Starting blocks its thread until the server is ready, which the customers must not feel.
async fn start(place: &Place, flags: &[String]) -> Server {
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    tokio::task::block_in_place(|| place.serve(&flags))
}

async fn kill_while_starting(place: &Place, flags: &[String], after_ms: u64) {
    let mut command = place.program();
    command.args(["serve", "--listen", "127.0.0.1:0"]).args(flags);
    let mut child = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    tokio::time::sleep(Duration::from_millis(after_ms)).await;
    child.kill().unwrap();
    child.wait().unwrap();
}

/// The audit beside the running server, as an operator would run it.
async fn audit(place: &Place) {
    tokio::task::block_in_place(|| place.run(&["ledger", "audit", "--json"])).done();
}

/// Whatever a server said before it was killed: it did not panic, and met nothing that must not be.
fn check_log(log: &str) {
    // Leases are so short here that a disk may take longer to write a hold than it was to last: that is refused, and said.
    let is_slow = |line: &str| line.contains("the hold would expire in the past");
    let is_bad = |line: &str| line.contains("panicked") || (line.contains("ERROR") && !is_slow(line));
    assert!(!log.lines().any(is_bad), "{log}");
}
