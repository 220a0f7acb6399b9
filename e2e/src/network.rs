//! What the browser asked for, read from what it heard.

use serde_json::Value;

/// One request, as the browser sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path that was asked for, with its query.
    pub path: String,
    /// Whether it was for a page.
    pub is_page: bool,
    /// Whether it only followed where the answer to another one led.
    pub is_redirected: bool,
    headers: Vec<(String, String)>,
}

impl Request {
    /// All requests in what a browser heard, in order.
    #[must_use]
    pub fn all_in(heard: &[Value]) -> Vec<Self> {
        let sent = heard.iter().filter(|message| message["method"] == "Network.requestWillBeSent");
        sent.map(|message| Self::read(&message["params"], heard)).collect()
    }

    /// Those of them that loaded a page: a form's answer that leads on to the next page is one with it.
    #[must_use]
    pub fn page_loads_in(heard: &[Value]) -> Vec<Self> {
        Self::all_in(heard).into_iter().filter(|request| request.is_page && !request.is_redirected).collect()
    }

    /// Those of them with this method and path, whatever its query.
    #[must_use]
    pub fn to(method: &str, path: &str, heard: &[Value]) -> Vec<Self> {
        let fits = |request: &Self| request.method == method && request.path.split('?').next() == Some(path);
        Self::all_in(heard).into_iter().filter(fits).collect()
    }

    /// The value of a header that was sent.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn read(sent: &Value, heard: &[Value]) -> Self {
        let request = &sent["request"];
        let url = request["url"].as_str().unwrap_or_default();
        let after_host = url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
        Self {
            method: request["method"].as_str().unwrap_or_default().to_owned(),
            path: after_host.unwrap_or(url).to_owned(),
            is_page: sent["type"] == "Document",
            is_redirected: sent.get("redirectResponse").is_some(),
            headers: headers(&request["headers"]).chain(added(&sent["requestId"], heard)).collect(),
        }
    }
}

fn headers(list: &Value) -> impl Iterator<Item = (String, String)> {
    let texts = |(key, value): (&String, &Value)| (key.clone(), value.as_str().unwrap_or_default().to_owned());
    list.as_object().into_iter().flatten().map(texts)
}

/// What the browser's network adds to a page's own headers is told apart from the request.
fn added(id: &Value, heard: &[Value]) -> impl Iterator<Item = (String, String)> {
    let told = heard.iter().filter(|message| message["method"] == "Network.requestWillBeSentExtraInfo");
    let of_it = told.filter(|message| message["params"]["requestId"] == *id);
    of_it.flat_map(|message| headers(&message["params"]["headers"]))
}
