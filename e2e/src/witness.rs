//! What a tab has seen since its page's first moment: a script that runs before the page's own, and what it tells.

use serde_json::{Value, json};

use crate::wait::{PATIENCE, eventually};
use crate::{Person, Server};

/// What the script has noted so far. All times are this machine's, in milliseconds since 1970.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// How many event streams the page has made.
    pub made: i64,
    /// How many of them are open now.
    pub open: i64,
    /// When one was opened.
    pub opened: Vec<i64>,
    /// When one broke off, or could not be opened.
    pub lost: Vec<i64>,
    /// Every number that the pill has had, one after the other, and since when.
    pub pill: Vec<(i64, i64)>,
    /// When the page began to say that it is reconnecting.
    pub began_to_say: Vec<i64>,
    /// Whether it says so now.
    pub says: bool,
}

impl Witness {
    /// The numbers of the pill without their times.
    #[must_use]
    pub fn numbers(&self) -> Vec<i64> {
        self.pill.iter().map(|(_, number)| *number).collect()
    }

    fn read(told: &Value) -> Self {
        let said = noted(&told["said"]);
        Self {
            made: told["made"].as_i64().expect("the script runs in this page"),
            open: told["open"].as_i64().unwrap_or_default(),
            opened: times(&told["opened"]),
            lost: times(&told["lost"]),
            pill: noted(&told["pill"]).map(|(at, name)| (at, number(name.as_str().unwrap_or_default()))).collect(),
            began_to_say: said.clone().filter(|(_, says)| says.as_bool() == Some(true)).map(|(at, _)| at).collect(),
            says: said.last().is_some_and(|(_, says)| says.as_bool() == Some(true)),
        }
    }
}

fn times(list: &Value) -> Vec<i64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
}

fn noted(list: &Value) -> impl Iterator<Item = (i64, &Value)> + Clone {
    list.as_array().into_iter().flatten().map(|note| (note["at"].as_i64().unwrap_or_default(), &note["value"]))
}

/// The number in a pill's accessible name.
fn number(name: &str) -> i64 {
    let digits: String = name.chars().take_while(|character| *character != ' ').filter(|it| *it != ',').collect();
    digits.parse().unwrap_or_else(|_| panic!("the pill said {name:?}, which is no number of credits"))
}

impl Person {
    /// Lets every page that this tab opens from now on be watched from its first moment on.
    ///
    /// # Panics
    /// When the browser does not know how.
    pub async fn takes_a_witness(&self) {
        self.lets_pages_begin_with(include_str!("scripts/witness.js")).await;
    }

    /// Runs a script in every page that this tab opens from now on, before anything of the page itself.
    ///
    /// # Panics
    /// When the browser does not know how.
    pub async fn lets_pages_begin_with(&self, script: &str) {
        self.tells_browser("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// What this tab's page has seen since its first moment.
    ///
    /// # Panics
    /// When the page was opened without a witness.
    pub async fn asks_its_witness(&self) -> Witness {
        Witness::read(&self.runs("return window.witness()").await)
    }

    /// Waits until what this tab's page has seen fits, and gives it back.
    ///
    /// # Panics
    /// When it never does.
    pub async fn asks_its_witness_until(&self, what: &str, fits: impl Fn(&Witness) -> bool) -> Witness {
        eventually(what, PATIENCE, || async { Some(self.asks_its_witness().await).filter(|seen| fits(seen)) }).await
    }

    /// Signs up, is given credits, and is on the workspace with a witness and an open stream. Returns the address.
    ///
    /// # Panics
    /// When any of it does not work.
    pub async fn signs_up_watched(&self, server: &Server, credits: i64) -> String {
        let email = self.signs_up_with(server, credits).await;
        self.takes_a_witness().await;
        self.goes_to("/").await;
        self.asks_its_witness_until("the stream to be open", |seen| seen.open == 1).await;
        email
    }
}
