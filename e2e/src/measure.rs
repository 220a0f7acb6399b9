//! What a page measures: where things stand, what does not fit, what is too small to be pressed.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::{Person, Width};

/// A box on the screen, in CSS pixels as the browser gives them.
const BOX: &str = "const { left, top, right, bottom, width, height } = arguments[0].getBoundingClientRect(); \
    return { left, top, right, bottom, width, height }";

impl Person {
    /// Where something stands on the screen: an object with `left`, `top`, `right`, `bottom`, `width` and `height`.
    pub async fn measures(&self, element: &WebElement) -> Value {
        self.runs_on(element, BOX).await
    }

    /// Everything that can be scrolled sideways, in words. It should be nothing.
    pub async fn finds_sideways(&self, width: Width) -> Value {
        let (across, _) = width.size();
        self.runs_with(include_str!("scripts/sideways.js"), vec![json!(across)]).await
    }

    /// Everything that does not fit into something, in words. It should be nothing.
    pub async fn finds_overflowing(&self, element: &WebElement) -> Value {
        self.runs_on(element, include_str!("scripts/overflow.js")).await
    }

    /// Everything that can be pressed and is too small for this screen's pointer, in words. It should be nothing.
    pub async fn finds_too_small(&self, width: Width) -> Value {
        let least = if width.is_touched() { 44 } else { 24 };
        self.runs_with(include_str!("scripts/targets.js"), vec![json!(least)]).await
    }

    /// What axe finds on this page, in words; `program` is axe itself. It should be nothing.
    ///
    /// # Panics
    /// When it does not come to an end.
    pub async fn hears_of_axe(&self, program: &str) -> Vec<String> {
        let script = format!("{program}\n{}", include_str!("scripts/axe.js"));
        serde_json::from_value(self.runs_with(&script, Vec::new()).await).expect("axe says what it finds")
    }
}
