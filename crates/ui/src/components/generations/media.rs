//! What a generation made: a picture, four frames, or a clip, and how to keep it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlAnchorElement, HtmlElement, HtmlVideoElement};
use wire::{Asset, AssetRole, Generation};

use crate::components::icon::{self, icon};
use crate::format::{labels, messages};
use crate::piece::{Element, Handle, Piece, a, button, div, img, part, span, video};

/// The result itself.
#[must_use]
pub fn media(generation: &Generation) -> Piece {
    let clip = generation.assets.iter().find(|asset| asset.role == AssetRole::Clip);
    if let Some(clip) = clip.filter(|clip| !clip.media_type.starts_with("image/")) {
        let poster = generation.assets.iter().find(|asset| asset.role == AssetRole::Poster);
        return moving(clip, poster, &generation.prompt);
    }
    let pictures = results(generation);
    let count = pictures.len();
    let class = if count > 1 { "frames" } else { "frames frames--one" };
    // The card itself is named by its prompt; of several pictures each says which it is.
    let name = |index| if count > 1 { labels::frame(index, count) } else { generation.prompt.clone() };
    div().class(class).children(pictures.iter().enumerate().map(|(index, asset)| picture(asset, name(index)))).into()
}

/// A clip. Until it is played for the first time a button lies over it in the place of the browser's controls: those are heavy, and a list
/// of clips would be slow to appear.
fn moving(clip: &Asset, poster: Option<&Asset>, prompt: &str) -> Piece {
    let (node, has_begun) = (Handle::new(), RwSignal::new(false));
    let shown = video()
        .class("result")
        .live_flag("controls", move || has_begun.get())
        .flag("loop", true)
        .flag("playsinline", true)
        // Nothing of the clip is loaded before it is wanted: the poster behind it is what one sees. As the video's own it would be loaded
        // at once, however far down the page it is.
        .attr("preload", if poster.is_some() { "none" } else { "metadata" })
        .attr("aria-label", prompt.to_owned())
        .attr("src", clip.url.clone())
        .attr("width", clip.width_px.to_string())
        .attr("height", clip.height_px.to_string())
        .on("play", move |_: Event| has_begun.set(true))
        .reached_by(node);
    let begin = move || {
        let Some(clip) = node.now::<HtmlVideoElement>() else { return };
        // The button is about to go, and the focus with it; what has controls takes it.
        clip.set_controls(true);
        let _ = clip.focus();
        play(&clip);
    };
    let play = move || {
        let button = button().class("clip__play").attr("type", "button").attr("aria-label", messages::PLAY);
        Some(button.on_click(begin).child(span().class("clip__mark").child(icon(icon::PLAY))).into())
    };
    let poster = poster.map(|poster| picture(poster, String::new()));
    div()
        .class("clip")
        .child(poster)
        .child(shown)
        .child(part(move || if has_begun.get() { None } else { play() }))
        .into()
}

/// Plays a clip. One that cannot play stands still; its own controls say why.
pub fn play(clip: &HtmlVideoElement) {
    let _ = clip.play().map(drop);
}

/// What is shown and kept: everything but the poster of a clip.
fn results(generation: &Generation) -> Vec<Asset> {
    generation.assets.iter().filter(|asset| asset.role != AssetRole::Poster).cloned().collect()
}

fn picture(asset: &Asset, name: String) -> Element {
    img()
        .class("result")
        .attr("loading", "lazy")
        .attr("decoding", "async")
        .attr("alt", name)
        .attr("src", asset.url.clone())
        .attr("width", asset.width_px.to_string())
        .attr("height", asset.height_px.to_string())
}

/// The link that keeps the result; for a storyboard it keeps all four frames.
#[must_use]
pub fn download(generation: &Generation) -> Option<Element> {
    let name = file_name(generation);
    let mut results = results(generation).into_iter();
    let first = results.next()?;
    let rest: Vec<Asset> = results.collect();
    let first_name = format!("{name}{}", ending(&first));
    let keep_rest = move || {
        for (index, asset) in rest.iter().enumerate() {
            keep(asset, &format!("{name}-{}{}", index + 2, ending(asset)));
        }
    };
    let link = a()
        .class("icon-button icon-button--small")
        .attr("aria-label", messages::DOWNLOAD)
        .attr("title", messages::DOWNLOAD)
        .attr("href", first.url)
        .attr("download", first_name)
        .on_click(keep_rest)
        .child(icon(icon::DOWNLOAD));
    Some(link)
}

fn keep(asset: &Asset, name: &str) {
    let Ok(element) = document().create_element("a") else { return };
    let Ok(link) = element.dyn_into::<HtmlAnchorElement>() else { return };
    link.set_href(&asset.url);
    link.set_download(name);
    link.click();
}

/// A name that says what the file shows: the first words of its prompt.
fn file_name(generation: &Generation) -> String {
    // Every character beyond ASCII is taken for a letter: the tables that know better are large.
    let is_between = |character: char| character.is_ascii() && !character.is_ascii_alphanumeric();
    let words = generation.prompt.split(is_between).filter(|word| !word.is_empty());
    let name = words.take(6).collect::<Vec<_>>().join("-").to_ascii_lowercase();
    if name.is_empty() { "farebox".to_owned() } else { name.chars().take(60).collect() }
}

fn ending(asset: &Asset) -> String {
    let kind = asset.media_type.rsplit('/').next().unwrap_or_default().split(['+', ';']).next().unwrap_or_default();
    format!(".{}", if kind == "jpeg" { "jpg" } else { kind })
}

/// Puts the focus where the prompt is written.
pub fn focus_prompt() {
    let field = document().get_element_by_id("prompt").and_then(|field| field.dyn_into::<HtmlElement>().ok());
    if let Some(field) = field {
        // A field that cannot take the focus leaves it where it is.
        let _ = field.focus();
    }
}
