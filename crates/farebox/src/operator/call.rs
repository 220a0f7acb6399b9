//! Reaching whoever can answer: the running server through its admin socket, or the store itself when no server runs.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Answer, Desk, Request};
use crate::config::Loaded;
use crate::data_folder::{DataFolder, Lock};
use crate::exit::Failure;
use crate::house::{Ground, House};
use crate::storage::Storage;

/// How long a server may take to start, or another command to finish.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a server may take to answer.
const ANSWER_PATIENCE: Duration = Duration::from_secs(20);

/// How long a server may take to compare everything with a payment gateway.
const RECONCILE_PATIENCE: Duration = Duration::from_secs(60 * 60);

/// How long a server may take to try again what it was told about a payment.
const RETRY_PATIENCE: Duration = Duration::from_secs(3 * 60);

/// How often it is tried again.
const RETRY: Duration = Duration::from_millis(50);

/// Has a request done by whoever can.
///
/// # Errors
/// When nobody can, and when the answer is no.
pub fn call(loaded: &Loaded, request: Request) -> Result<Answer, Failure> {
    let config = &loaded.config;
    let mut folder = DataFolder::open(config)?;
    if config.database_url.is_some() {
        // For the lock, and the socket of a server that may run on it.
        folder = DataFolder::open_or_make(&config.data)?;
    }
    let started = Instant::now();
    loop {
        if let Some(lock) = folder.try_lock()? {
            return judge(do_it_here(loaded, &folder, request, lock)?);
        }
        // Whoever has the lock is a server, a server that starts, or another command: the last two are soon done.
        match UnixStream::connect(folder.admin_socket()) {
            Ok(stream) => match ask(stream, &request) {
                Ok(answer) => return judge(answer),
                // A server that stops hangs up. Every request may be made again: a grant has its key, a new API key its id.
                Err(Lost::HungUp(_)) if started.elapsed() < PATIENCE => std::thread::sleep(RETRY),
                Err(lost) => return Err(unanswered(&lost, &request, &folder.admin_socket())),
            },
            Err(_) if started.elapsed() < PATIENCE => std::thread::sleep(RETRY),
            Err(error) => {
                return Err(Failure::Unavailable(format!(
                    "another Farebox uses the data folder {} but does not answer at its admin socket: {error}",
                    folder.path().display()
                )));
            }
        }
    }
}

fn judge(answer: Answer) -> Result<Answer, Failure> {
    match answer {
        Answer::Granted(_)
        | Answer::Shown(_)
        | Answer::KeyCreated(_)
        | Answer::KeysListed(_)
        | Answer::KeyRevoked(_)
        | Answer::BillingReconciled(_)
        | Answer::BillingProblems(_)
        | Answer::BillingRetried(_)
        | Answer::BillingDismissed => Ok(answer),
        Answer::Refused(sentence) => Err(Failure::Refused(sentence)),
        Answer::Unavailable(sentence) => Err(Failure::Unavailable(sentence)),
    }
}

fn do_it_here(loaded: &Loaded, folder: &DataFolder, request: Request, _lock: Lock) -> Result<Answer, Failure> {
    let config = &loaded.config;
    let storage = Storage::of(loaded, folder)?;
    let runtime = crate::commands::runtime()?;
    let catalog = crate::catalog_file::load(config.catalog.as_deref())?;
    runtime.block_on(async {
        let public_url = format!("http://{}", config.listen);
        let house = House::open(Ground { config, catalog, storage, folder, public_url }).await?;
        let desk = Desk { app: house.app.clone(), ledger: house.ledger.clone(), billing: house.billing.clone() };
        Ok(desk.answer(request).await)
    })
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
enum Lost {
    /// The server ended the connection without one.
    #[error("{0}")]
    HungUp(String),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

impl From<std::io::Error> for Lost {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => Self::HungUp(error.to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}

fn unanswered(lost: &Lost, request: &Request, path: &Path) -> Failure {
    let repeat = match request {
        Request::Grant(grant) => format!(
            " Whether the credits were granted is not known; repeat the command with --key {} and they are granted once.",
            grant.key
        ),
        Request::KeyCreate(create) => format!(
            " Whether the API key was made is not known; `farebox key list` shows it if it was, with the id {}. Revoke it then, and make another.",
            create.id
        ),
        Request::BillingReconcile(_) => {
            " It may go on there; repeat the command and it goes on where that ended.".to_owned()
        }
        Request::Show(_)
        | Request::KeyList
        | Request::KeyRevoke(_)
        | Request::BillingProblems
        | Request::BillingRetry(_)
        | Request::BillingDismiss(_) => String::new(),
    };
    Failure::Unavailable(format!("the server at {} did not answer: {lost}.{repeat}", path.display()))
}

/// How long an answer may take. A comparison with a payment gateway reads all that it lists, page after page.
const fn patience(request: &Request) -> Duration {
    match request {
        Request::BillingReconcile(_) => RECONCILE_PATIENCE,
        // A few calls to Stripe, each of which may be made three times.
        Request::BillingRetry(_) => RETRY_PATIENCE,
        Request::Grant(_)
        | Request::Show(_)
        | Request::KeyCreate(_)
        | Request::KeyList
        | Request::KeyRevoke(_)
        | Request::BillingProblems
        | Request::BillingDismiss(_) => ANSWER_PATIENCE,
    }
}

fn ask(mut stream: UnixStream, request: &Request) -> Result<Answer, Lost> {
    let text = serde_json::to_string(request).map_err(|error| Lost::Other(error.to_string()))?;
    let mut line = String::new();
    stream.set_read_timeout(Some(patience(request)))?;
    stream.set_write_timeout(Some(ANSWER_PATIENCE))?;
    stream.write_all(format!("{text}\n").as_bytes())?;
    if BufReader::new(&stream).read_line(&mut line)? == 0 {
        return Err(Lost::HungUp("it ended the connection".to_owned()));
    }
    serde_json::from_str(&line).map_err(|error| Lost::Other(format!("its answer cannot be read: {error}")))
}
