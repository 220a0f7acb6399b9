//! What the server knows when it renders a page, sent along with the HTML so that the browser starts from the same values.

use serde::{Deserialize, Serialize};

/// The page to show, with everything that its first rendering needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "page", rename_all = "snake_case")]
pub enum PageData {
    /// A page that only proves that hydration works.
    Counter {
        /// The number that the counter starts from.
        count: i64,
    },
}

impl PageData {
    /// The title of the browser's tab.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self {
            Self::Counter { .. } => "Farebox",
        }
    }
}
