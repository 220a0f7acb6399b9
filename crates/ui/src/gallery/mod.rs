//! Every page and component in every state, from fixtures. It exists in development builds alone; the server shows it at `/dev/gallery`.
//!
//! A scene is rendered like any other page and does not come alive: what it shows is exactly what its fixtures say.

mod billing;
mod fixtures;
mod modal;
mod plain;
mod workspace;

use leptos::prelude::*;

use crate::components::plain_shell::plain_shell;
use crate::contexts::Contexts;
use crate::document::{self, AssetNames};
use crate::hooks::use_checkout::Checkout;
use crate::piece::{Piece, a, li, ul};
use crate::{PageData, piece};

/// The program of the gallery's pages, a module: opens what only a program can open.
pub const SCRIPT: &str = include_str!("open.js");

/// What is open beside the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opens {
    Nothing,
    Modal,
    Menu,
}

/// One page in one state.
#[derive(Debug, Clone)]
pub struct Scene {
    /// Its name in addresses and in the names of pictures: lower-case words with hyphens.
    pub name: &'static str,
    /// What it shows, in words.
    pub title: &'static str,
    data: PageData,
    contexts: fn(Contexts),
    checkout: fn(Checkout),
    prompt: String,
    opens: Opens,
}

/// What a scene sets once the shell has its contexts.
#[derive(Clone, Copy)]
struct OfContexts(fn(Contexts));

/// What a scene sets wherever a checkout can be started.
#[derive(Clone, Copy)]
struct OfCheckout(fn(Checkout));

/// All scenes, in the order of the index.
#[must_use]
pub fn scenes() -> Vec<Scene> {
    [workspace::scenes(), modal::scenes(), billing::scenes(), plain::scenes()].into_iter().flatten().collect()
}

/// The page that leads to all of them.
#[must_use]
pub fn index<'a>(assets: impl Into<Option<&'a AssetNames>>) -> String {
    let entry = |scene: Scene| {
        let address = format!("/dev/gallery/{}", scene.name);
        li().child(a().class("link").attr("href", address).child(scene.title))
    };
    let list = ul().attr("role", "list").children(scenes().into_iter().map(entry));
    let html = piece::write(plain_shell("Gallery", Piece::from(list)));
    document::write_still("Gallery", assets.into(), &html, "")
}

impl Scene {
    /// A page as it comes from the server.
    fn new(name: &'static str, title: &'static str, data: PageData) -> Self {
        Self { name, title, data, contexts: |_| {}, checkout: |_| {}, prompt: String::new(), opens: Opens::Nothing }
    }

    /// With what happens in the page once it lives.
    fn with(self, contexts: fn(Contexts)) -> Self {
        Self { contexts, ..self }
    }

    /// With a checkout that is being started, or was not.
    fn with_checkout(self, checkout: fn(Checkout)) -> Self {
        Self { checkout, ..self }
    }

    /// With a prompt in its field.
    fn with_prompt(self, prompt: &str) -> Self {
        Self { prompt: prompt.to_owned(), ..self }
    }

    fn with_open(self, opens: Opens) -> Self {
        Self { opens, ..self }
    }

    /// The whole HTML document.
    #[must_use]
    pub fn render<'a>(&self, assets: impl Into<Option<&'a AssetNames>>) -> String {
        let (contexts, checkout) = (OfContexts(self.contexts), OfCheckout(self.checkout));
        let prompt = self.prompt.clone();
        let html = document::render_app(&self.data, move || {
            provide_context(contexts);
            provide_context(checkout);
            provide_context(Typed(prompt));
        });
        let opens = match self.opens {
            Opens::Nothing => "",
            Opens::Modal => "dialog",
            Opens::Menu => "[popover]",
        };
        let shown = serde_json::json!({ "prompt": self.prompt, "opens": opens }).to_string().replace('<', "\\u003c");
        let program = format!(
            "<script type=\"application/json\" id=\"gallery\">{shown}</script>\
             <script type=\"module\" src=\"/dev/gallery/open.js\"></script>"
        );
        document::write_still(self.title, assets.into(), &html, &program)
    }
}

/// What is typed into the prompt.
#[derive(Clone)]
struct Typed(String);

/// Sets what the scene wants in the shell's contexts. Without a scene it does nothing.
pub(crate) fn arrange(contexts: Contexts) {
    if let Some(Typed(prompt)) = use_context::<Typed>() {
        contexts.draft.0.update(|draft| draft.prompt = prompt);
    }
    if let Some(OfContexts(set)) = use_context() {
        set(contexts);
    }
}

/// Sets what the scene wants of a checkout. Without a scene it does nothing.
pub(crate) fn arrange_checkout(checkout: Checkout) {
    if let Some(OfCheckout(set)) = use_context() {
        set(checkout);
    }
}
