//! An event stream, read as a browser reads it.

use std::time::Duration;

use axum::body::BodyDataStream;
use axum::response::Response;
use futures_util::StreamExt;
use serde_json::Value;

/// Nothing here takes this long; only a test that fails waits for it.
const LONG: Duration = Duration::from_secs(20);

#[derive(Debug, PartialEq)]
pub struct Event {
    pub name: String,
    pub id: Option<String>,
    pub data: Value,
}

pub struct Events {
    pub response_type: String,
    pub encoding: Option<String>,
    /// How long to wait before the next stream is opened, as often as it was told up to the last event that was read.
    pub pauses_ms: Vec<u64>,
    body: BodyDataStream,
    text: String,
}

impl Events {
    pub fn new(response: Response) -> Self {
        assert_eq!(response.status().as_u16(), 200);
        let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (response_type, encoding) = (header("content-type").unwrap(), header("content-encoding"));
        let body = response.into_body().into_data_stream();
        Self { response_type, encoding, pauses_ms: Vec::new(), body, text: String::new() }
    }

    /// The next event; `None` when the stream has ended.
    pub async fn next(&mut self) -> Option<Event> {
        tokio::time::timeout(LONG, self.read()).await.expect("no event came")
    }

    /// The first event that is what the test waits for; those before it are passed over.
    pub async fn until(&mut self, is_it: impl Fn(&Event) -> bool) -> Event {
        loop {
            let event = self.next().await.expect("the stream ended before the event came");
            if is_it(&event) {
                return event;
            }
        }
    }

    /// The generation's event with that state.
    pub async fn generation(&mut self, state: &str) -> Value {
        self.until(|event| event.name == "generation" && event.data["state"] == state).await.data
    }

    /// The balance's event with that much available.
    pub async fn available(&mut self, available: i64) -> Event {
        self.until(|event| event.name == "balance" && event.data["available"] == available).await
    }

    async fn read(&mut self) -> Option<Event> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                self.pauses_ms.extend(field(&block, "retry").map(|pause| pause.parse::<u64>().unwrap()));
                match event(&block) {
                    Some(event) => return Some(event),
                    None => continue,
                }
            }
            let bytes = self.body.next().await?.unwrap();
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }
}

/// The event of a block; `None` for a comment or a pause.
fn event(block: &str) -> Option<Event> {
    let (name, data) = (field(block, "event")?, field(block, "data")?);
    let id = field(block, "id").map(str::to_owned);
    Some(Event { name: name.to_owned(), id, data: serde_json::from_str(data).unwrap() })
}

fn field<'a>(block: &'a str, name: &str) -> Option<&'a str> {
    block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}
