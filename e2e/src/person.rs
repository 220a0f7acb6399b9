//! What a person does and sees: everything is found by role and accessible name, as with a screen reader.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::ElementId;
use thirtyfour::prelude::*;

use crate::wait::{PATIENCE, eventually};

/// Whether a thing is where it was two frames ago: a press on what still comes up may arrive beside it.
const STANDS_STILL: &str = "const [thing] = arguments, place = () => JSON.stringify(thing.getBoundingClientRect()), before = place(); \
    return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(place() === before))))";

/// How long after a click another one on the same thing is a double click, which our buttons take for one; and a little more.
const DOUBLE_CLICK: Duration = Duration::from_secs(1);

/// Someone in front of a tab.
#[derive(Clone)]
pub struct Person {
    pub(crate) driver: WebDriver,
    origin: String,
    clicked_last: Arc<Mutex<Option<(ElementId, Instant)>>>,
}

/// One thing on the page, as assistive technology is told of it.
struct Seen {
    name: String,
    /// What else is said of it: the name of the pack that a button buys.
    description: String,
    backend_node: Value,
}

impl Person {
    pub(crate) fn new(driver: WebDriver, origin: String) -> Self {
        Self { driver, origin, clicked_last: Arc::default() }
    }

    /// Opens a path of ours and waits until the page works.
    ///
    /// # Panics
    /// When the page does not come.
    pub async fn goes_to(&self, path: &str) {
        self.opens(path).await;
        self.waits_until_the_page_works().await;
    }

