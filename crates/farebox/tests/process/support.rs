//! Running the program: commands to their end, servers until they are ended, people who use them.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use postgres_fixture::Database;
use reqwest::header::HeaderMap;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use wire::{Accepted, Balance, Generation};

/// How long anything may take before a test gives up. Never what a test is about.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The program under test.
pub const FAREBOX: &str = env!("CARGO_BIN_EXE_farebox");

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Said {
    /// What it said for programs.
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The command did what it was asked.
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }

    /// The command ended with that code, and said each of those words on standard error.
    #[track_caller]
    pub fn failed(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:?}");
        for word in words {
            assert!(self.stderr.contains(word), "{word:?} is missing in {self:?}");
        }
        assert!(!self.stderr.contains("panicked"), "{self:?}");
    }
}

/// A folder of its own for each test; commands run in it, so that no file of the developer's is read.
pub struct Place {
    folder: TempDir,
    postgres: Option<Database>,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: TempDir::new().unwrap(), postgres: None }
    }

    /// A place whose servers and commands keep everything but files in one database.
    pub fn on_postgres() -> Self {
        Self { postgres: Some(Database::make().unwrap()), ..Self::new() }
    }

    /// The database, where there is one.
    pub fn postgres(&self) -> &Database {
        self.postgres.as_ref().unwrap()
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The data folder, which nobody has made yet.
    pub fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The program, ready to be given arguments.
    pub fn program(&self) -> Command {
        self.command(FAREBOX)
    }

    /// Any program that starts ours in the end. No setting of the developer's environment, nor of the test run's, reaches it.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("FAREBOX_") {
                command.env_remove(name);
            }
        }
        match &self.postgres {
            Some(database) => command.env("DATABASE_URL", database.address()),
            None => command.env_remove("DATABASE_URL"),
        };
        command.current_dir(self.path()).stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Said {
        said(self.program().args(arguments))
    }

    /// Starts a server on this place's data and waits until it is ready.
    pub fn serve(&self, flags: &[&str]) -> Server {
        Server::start(self.program().args(["serve", "--listen", "127.0.0.1:0"]).args(flags))
    }
}

/// Runs a command to its end.
pub fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Said { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A running server. Killed with the value.
pub struct Server {
    child: Child,
    /// Where it is reached: `http://127.0.0.1:…`.
    pub origin: String,
    /// The first line on standard output.
    pub greeting: String,
    log: Arc<Mutex<String>>,
}

impl Server {
    /// Starts it and waits for its first line.
    #[track_caller]
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        keep(child.stderr.take().unwrap(), Arc::clone(&log));
        let greeting = first_line(child.stdout.take().unwrap()).unwrap_or_default();
        let Some(origin) = origin_of(&greeting) else {
            let _ = child.kill();
            panic!("the server said {greeting:?} instead of its address\n{}", log.lock().unwrap());
        };
        Self { child, origin, greeting, log }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has said on standard error so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Ends it at once, as a power cut or the kernel would.
    pub fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.log()
    }

    /// Sends a signal by name: `TERM`, `INT`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until it ends by itself.
    #[track_caller]
    pub fn ended(&mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < PATIENCE, "the server does not end\n{}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads on, so that the server never waits for a reader, and keeps what was said.
fn keep(mut stream: impl Read + Send + 'static, log: Arc<Mutex<String>>) {
    std::thread::spawn(move || {
        let mut buffer = [0; 4_096];
        while let Ok(length @ 1..) = stream.read(&mut buffer) {
            log.lock().unwrap().push_str(&String::from_utf8_lossy(&buffer[..length]));
        }
    });
}

/// The address in a ready line, which is for people or for programs.
fn origin_of(greeting: &str) -> Option<String> {
    let for_people = greeting.strip_prefix("Farebox is ready at ").map(str::to_owned);
    for_people.or_else(|| Some(serde_json::from_str::<Json>(greeting).ok()?["address"].as_str()?.to_owned()))
}

fn first_line(stream: impl Read + Send + 'static) -> Option<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            // Only the first is waited for; the others are read so that the pipe never fills.
            let _ = sender.send(line);
        }
    });
    receiver.recv_timeout(PATIENCE).ok()
}

/// Somebody with a browser's cookie jar.
#[derive(Clone)]
pub struct Person {
    pub http: Client,
    pub email: String,
}

/// What is paid for one Starter Pack.
pub const STARTER_CREDITS: i64 = 300;

impl Person {
    pub fn new(email: &str) -> Self {
        let http = Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none());
        Self { http: http.timeout(PATIENCE).build().unwrap(), email: email.to_owned() }
    }

    /// Signs up and stays signed in.
    pub async fn signed_up(origin: &str, email: &str) -> Self {
        let person = Self::new(email);
        let body = json!({ "email": email, "password": "a long enough password" });
        let answer = person.http.post(format!("{origin}/api/account")).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::CREATED, "{}", answer.text().await.unwrap());
        person
    }

    pub async fn get(&self, origin: &str, path: &str) -> reqwest::Result<Response> {
        self.http.get(format!("{origin}{path}")).send().await
    }

    pub async fn balance(&self, origin: &str) -> Balance {
        self.get(origin, "/api/balance").await.unwrap().json().await.unwrap()
    }

    pub async fn generation(&self, origin: &str, id: uuid::Uuid) -> Generation {
        self.get(origin, &format!("/api/generations/{id}")).await.unwrap().json().await.unwrap()
    }

    /// Asks for something, under a key.
    pub async fn ask(&self, origin: &str, path: &str, key: &str, body: &Json) -> reqwest::Result<Response> {
        self.http.post(format!("{origin}{path}")).header("Idempotency-Key", key).json(body).send().await
    }

    /// Asks for a picture, which must be accepted.
    pub async fn image(&self, origin: &str, key: &str, prompt: &str) -> Accepted {
        let answer = self.ask(origin, "/api/generations", key, &image(prompt)).await.unwrap();
        assert_eq!(answer.status(), StatusCode::ACCEPTED, "{}", answer.text().await.unwrap());
        answer.json().await.unwrap()
    }
}

/// The request for a picture, which costs 1 credit.
pub fn image(prompt: &str) -> Json {
    json!({
        "kind": "image", "model": "flux-kontext-fast", "prompt": prompt, "aspect_ratio": "16:9", "expected_cost": 1,
    })
}

/// The path of an address, because a server that was started again has another port.
pub fn path_of(url: &str) -> String {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    if url.starts_with('/') {
        return url.to_owned();
    }
    after_scheme.find('/').map_or_else(String::new, |slash| after_scheme[slash..].to_owned())
}

/// Waits until something is so.
pub async fn wait_until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let started = Instant::now();
    while !is_so().await {
        assert!(started.elapsed() < PATIENCE, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The code of a problem.
pub async fn code_of(answer: Response) -> String {
    let headers: HeaderMap = answer.headers().clone();
    let problem: Json = answer.json().await.unwrap();
    assert_eq!(headers["content-type"], "application/problem+json");
    problem["code"].as_str().unwrap().to_owned()
}