    /// Opens a path of ours.
    ///
    /// # Panics
    /// When the page does not come.
    pub async fn opens(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.origin)).await.expect("the page comes");
    }

    /// Reloads the page and waits until it works.
    ///
    /// # Panics
    /// When the page does not come.
    pub async fn reloads(&self) {
        self.driver.refresh().await.expect("the page comes again");
        self.waits_until_the_page_works().await;
    }

    /// Waits until the page is hydrated, or is one that needs no script.
    pub async fn waits_until_the_page_works(&self) {
        let script = "return document.readyState === 'complete' && \
            (document.documentElement.hasAttribute('data-hydrated') || !document.querySelector('script[type=module]'))";
        eventually("the page to work", PATIENCE, || async { self.runs(script).await.as_bool().filter(|works| *works) })
            .await;
    }

    /// The path and query that the address bar shows.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.expect("an address");
        url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// Waits until the address bar shows a path, whatever its query.
    pub async fn arrives_at(&self, path: &str) {
        eventually(&format!("the page {path}"), PATIENCE, || async {
            (self.path().await.split('?').next() == Some(path)).then_some(())
        })
        .await;
        self.waits_until_the_page_works().await;
    }

    /// Runs a script in the page and returns its value; null while a page is being left.
    pub async fn runs(&self, script: &str) -> Value {
        match self.driver.execute(script, Vec::new()).await {
            Ok(answer) => answer.json().clone(),
            Err(_) => Value::Null,
        }
    }

    /// Runs a script about one thing on the page, which is its `arguments[0]`, and returns its value.
    ///
    /// # Panics
    /// When the thing is no longer on the page.
    pub async fn runs_on(&self, element: &WebElement, script: &str) -> Value {
        self.runs_with(script, vec![element.to_json().expect("an element")]).await
    }

    /// The nearest element around something that a selector names.
    ///
    /// # Panics
    /// When there is none.
    pub async fn finds_around(&self, element: &WebElement, selector: &str) -> WebElement {
        let arguments = vec![element.to_json().expect("an element"), json!(selector)];
        let answer = self.driver.execute("return arguments[0].closest(arguments[1])", arguments).await;
        answer.expect("the thing is still on the page").element().expect("it is inside of such an element")
    }

    /// Runs a script with arguments.
    ///
    /// # Panics
    /// When it throws.
    pub(crate) async fn runs_with(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.driver.execute(script, arguments).await.expect("the script runs to its end").json().clone()
    }

    /// Tells the browser itself something, by the protocol of its developer tools.
    ///
    /// # Panics
    /// When the browser does not understand it.
    pub(crate) async fn tells_browser(&self, method: &str, parameters: Value) {
        self.asks_browser(method, parameters).await;
    }

    /// Asks the browser itself something, by the same protocol.
    ///
    /// # Panics
    /// When the browser does not understand it.
    pub(crate) async fn asks_browser(&self, method: &str, parameters: Value) -> Value {
        self.driver.cdp().send_raw(method, parameters).await.expect("the browser understands")
    }

    async fn seen(&self, role: &str) -> Option<Vec<Seen>> {
        let document = self.driver.cdp().send_raw("DOM.getDocument", json!({ "depth": 0 })).await.ok()?;
        self.seen_in(json!({ "nodeId": document["root"]["nodeId"], "role": role })).await
    }

    async fn seen_in(&self, query: Value) -> Option<Vec<Seen>> {
        let answer = self.driver.cdp().send_raw("Accessibility.queryAXTree", query).await.ok()?;
        let nodes = answer["nodes"].as_array()?.iter().filter(|node| node["ignored"] != json!(true));
        let seen = |node: &Value| Seen {
            name: node["name"]["value"].as_str().unwrap_or_default().to_owned(),
            description: node["description"]["value"].as_str().unwrap_or_default().to_owned(),
            backend_node: node["backendDOMNodeId"].clone(),
        };
        Some(nodes.map(seen).collect())
    }

    async fn element(&self, seen: &Seen) -> Option<WebElement> {
        let cdp = self.driver.cdp();
        let resolved = cdp.send_raw("DOM.resolveNode", json!({ "backendNodeId": seen.backend_node })).await.ok()?;
        let remember = json!({
            "objectId": resolved["object"]["objectId"],
            "functionDeclaration": "function() { window.__seen = this.nodeType === 1 ? this : this.parentElement }",
        });
        cdp.send_raw("Runtime.callFunctionOn", remember).await.ok()?;
        self.driver.execute("return window.__seen", Vec::new()).await.ok()?.element().ok()
    }

    /// The names of everything with this role, in the order of the page.
    pub async fn names(&self, role: &str) -> Vec<String> {
        self.seen(role).await.unwrap_or_default().into_iter().map(|seen| seen.name).collect()
    }

    /// The first thing with this role whose name fits, now.
    pub async fn sees_matching(&self, role: &str, fits: impl Fn(&str) -> bool) -> Option<WebElement> {
        let seen = self.seen(role).await?.into_iter().find(|seen| fits(&seen.name))?;
        self.element(&seen).await
    }

    /// The first thing with a role and name that is inside of another thing with a role and name, now.
    pub async fn sees_within(&self, outer: (&str, &str), inner: (&str, &str)) -> Option<WebElement> {
        let around = self.seen(outer.0).await?.into_iter().find(|seen| seen.name == outer.1)?;
        let query = json!({ "backendNodeId": around.backend_node, "role": inner.0 });
        let seen = self.seen_in(query).await?.into_iter().find(|seen| seen.name == inner.1)?;
        self.element(&seen).await
    }

    /// Whether there is something with this role and exactly this name, now.
    pub async fn sees(&self, role: &str, name: &str) -> bool {
        self.names(role).await.iter().any(|seen| seen == name)
    }

    /// Waits for something with this role and exactly this name.
    pub async fn finds(&self, role: &str, name: &str) -> WebElement {
        eventually(&format!("the {role} \"{name}\""), PATIENCE, || self.sees_matching(role, |seen| seen == name)).await
    }

    /// Waits for something with this role whose name begins so.
    pub async fn finds_beginning(&self, role: &str, beginning: &str) -> WebElement {
        eventually(&format!("the {role} \"{beginning}…\""), PATIENCE, || {
            self.sees_matching(role, |seen| seen.starts_with(beginning))
        })
        .await
    }

    /// Waits until nothing with this role and name is left.
    pub async fn loses(&self, role: &str, name: &str) {
        eventually(&format!("the {role} \"{name}\" to go"), PATIENCE, || async {
            (!self.sees(role, name).await).then_some(())
        })
        .await;
    }

    /// A click, now, if the thing stands still; where something lies over it, after scrolling on, as people do.
    async fn click(&self, element: &WebElement) -> Option<()> {
        self.waits_out_a_double_click(element).await;
        let stands_still = self.driver.execute(STANDS_STILL, vec![element.to_json().ok()?]).await.ok()?;
        if stands_still.json() != &Value::Bool(true) {
            return None;
        }
        if element.click().await.is_err() {
            let scroll = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
            self.driver.execute(scroll, vec![element.to_json().ok()?]).await.ok()?;
            element.click().await.ok()?;
        }
        *self.clicked_last.lock().ok()? = Some((element.element_id(), Instant::now()));
        Some(())
    }

    /// Nobody who means two things clicks twice as fast as a program can.
    async fn waits_out_a_double_click(&self, element: &WebElement) {
        let last = self.clicked_last.lock().ok().and_then(|last| last.clone());
        if let Some((_, clicked_at)) = last.filter(|(clicked, _)| *clicked == element.element_id()) {
            tokio::time::sleep(DOUBLE_CLICK.saturating_sub(clicked_at.elapsed())).await;
        }
    }

    /// Clicks something with this role and name, once it is there and can be clicked.
    pub async fn clicks(&self, role: &str, name: &str) {
        eventually(&format!("a click on the {role} \"{name}\""), PATIENCE, || async {
            self.click(&self.sees_matching(role, |seen| seen == name).await?).await
        })
        .await;
    }

    /// Clicks something with a role and name inside of another thing with a role and name, once it is there and can be clicked.
    pub async fn clicks_within(&self, outer: (&str, &str), inner: (&str, &str)) {
        eventually(
            &format!("a click on the {} \"{}\" of the {} \"{}\"", inner.0, inner.1, outer.0, outer.1),
            PATIENCE,
            || async { self.click(&self.sees_within(outer, inner).await?).await },
        )
        .await;
    }

    /// Clicks the one of several things with this role and name that is described so.
    pub async fn clicks_the_one_for(&self, role: &str, name: &str, description: &str) {
        eventually(&format!("a click on the {role} \"{name}\" for {description}"), PATIENCE, || async {
            let seen = self
                .seen(role)
                .await?
                .into_iter()
                .find(|seen| seen.name == name && seen.description.contains(description))?;
            self.click(&self.element(&seen).await?).await
        })
        .await;
    }

    /// Holds a key while pressing another.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn presses_together(&self, held: Key, pressed: Key) {
        self.driver
            .action_chain()
            .key_down(held.clone())
            .send_keys(pressed)
            .key_up(held)
            .perform()
            .await
            .expect("keys can be pressed");
    }

    /// Replaces what a text field holds.
    ///
    /// # Panics
    /// When the field takes no text.
    pub async fn fills(&self, name: &str, text: &str) {
        let field = self.finds("textbox", name).await;
        field.clear().await.expect("the field can be cleared");
        field.send_keys(text).await.expect("the field takes text");
    }

    /// What a text field holds.
    ///
    /// # Panics
    /// When the field is gone.
    pub async fn reads_field(&self, name: &str) -> String {
        let field = self.finds("textbox", name).await;
        field.prop("value").await.expect("the field is there").unwrap_or_default()
    }

    /// Chooses an option of a select by its visible text's beginning.
    ///
    /// # Panics
    /// When there is no such option.
    pub async fn chooses(&self, select: &str, beginning: &str) {
        let element = self.finds("combobox", select).await;
        let script = "const select = arguments[0]; \
            const option = [...select.options].find(option => option.text.startsWith(arguments[1])); \
            select.value = option.value; select.dispatchEvent(new Event('change', { bubbles: true }));";
        let arguments = vec![element.to_json().expect("an element"), json!(beginning)];
        self.driver.execute(script, arguments).await.expect("the option can be chosen");
    }

    /// The text of the option that a select stands at.
    pub async fn reads_choice(&self, select: &str) -> String {
        let element = self.finds("combobox", select).await;
        let chosen = self.runs_on(&element, "return arguments[0].selectedOptions[0].text").await;
        chosen.as_str().unwrap_or_default().to_owned()
    }

    /// Presses keys, wherever the focus is.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn presses(&self, keys: impl Into<TypingData>) {
        self.driver.action_chain().send_keys(keys).perform().await.expect("keys can be pressed");
    }

    /// The role and name of what has the focus, for example `button "Generate"`.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn focus(&self) -> String {
        let script = "const e = document.activeElement; return e === document.body ? null : e";
        let answer = self.driver.execute(script, Vec::new()).await.expect("a page");
        let Ok(element) = answer.element() else { return "nothing".to_owned() };
        let query = "const e = arguments[0]; return e.getAttribute('aria-label') \
            || (e.labels && e.labels[0] && e.labels[0].textContent.trim()) || e.textContent.trim()";
        let arguments = vec![element.to_json().expect("an element")];
        let name =
            self.driver.execute(query, arguments).await.expect("a name").json().as_str().unwrap_or_default().to_owned();
        let tag = element.tag_name().await.expect("an element");
        format!("{tag} \"{name}\"")
    }

    /// All text of the page, as it is shown.
    pub async fn reads(&self) -> String {
        self.runs("return document.body.innerText").await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page shows this text somewhere.
    pub async fn reads_eventually(&self, text: &str) {
        eventually(&format!("the words \"{text}\""), PATIENCE, || async {
            self.reads().await.contains(text).then_some(())
        })
        .await;
    }

    /// Keeps a picture of the page, when `FAREBOX_SCREENSHOTS` names a folder for them.
    ///
    /// # Panics
    /// When the folder cannot be written.
    pub async fn keeps_picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("FAREBOX_SCREENSHOTS") {
            let folder = std::path::PathBuf::from(folder);
            std::fs::create_dir_all(&folder).expect("a folder for pictures");
            self.takes_picture(&folder.join(format!("{name}.png"))).await;
        }
    }

    /// Clicks wherever that is on the screen, in CSS pixels from its upper left corner.
    ///
    /// # Panics
    /// When there is no such place.
    pub async fn clicks_at(&self, across: i64, down: i64) {
        self.driver.action_chain().move_to(across, down).click().perform().await.expect("a click on the screen");
    }

    /// Takes a picture of what is on the screen.
    ///
    /// # Panics
    /// When it cannot be taken or kept.
    pub async fn takes_picture(&self, path: &std::path::Path) {
        self.driver.screenshot(path).await.expect("a picture of the page");
    }
}
